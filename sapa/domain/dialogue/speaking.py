"""How the assistant speaks: texts in two languages, and money, days and times as customers read them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sapa.domain import formats
from sapa.domain.dialogue.types import Language, Turn
from sapa.domain.honorifics import TYPED_TITLES

LONGEST = 600
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
UNADDRESSED = re.compile(r",? ?\{address\}")
SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")


@dataclass(frozen=True, slots=True)
class Text:
    """One thing to say; `{address}`, `{shop}` and `{ticket}` are filled by themselves."""

    id: str
    en: str

    def of(self, language: Language) -> str:
        return self.en if language == "en" else self.id


def say(turn: Turn, text: Text, **values: object) -> str:
    """The text in the customer's language; `{ticket}` stays for whoever opens the ticket."""
    called = address(turn)
    template = text.of(turn.talk.language)
    if not called:
        template = UNADDRESSED.sub("", template)
    known = {"address": called, "shop": turn.business.name, "ticket": "{ticket}"}
    return template.format(**{**known, **values})


def address(turn: Turn) -> str:
    """`Kak Dewi`; in English the name alone, blank where there is none."""
    if turn.talk.language != "en":
        return turn.customer.address
    words = turn.customer.address.replace("/", " ").split()
    while words and words[0].casefold().strip(".") in TYPED_TITLES:
        words = words[1:]
    return " ".join(words)


def money(amount: int, currency: str, language: Language) -> str:
    """`Rp405.000`, in English `Rp405,000`."""
    return formats.money(amount, currency, language)


def day(at: datetime, zone: str, language: Language, *, weekday: bool = False) -> str:
    """`16 September 2026`, with `weekday` `Rabu, 16 September 2026`."""
    on = formats.local_date(at, zone)
    if weekday:
        return formats.long_day(on, language)
    return f"{on.day} {formats.MONTHS[language][on.month - 1]} {on.year}"


def clock(at: datetime, zone: str, language: Language = "id") -> str:
    """`14.05 WIB`, in English `14:05 WIB`."""
    return f"{formats.clock(at, zone, language)} {formats.zone_label(at, zone)}"


def moment(at: datetime, zone: str, language: Language, *, weekday: bool = False) -> str:
    """`16 September 2026 pukul 14.05 WIB`."""
    between = " at " if language == "en" else " pukul "
    return day(at, zone, language, weekday=weekday) + between + clock(at, zone, language)


def near_day(at: datetime, now: datetime, zone: str, language: Language) -> str:
    """The day with what it is called beside it: `besok, 16 September 2026`."""
    distance = (formats.local_date(at, zone) - formats.local_date(now, zone)).days
    name = formats.NEAR_DAYS[language].get(distance, "").lower()
    return ", ".join(filter(None, (name, day(at, zone, language))))


def span(length: timedelta, language: Language) -> str:
    """Rounded up to whole minutes, hours or days: `15 menit`, `2 jam`, `1 day`."""
    for unit, words in ((DAY, ("hari", "day")), (HOUR, ("jam", "hour"))):
        if length >= unit:
            return counted(-(-length // unit), words, language)
    return counted(max(-(-length // timedelta(minutes=1)), 1), ("menit", "minute"), language)


def counted(number: int, words: tuple[str, str], language: Language) -> str:
    """`words`: in Indonesian, and one of it in English."""
    if language == "en":
        return f"{number} {words[1]}" + ("s" if number != 1 else "")
    return f"{number} {words[0]}"


def listed(things: Sequence[str], language: Language, *, last: Text | None = None) -> str:
    """`a, b dan c`; `last` stands before the last one instead of and."""
    word = (last or AND).of(language)
    if len(things) < 2:
        return "".join(things)
    return f"{', '.join(things[:-1])} {word} {things[-1]}"


def numbered(things: Sequence[str]) -> str:
    """One line for each, so that it can be chosen by its number."""
    return "\n".join(f"{place}. {thing}" for place, thing in enumerate(things, start=1))


def joined(*parts: str) -> str:
    """Paragraphs, the blank ones left out."""
    return "\n\n".join(part.strip() for part in parts if part.strip())


def fits(text: str, room: int = LONGEST) -> bool:
    return len(text) <= room


def shortened(text: str, room: int = LONGEST) -> str:
    """Whole sentences as far as they fit; one that is too long by itself ends with dots at a word."""
    if fits(text, room):
        return text
    ends = [found.start() for found in SENTENCE_END.finditer(text) if found.start() <= room]
    if ends:
        return text[: ends[-1]].rstrip()
    return text[: room - 1].rsplit(None, 1)[0].rstrip(" ,;:") + "…"


def fitted(text: str, room: int = LONGEST) -> str:
    """Its last paragraph whole, such as a question or a ticket's number; what stands before it gives way."""
    if fits(text, room):
        return text
    before, _, last = text.rpartition("\n\n")
    left = room - len(last) - 2
    return joined(shortened(before, left), last) if before and left > 0 else shortened(text, room)


AND = Text("dan", "and")
OR = Text("atau", "or")
BY_PERSON = Text("Balas CS bila ingin dibantu petugas.", "Reply CS to reach a person.")
MORE = Text("Ada lagi yang bisa dibantu, {address}?", "Is there anything else I can help with, {address}?")
