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
    searched = searched_of(text)
    return [span for name in names for span in searched.spans(name)]


@lru_cache(maxsize=1024)
def form_of(name: str) -> str:
    """Kept apart from texts, which would push them out."""
    return smooth_letters(" ".join(name.split()))


class Searched:
    """A text in which each name is looked for once."""

    __slots__ = ("known", "smooth")

    def __init__(self, text: str) -> None:
        self.smooth = smooth_letters(text)
        self.known: dict[str, list[Span]] = {}

    def spans(self, name: str) -> list[Span]:
        spans = self.known.get(name)
        if spans is None:
            spans = self.known[name] = found(self.smooth, form_of(name))
        return spans


def found(smooth: str, wanted: str) -> list[Span]:
    """A name as whole words, also with -nya and its like behind it. Plain search: names are too many to compile."""
    spans: list[Span] = []
    start = smooth.find(wanted) if wanted else -1
    while start >= 0:
        begins = start == 0 or not (smooth[start - 1].isalnum() and wanted[0].isalnum())
        if begins and (end := end_of(smooth, start, wanted)):
            spans.append((start, end))
        start = smooth.find(wanted, start + 1)
    return spans


def end_of(smooth: str, start: int, wanted: str) -> int:
    """Behind the name and its clitic; 0 where the word goes on."""
    end = start + len(wanted)
    behind = smooth[end : end + 1]
    if not (behind == "-" or behind.isalnum()) or not wanted[-1].isalnum():
        return end
    clitic = BEHIND.match(smooth, end)
    return clitic.end() if clitic else 0


@lru_cache(maxsize=64)
def searched_of(text: str) -> Searched:
    return Searched(text)


def smooth_letters(text: str) -> str:
    """Small letters, plain blanks and apostrophes, every sign in its place."""
    small = text.lower()
    if len(small) != len(text):
        small = "".join(one.lower() if len(one.lower()) == 1 else one for one in text)
    return small if small.isascii() and small.isprintable() else small.translate(PLAIN)


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
    searched, length = searched_of(text), len(name)
    spans = searched.spans(name)
    if not spans:
        return False
    longer = [span for other in others if len(other) > length for span in searched.spans(other)]
    if not longer:
        return True
    around = Places(longer)
    return any(not around.hold(*span) for span in spans)


def allowed_capitals(case: GuardCase) -> frozenset[str]:
    """Words that may be written in capitals because they are, or stand in, a name."""
    given = " ".join((case.name, case.shop, case.company, *case.context))
    return frozenset(LISTS["capitals"]) | frozenset(re.findall(r"[^\W\d_]+", given.upper()))
