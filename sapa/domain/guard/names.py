"""The sender's, company's, product's and customer's own names in a text."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

from sapa.domain.guard.types import GuardCase
from sapa.domain.guard.words import CLITIC, END, LISTS, Places
from sapa.domain.honorifics import NO_NAME, PARTICLES, TYPED_TITLES, is_masked, plain

LEGAL_FORMS = frozenset(("pt", "cv", "ud", "pd", "fa", "tbk", "persero"))
BEHIND = re.compile(CLITIC + END)
WORD = re.compile(r"[^\W_]+")
PLAIN = dict.fromkeys(map(ord, "\t\n\r\x0b\x0c\xa0\u2009\u202f"), " ") | {ord("’"): "'"}
Span = tuple[int, int]


def said_name(case: GuardCase) -> tuple[str, ...]:
    """The words by which this customer can be named; none when the name is unknown or masked."""
    return words_of_name(case.name)


@lru_cache(maxsize=1024)
def words_of_name(name: str) -> tuple[str, ...]:
    if is_masked(name) or name.strip().casefold() in NO_NAME:
        return ()
    words = [word.strip(",.;()\"'") for word in name.split()]
    return tuple(word for word in words if any(map(str.isalpha, word)) and not is_title(word))


def is_title(word: str) -> bool:
    return all(plain(part) in TYPED_TITLES for part in word.split("/"))


def name_parts(case: GuardCase) -> tuple[str, ...]:
    """Parts of more than two letters; a name that has none counts as a whole."""
    words = said_name(case)
    longer = tuple(word for word in words if len(word) > 2 and plain(word) not in PARTICLES)
    return longer or ((" ".join(words),) if words else ())


@lru_cache(maxsize=256)
def firm_forms(name: str) -> tuple[str, ...]:
    """A firm's name as written, and without PT, CV and the like."""
    words = name.split()
    core = [word for word in words if plain(word.strip("(),")) not in LEGAL_FORMS]
    return tuple(dict.fromkeys(" ".join(form) for form in (words, core) if form))


def product_names(case: GuardCase) -> tuple[str, ...]:
    """What the context names; a bare `promo` is a subject and no name."""
    values = [" ".join(value.split()) for value in case.context]
    return tuple([value for value in values if value and value.casefold() not in LISTS["discount"]])


def own_names(case: GuardCase) -> tuple[str, ...]:
    """Every form of an own name, without doubles."""
    forms = (*firm_forms(case.shop), *firm_forms(case.company), *said_name(case), *product_names(case))
    return tuple(dict.fromkeys(forms))


def own_places(text: str, case: GuardCase) -> list[Span]:
    """Where own names stand in the text, also two words or more in a row of a longer product's name."""
    return [*places(text, own_names(case)), *runs(text, product_names(case))]


def places(text: str, names: Iterable[str]) -> list[Span]:
    smooth = smoothed(text)
    return [span for name in names if form_of(name) in smooth for span in found(smooth, name)]


@lru_cache(maxsize=1024)
def form_of(name: str) -> str:
    """Kept apart from texts, which would push them out."""
    return smooth_letters(" ".join(name.split()))


def found(smooth: str, name: str) -> Iterator[Span]:
    """A name as whole words, also with -nya and its like behind it. Plain search: names are too many to compile."""
    wanted, start = form_of(name), -1
    while wanted and (start := smooth.find(wanted, start + 1)) >= 0:
        end = start + len(wanted)
        behind = BEHIND.match(smooth, end) if wanted[-1].isalnum() else None
        if (behind or not wanted[-1].isalnum()) and not (
            wanted[0].isalnum() and smooth[max(start - 1, 0) : start].isalnum()
        ):
            yield start, behind.end() if behind else end


@lru_cache(maxsize=256)
def smoothed(text: str) -> str:
    return smooth_letters(text)


def smooth_letters(text: str) -> str:
    """Small letters, plain blanks and apostrophes, every sign in its place."""
    small = text.lower()
    if len(small) != len(text):
        small = "".join(one.lower() if len(one.lower()) == 1 else one for one in text)
    return small.translate(PLAIN)


@lru_cache(maxsize=1024)
def pairs_of(name: str) -> tuple[tuple[str, str], ...]:
    return tuple(pairwise(WORD.findall(name.lower())))


def runs(text: str, names: Iterable[str]) -> Iterator[Span]:
    """`Sikat giginya` of the product `sikat gigi bambu`."""
    pairs = {pair for name in names for pair in pairs_of(name)}
    flat = " ".join(text.lower().split())
    pairs = {pair for pair in pairs if " ".join(pair) in flat}
    words = list(WORD.finditer(text)) if pairs else []
    for one, two in pairwise(words):
        second = two[0].lower()
        is_pair = any((one[0].lower(), form) in pairs for form in (second, second.removesuffix("nya")))
        if is_pair and text[one.end() : two.start()].isspace():
            yield one.start(), two.end()


def stands(name: str, text: str, others: Iterable[str]) -> bool:
    """Whether the name stands in the text by itself, not only inside a longer own name."""
    smooth = smoothed(text)
    spans = list(found(smooth, name)) if form_of(name) in smooth else []
    if not spans:
        return False
    longer = [other for other in others if len(other) > len(name) and form_of(other) in smooth]
    around = Places(span for other in longer for span in found(smooth, other))
    return not longer or any(not around.hold(*span) for span in spans)


def allowed_capitals(case: GuardCase) -> frozenset[str]:
    """Words that may be written in capitals because they are, or stand in, a name."""
    given = " ".join((case.name, case.shop, case.company, *case.context))
    return frozenset(LISTS["capitals"]) | frozenset(re.findall(r"[^\W\d_]+", given.upper()))
