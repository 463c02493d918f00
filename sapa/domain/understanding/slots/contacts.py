"""Who writes and how to reach them: name, e-mail address, phone number."""

import re

from sapa.domain.phones import normalise as phone_of
from sapa.domain.understanding.slots.remaining import Remaining
from sapa.domain.understanding.slots.tables import word_set

EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,5}(?![\w@])", re.IGNORECASE
)
LINK = re.compile(r"(?:https?://|www\.)\S{1,2000}", re.IGNORECASE)
PHONE = re.compile(r"(?<![\w+/.#-])(?:\+\d{1,3}|62|0)[ .()-]{0,2}\d(?:[ .()-]{0,2}\d){6,13}(?![\w/]|[.-]\d)")
LONGEST_NAME = 4
STATED = re.compile(
    r"\b(?:atas nama|a\.n|a/n|an\.|nama (?:saya|aku|penerima(?:nya)?|pemesan|lengkap|akun)|namaku"
    r"|nama(?:nya)?(?=\s?[:=])"
    r"|nama perusahaan(?:nya)?|company name(?: is)?"
    r"|penerima(?:nya)?|my name is|name is|under (?:the )?name(?: of)?|attention|attn\.?|pic"
    r"|namanya(?=\s(?:[A-Z]|[Pp]ak|[Bb]u|[Mm]as|[Mm]bak|[Ii]bu))|jeneng(?:ku| kula| kulo)|nami (?:abdi"
    r"|kula|kulo))"
    r"[ :.=]{1,3}(?:(?:adalah|itu|yaiku|nyaeta|ganti|diganti|jadi|ke|menjadi|saya) ){0,3}",
    re.IGNORECASE,
)
# "BCA an Siti Aminah": a short "atas nama"; in English "an" is no such thing.
SHORT = re.compile(r"(?<![\w.'])(?:an|AN|An)\s(?=[A-Z][a-z])")
ENGLISH = re.compile(r"\b(?:the|my|is|have|need|want|i|for|buy|got|with|this|can|of)\b", re.IGNORECASE)
PRESENTED = re.compile(r"\b(?:[Ss]aya|[Aa]ku|I am|I'm|[Tt]his is|[Kk]ula|[Kk]ulo|[Aa]bdi) (?=[A-Z][a-z]+)")
NAME_WORD = re.compile(r" {0,2}([^\W\d_][^\W\d_'.-]{0,24}\.?)")
TITLE = re.compile(r"(?:ibu|bu|bapak|pak|mas|mbak|kak|sdr|sdri|bpk|mr|mrs|ms|ny|tn)\.? ", re.IGNORECASE)


def emails(rest: Remaining) -> list[str]:
    return rest.take(EMAIL)


def drop_links(rest: Remaining) -> None:
    rest.take(LINK)


def phones(rest: Remaining) -> list[str]:
    """As written, where it is a number that can be dialled."""
    return rest.take(PHONE, lambda written: phone_of(written).e164 != "")


def names(rest: Remaining) -> list[str]:
    """Behind «atas nama», «nama saya»; behind a bare «saya» only with a capital."""
    found = [name for hit in STATED.finditer(rest.text) if (name := _name_at(rest, hit.end()))]
    if not found and not rest.says(ENGLISH):
        found = [
            name for hit in SHORT.finditer(rest.text) if (name := _name_at(rest, hit.end(), capital=True))
        ]
    if not found:
        found = [
            name for hit in PRESENTED.finditer(rest.text) if (name := _name_at(rest, hit.end(), capital=True))
        ]
    return list(dict.fromkeys(found))


def _name_at(rest: Remaining, place: int, *, capital: bool = False) -> str:
    """Up to four words that are no words of talk; blots them out."""
    if title := TITLE.match(rest.text, place):
        place = title.end()
    start = place
    for _ in range(LONGEST_NAME):
        word = NAME_WORD.match(rest.text, place)
        if not word or word[1].lower().strip(".") in word_set("not_names") or (capital and word[1].islower()):
            break
        place = word.end()
        if word[1].endswith("."):
            break
    name = rest.text[start:place].strip(" .")
    rest.blot(start, place)
    return name
