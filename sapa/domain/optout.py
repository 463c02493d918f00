"""What a customer's message says about being written to (`domain.md` §2.8, product rule 14).

Only a message that says nothing else is obeyed at once; a longer text with the words gets one question.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

Scope = Literal["promo", "follow_up", "all"]

COURTESY = frozenset(
    re.findall(
        r"\w+",
        """
    tolong mohon please pls ya yah yaa dong donk deh kak kakak min admin gan sis pak bu
    bapak ibu mas mbak saja aja terima kasih makasih trims thanks thx maaf
""",
    )
)
STOP_WORDS = frozenset(("berhenti", "berenti", "brenti", "stop", "setop", "stopp", "unsub", "unsubscribe"))
STOP_SENTENCES = re.compile(
    r"(?:jangan|jgn|stop|berhenti) (?:kirim|krm|mengirim|wa|chat|whatsapp|hubungi|kontak|ganggu|spam)"
    r"(?: (?:wa|chat|pesan|whatsapp))?(?: (?:saya|aku|ke saya|kami))?(?: lagi)?"
    r"|hapus (?:nomor|no|nomer|kontak|nomor hp|no hp)(?: (?:saya|aku|ini))?"
    r"|(?:saya )?(?:tidak|tdk|ga|gak|nggak) mau (?:di ?wa|di ?chat|di ?hubungi|dapat pesan)(?: lagi)?"
)
SHIPPING = re.compile(r"jangan kirim|jgn kirim|jangan krm|jgn krm|(?:stop|berhenti) kirim")
PROMO_WORDS = r"(?:promo|promosi|iklan|penawaran|info promo)"
STOP_PROMO = re.compile(
    rf"(?:stop|berhenti|setop|unsub|unsubscribe)(?: kirim)?(?: (?:dari|pesan|info))? {PROMO_WORDS}"
    rf"|(?:jangan|jgn) (?:kirim|krm|wa|chat)(?: (?:saya|pesan|info))? {PROMO_WORDS}(?: lagi)?"
    rf"|(?:tidak|tdk|ga|gak|nggak) mau(?: (?:terima|dapat|menerima))? {PROMO_WORDS}(?: lagi)?"
)
STOP_ALL = re.compile(
    r"(?:jangan|jgn) (?:hubungi|kontak|wa|chat)(?: (?:saya|aku|kami))?(?: lagi)? sama sekali"
    r"|(?:stop|berhenti|setop|unsub|unsubscribe) (?:semua|semuanya|all|total|semua pesan)"
)
RESUME_WORDS = frozenset(("mulai", "mulai lagi", "start", "unstop"))
MENTIONS = re.compile(
    r"\b(?:berhenti|berenti|setop|unsub|unsubscribe|hapus (?:nomor|no|nomer|kontak))\b"
    r"|\bstop\b(?! kontak)"
    r"|\b(?:jangan|jgn) (?:wa|chat|hubungi|kontak|ganggu|spam)\b"
    rf"|\b(?:jangan|jgn) (?:kirim|krm) (?:wa|chat|pesan|lagi|{PROMO_WORDS})\b"
)


@dataclass(frozen=True, slots=True)
class OptOut:
    """The customer's wish not to be written to, within `scope`."""

    scope: Scope


def read_optout(text: str, *, answering_promo: bool) -> OptOut | Literal["ask", "resume"] | None:
    """`ask`: the words are there, not alone, so one question is due; `resume`: MULAI; None: nothing about it.

    `answering_promo`: our last message to the customer was a promotion.
    """
    said = " ".join(word for word in plain_words(text) if word not in COURTESY)
    if said in RESUME_WORDS:
        return "resume"
    if STOP_ALL.fullmatch(said):
        return OptOut("all")
    if STOP_PROMO.fullmatch(said):
        return OptOut("promo")
    if said in STOP_WORDS or is_stop_sentence(said):
        return OptOut("promo" if answering_promo else "follow_up")
    return "ask" if MENTIONS.search(said) else None


def is_stop_sentence(said: str) -> bool:
    """ "Jangan kirim" alone may be about the parcel; "jangan kirim lagi" and "jangan kirim pesan" are not."""
    if not STOP_SENTENCES.fullmatch(said):
        return False
    about_messages = {"lagi", "pesan", "wa", "chat", "whatsapp"} & set(said.split())
    return bool(about_messages) or not SHIPPING.match(said)


def plain_words(text: str) -> list[str]:
    letters = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[^\w]+|_", " ", letters).split()
