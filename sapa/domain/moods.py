"""How displeased a message sounds: words counted, nothing concluded. It raises a priority and never escalates
(assistant.md: negative sentiment alone is right one time in five)."""

import re

from sapa.domain.understanding.normalising import normalise

LONGEST = 2_000
NEGATIVE = re.compile(
    r"\b(?:kecewa|kesal|kesel|jengkel|marah|emosi|sebal|muak|capek|lelah|bosan|parah|payah|buruk|jelek|lambat"
    r"|lemot|lama banget|lama sekali|ribet|bohong|php|tipu|menipu|penipuan|rugi|merugikan|nyesal|menyesal|kapok"
    r"|mengecewakan|tidak profesional|tidak jelas|tidak becus|ngecewain|gimana sih|niat tidak|keterlaluan"
    r"|disappointed|disappointing|angry|upset|annoyed|terrible|awful|horrible|worst|useless|unacceptable|ridiculous"
    r"|frustrated|frustrating|pathetic|scam|gelo|gela|mangkel|nesu|kuciwa|ambek|keuheul)\b"
)
BANGS = re.compile(r"[!?]{2,}")


def displeasure(text: str) -> int:
    """Words of displeasure, and one for signs that shout."""
    said = normalise(text[:LONGEST])
    return len(NEGATIVE.findall(said)) + bool(BANGS.search(text[:LONGEST]) and NEGATIVE.search(said))
