"""A message in capitals that is displeased."""

import re

LOUD, FEWEST_WORDS = 0.6, 4
WORD = re.compile(r"(?<!\S)[^\W\d_]+(?:-[^\W\d_]+)*(?=[\s?!.,]|$)")
DISPLEASED = re.compile(
    r"\b(?:kecewa|parah|lama+|rusak|pecah|sobek|cacat|salah|mana+|kapan|kenapa|kok|komplain|jelek"
    r"|bohong|telat"
    r"|(?:belum|blm|ga|gak|nggak|tidak|tdk|ora|teu|durung|acan) ?(?:juga |jg |bisa |ada |pernah )?"
    r"(?:sampai|sampe|nyampe|datang|dateng|dibalas|dibales|dijawab|dikirim|direspon|beres|becus|jelas"
    r"|masuk|sesuai"
    r"|teko|nepi|profesional|ada)"
    r"|gimana|refund|balikin|kembalikan|hilang|niat|jangan main|worst|where|why|never|late|broken|wrong"
    r"|terrible|bad"
    r"|disappoint\w*|unacceptable|kapok|nyesel|suwe|elek|goreng|still|waiting|nunggu|menunggu|capek"
    r"|sebel|kesel"
    r"|kesal|tipu|penipu|batalin|batalkan|serius|tanggung ?jawab|lelet|lambat|ngecewain|woi|woy|hoi|oi"
    r"|dibalas|dibales|dijawab|otak\w*|diem|diam|jangan cuma"
    r"|apa-apaan|ngeyel|becus|kerja|money|ridiculous|now|answer)\b"
)
# Loud and friendly: these words ask, and one of the others is no displeasure then.
FRIENDLY = re.compile(
    r"\b(?:kak|kaka|kakak|min|gan|sis|mba|mbak|mas|teh|kang|makasih|terima kasih|trims|tolong|mohon|permisi"
    r"|apa kabar+|halo+|hai+|hi|hello|please|pls|thanks?|thank you|nuhun|suwun|ditunggu|mau (?:tanya|pesan|order|beli)"
    r"|ready|restock|berapa lama|salam|punten|dear)\b"
)
ONLY_ASKS = re.compile(
    r"\b(?:kapan|berapa lama|lama+|mana+|kenapa|kok|gimana|where|why|now|waiting|menunggu|nunggu|answer|kerja"
    r"|woi|woy|hoi|oi|serius|jangan|salah|diam|still|money|(?:belum|blm) (?:ada|sampai|datang|dikirim|masuk))\b"
)


def is_shouted(text: str) -> bool:
    """Four words or more, most letters capitals, and displeased; references of orders do not count."""
    words = WORD.findall(text)
    letters = "".join(words)
    if len(words) < FEWEST_WORDS or not letters:
        return False
    capitals = sum(letter.isupper() for letter in letters)
    return capitals / len(letters) > LOUD and is_displeased(text.lower())


def is_displeased(said: str) -> bool:
    read = ONLY_ASKS.sub(" ", said) if FRIENDLY.search(said) else said
    return DISPLEASED.search(read) is not None
