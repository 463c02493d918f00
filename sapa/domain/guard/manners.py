"""How the customer is spoken to: greeting of the hour, honorifics, familiarity."""

import re
from datetime import datetime, timedelta
from functools import lru_cache

from sapa.domain.guard.reading import Hit, Pattern, Reading
from sapa.domain.guard.words import END, LISTS, START, Places, folded, listed, whole

BANDS = (("pagi", 4), ("siang", 11), ("sore", 15), ("malam", 18))
SAME = {"petang": "sore"}
TOLERANCE = timedelta(minutes=30)
GREETING = re.compile(rf"{START}selamat\s+(pagi|siang|sore|petang|malam){END}", re.IGNORECASE)
DOUBLED = re.compile(
    rf"{START}(?:kakak|kak|bapak|ibu|mas|mbak|pak|bu)\s+(?:kakak|kak|bapak|ibu|mas|mbak|pak|bu){END}",
    re.IGNORECASE,
)
KAK, BAPAK_IBU = whole(("kak", "kakak")), whole(("bapak", "ibu"))
KAMU, ANDA = whole(("kamu",)), whole(("anda",))
# Of a text in small letters; several times faster than the expression itself.
MAY_BE_DOUBLED = re.compile(r"[kus]\s+(?:kak|bapak|ibu|mas|mbak|pak|bu)")
DRAWN_OUT = {"wkwk": r"wk(?:wk)+w?", "hehe": r"he(?:he)+"}


def greeting_for(at: datetime) -> str:
    """The greeting of this hour: pagi from 04, siang from 11, sore from 15, malam from 18 o'clock."""
    return next((name for name, hour in reversed(BANDS) if at.hour >= hour), "malam")


def fits(greeting: str, at: datetime) -> bool:
    """Whether the greeting is right now, or within half an hour of now."""
    meant = SAME.get(greeting.casefold(), greeting.casefold())
    return meant in {greeting_for(at + shift) for shift in (-TOLERANCE, timedelta(0), TOLERANCE)}


def wrong_greetings(reading: Reading) -> list[re.Match[str]]:
    at = reading.case.at
    if "selamat" not in reading.text.casefold():
        return []
    return [one for one in reading.said(GREETING) if at and not fits(one[1], at)]


def greeting_time(reading: Reading) -> Hit | None:
    wrong, at = wrong_greetings(reading), reading.case.at
    if not wrong or at is None:
        return None
    return Hit(wrong[0].span(1), values={"time": f"{at:%H.%M}", "greeting": greeting_for(at)})


def honorific(reading: Reading) -> Hit | None:
    b2b = reading.case.segment == "b2b"
    found = doubled(reading) or mixture(reading) or (first(reading, KAK) if b2b else None)
    forms = "Bapak/Ibu" if b2b else "Kak"
    return Hit(found.span(), strong=b2b, values={"forms": forms}) if found else None


def doubled(reading: Reading) -> re.Match[str] | None:
    return first(reading, DOUBLED) if MAY_BE_DOUBLED.search(folded(reading.linkless)) else None


def first(reading: Reading, wanted: Pattern) -> re.Match[str] | None:
    """`Hari Ibu` and `ibu-ibu` address nobody."""
    said = reading.said(wanted)
    if not said:
        return None
    things = Places(one.span() for one in listed("no_titles").finditer(reading.linkless))
    return next((one for one in said if not things.hold(*one.span())), None)


def mixture(reading: Reading) -> re.Match[str] | None:
    bapak_ibu, kamu = first(reading, BAPAK_IBU), first(reading, KAMU)
    kak = first(reading, KAK) if bapak_ibu else None
    if kak and bapak_ibu:
        return max(kak, bapak_ibu, key=lambda one: one.start())
    return kamu if kamu and (bapak_ibu or first(reading, ANDA)) else None


def over_familiar(reading: Reading) -> Hit | None:
    """Words that the brand chose for itself are its own affair."""
    case = reading.case
    if case.klass == "reply" and case.segment != "b2b":
        return None
    lowered = reading.text.casefold()
    words = [word for word in familiar_but(case.brand_words) if word in lowered]
    said = "|".join(DRAWN_OUT.get(word, word) for word in words)
    found = reading.said(re.compile(rf"{START}(?:{said}){END}", re.IGNORECASE)) if words else []
    return Hit(found[0].span(), strong=case.segment == "b2b") if found else None


@lru_cache(maxsize=64)
def familiar_but(chosen: tuple[str, ...]) -> tuple[str, ...]:
    own = {word.casefold().strip() for word in chosen}
    return tuple(word for word in LISTS["familiar"] if word not in own)
