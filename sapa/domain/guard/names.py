"""The sender's, company's, product's and customer's own names in a text."""

import re
from collections.abc import Iterable, Iterator

from sapa.domain.guard.types import GuardCase
from sapa.domain.guard.words import LISTS, name_pattern
from sapa.domain.honorifics import NO_NAME, PARTICLES, TYPED_TITLES, is_masked, plain

LEGAL_FORMS = frozenset(("pt", "cv", "ud", "pd", "fa", "tbk", "persero"))


def said_name(case: GuardCase) -> tuple[str, ...]:
    """The words by which this customer can be named; none when the name is unknown or masked."""
    if is_masked(case.name) or case.name.strip().casefold() in NO_NAME:
        return ()
    words = [word.strip(",.;()\"'") for word in case.name.split()]
    return tuple(word for word in words if any(map(str.isalpha, word)) and plain(word) not in TYPED_TITLES)


def name_parts(case: GuardCase) -> tuple[str, ...]:
    """Parts of more than two letters; a name that has none counts as a whole."""
    words = said_name(case)
    longer = tuple(word for word in words if len(word) > 2 and plain(word) not in PARTICLES)
    return longer or ((" ".join(words),) if words else ())


def firm_forms(name: str) -> tuple[str, ...]:
    """A firm's name as written, and without PT, CV and the like."""
    words = name.split()
    core = [word for word in words if plain(word.strip("(),")) not in LEGAL_FORMS]
    return tuple(dict.fromkeys(" ".join(form) for form in (words, core) if form))


def product_forms(name: str) -> Iterator[str]:
    """The name and every run of two words or more of it; `promo` alone is a subject, not a name."""
    words = name.split()
    if name.strip().casefold() in LISTS["discount"]:
        return
    if words:
        yield " ".join(words)
    for size in range(len(words) - 1, 1, -1):
        for start in range(len(words) - size + 1):
            yield " ".join(words[start : start + size])


def own_names(case: GuardCase) -> tuple[str, ...]:
    """Every form of an own name, without doubles, the longest first."""
    forms = [*firm_forms(case.shop), *firm_forms(case.company), *said_name(case)]
    forms += [form for value in case.context for form in product_forms(value)]
    return tuple(sorted(dict.fromkeys(forms), key=len, reverse=True))


def places(text: str, names: Iterable[str]) -> list[tuple[int, int]]:
    return [found.span() for name in names for found in name_pattern(name).finditer(text)]


def stands(name: str, text: str, longer: Iterable[str]) -> bool:
    """Whether the name stands in the text by itself, not only inside a longer own name."""
    around = places(text, (other for other in longer if len(other) > len(name)))
    return any(
        not any(start <= found.start() and found.end() <= end for start, end in around)
        for found in name_pattern(name).finditer(text)
    )


def allowed_capitals(case: GuardCase) -> frozenset[str]:
    """Words that may be written in capitals because they are, or stand in, a name."""
    given = " ".join((case.name, case.shop, case.company, *case.context))
    return frozenset(LISTS["capitals"]) | frozenset(re.findall(r"[^\W\d_]+", given.upper()))
