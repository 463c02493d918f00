"""Our own tables of shop language: words of one meaning, what says nothing, places, names and measures."""

import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import chain
from types import MappingProxyType

from sapa.domain.understanding.normalising import normalise
from sapa.domain.understanding.stemming import stem

Phrase = tuple[str, ...]
CONCEPTS = ("concepts.txt", "tongues.txt", "words.txt", "trades.txt")
COMMON = ("common.txt", "everyday.txt")
GENERIC = {"courier": "kurir", "bank": "bank", "wallet": "dompet digital", "market": "marketplace"}


@dataclass(frozen=True, slots=True)
class Places:
    """`named`: words to the place; `doubtful`: words that are a place only after «di» or «ke»; `within`: a place to
    the next wider ones that it lies in."""

    named: Mapping[Phrase, str]
    doubtful: frozenset[Phrase]
    within: Mapping[str, tuple[str, ...]]


def lines_of(name: str) -> Iterator[str]:
    text = files("sapa.domain.knowledge").joinpath("data", name).read_text("utf-8")
    return (line for line in text.splitlines() if line.strip() and not line.startswith("#"))


def raw(form: str) -> Phrase:
    return tuple(map(sys.intern, re.findall(r"[^\s]+", form.lower())))


@lru_cache(maxsize=1)
def concepts() -> Mapping[Phrase, frozenset[str]]:
    """Words to the meanings `=name` they may have, also without their endings where that is no other word's form."""
    found = Meanings()
    everyday = {word for name in (*COMMON, "unsaid.txt") for line in lines_of(name) for word in line.split()}
    for line in chain.from_iterable(map(lines_of, CONCEPTS)):
        head, _, forms = line.partition(":")
        told = (head.partition("(")[0], *forms.split(","))
        for form in dict.fromkeys((*map(raw, told), *(raw(normalise(one)) for one in told))):
            found.add(form, f"={head}")
            short = tuple(sys.intern(stem(word)) for word in form)
            if short != form and " ".join(short) not in everyday:
                found.add_cut(short, f"={head}")
    return MappingProxyType(found.of)


class Meanings:
    """Forms to what they mean, tens of thousands: words and meanings that are equal are one object."""

    def __init__(self) -> None:
        self.of: dict[Phrase, frozenset[str]] = {}
        self._only_cut: set[Phrase] = set()
        self._one: dict[frozenset[str], frozenset[str]] = {}

    def add(self, form: Phrase, key: str) -> None:
        """As it is written, which counts more than what words without their endings mean."""
        before = frozenset() if form in self._only_cut else self.of.get(form, frozenset())
        self._only_cut.discard(form)
        self._put(form, before | {key})

    def add_cut(self, form: Phrase, key: str) -> None:
        if form not in self.of:
            self._only_cut.add(form)
        if form in self._only_cut:
            self._put(form, self.of.get(form, frozenset()) | {key})

    def _put(self, form: Phrase, meant: frozenset[str]) -> None:
        self.of[form] = self._one.setdefault(meant, meant)


@lru_cache(maxsize=1)
def unsaid() -> frozenset[str]:
    return _words("unsaid.txt")


@lru_cache(maxsize=1)
def common() -> frozenset[str]:
    """Without the stems that are words of a meaning of their own: «pelanggan» is common, «langganan» is not."""
    plain = {word for line in chain.from_iterable(map(lines_of, COMMON)) for word in line.split()}
    return frozenset(plain | {short for word in plain if ((short := stem(word)),) not in concepts()})


@lru_cache(maxsize=1)
def skeletons() -> Mapping[str, str]:
    """Consonants of the words of the tables to the word, so that «mkn» is «makan»; the shortest word wins."""
    words = {word for phrase in concepts() for word in phrase if len(phrase) == 1} | common()
    found: dict[str, str] = {}
    for word in sorted(words, key=lambda one: (-len(one), one)):
        if word.isalpha():
            found[re.sub(r"[aeiou]", "", word)] = word
    return MappingProxyType(found)


@lru_cache(maxsize=1)
def english() -> frozenset[str]:
    """Small words that every English question holds some of."""
    return frozenset(word for line in lines_of("english.txt") for word in line.split())


def _words(name: str) -> frozenset[str]:
    plain = {word for line in lines_of(name) for word in line.split()}
    return frozenset(plain | {stem(word) for word in plain})


@lru_cache(maxsize=1)
def names() -> Mapping[Phrase, str]:
    """Names of couriers, banks, wallets, schemes and markets to their kind."""
    found = {}
    for line in lines_of("names.txt"):
        kind, _, told = line.partition(":")
        found.update({raw(name): kind for name in told.split(",")})
    return MappingProxyType(found)


@lru_cache(maxsize=1)
def kinds_of_names() -> Mapping[str, frozenset[str]]:
    """Of each kind of names, the meanings of the words that are said for all of them: «ekspedisi» of couriers."""
    return MappingProxyType(
        {
            kind: frozenset({f"={spoken}"}.union(concepts().get(raw(spoken), ())))
            for kind, spoken in GENERIC.items()
        }
    )


@lru_cache(maxsize=1)
def places() -> Places:
    named: dict[Phrase, str] = {}
    doubtful: set[Phrase] = set()
    within: dict[str, tuple[str, ...]] = {}
    for line in lines_of("places.txt"):
        told, _, wider = line.partition("<")
        for place in told.split(";"):
            together = [name.strip() for name in place.split(",")]
            called = together[0].removesuffix("?")
            named.update({raw(name.removesuffix("?")): called for name in together})
            doubtful |= {raw(name[:-1]) for name in together if name.endswith("?")}
            within[called] = tuple(name.strip() for name in wider.split("|") if name.strip())
    return Places(MappingProxyType(named), frozenset(doubtful), MappingProxyType(within))


@lru_cache(maxsize=1)
def countries() -> frozenset[str]:
    """Keys of those abroad."""
    return frozenset(f"@{place}" for place, wider in places().within.items() if "luar negeri" in wider)


def around(place: str) -> frozenset[str]:
    """All the wider places that one lies in."""
    above = places().within.get(place, ())
    return frozenset(above).union(*(around(one) for one in above))


@lru_cache(maxsize=1)
def wider_kinds() -> Mapping[str, frozenset[str]]:
    """Keys of a word to those of the wider kinds that it is one of: a dog is an animal."""
    found: dict[str, frozenset[str]] = {}
    for line in lines_of("kinds.txt"):
        head, _, forms = line.partition(":")
        above = frozenset(key for one in head.split(",") for key in (f"={one.strip()}", one.strip()))
        for form in forms.split(","):
            for key in (form.strip(), f"={form.strip()}", *concepts().get(raw(form), ())):
                found[key] = found.get(key, frozenset()) | above
    return MappingProxyType(found)


@lru_cache(maxsize=1)
def units() -> Mapping[str, str]:
    """A word of measure to its kind."""
    found = {}
    for line in lines_of("units.txt"):
        kind, _, told = line.partition(":")
        found.update({word.strip(): kind for word in told.split(",")})
    return MappingProxyType(found)
