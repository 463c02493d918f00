"""A question as what must be found: groups of words, each found by any of its keys, with what it weighs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sapa.domain.knowledge import tables
from sapa.domain.knowledge.grouping import LIGHT, Group, group_of, is_common, phrase_length
from sapa.domain.knowledge.index import Index
from sapa.domain.knowledge.measures import asked_of, letters_in, sizes_in
from sapa.domain.knowledge.terms import (
    Term,
    is_english,
    spelled_out,
    terms_of,
)
from sapa.domain.understanding.normalising import normalise
from sapa.domain.understanding.stemming import stem

VISITS = re.compile(
    r"\b(?:cabang|toko(?! (?:saya|kami|aku))|kedai|gerai|outlet|kantor|showroom|butik|klinik|store|shop"
    r"|branch"
    r"|warehouse|office|salon|bengkel"
    r"|ambil|jemput|mampir|alamat|lokasi|buka|visit|pick ?up|offline"
    r"|studio|gudang|warung|galeri|servis)\w*"
)
PERMITS = re.compile(r"\b(?:boleh|bisa|dapat|izin|diizinkan|dilarang|can i|can we|may i|allowed|aman)\b")
LISTS = re.compile(
    r"\bapa (?:saja|aja)\b|\b(?:mana|siapa) saja\b|\bpilihan\w*|\bwhich\b"
    r"|\bwhat (?:are|kind|kinds|types|colou?rs|sizes|options)\b"
)
COUNTED = frozenset(
    ["biji", "buah", "lembar", "pcs", "ekor", "helai", "butir", "potong", "bungkus", "pieces", "piece"]
)
ALTERNATIVES = frozenset(["atau", "atawa", "utawa", "utowo", "utawi", "or"])
EXISTS = frozenset(
    ["ada", "jual", "punya", "sedia", "menyediakan", "menjual", "ono", "onten", "wonten", "aya", "gaduh"]
)
WE_HAVE = frozenset(["have", "sell", "offer", "carry", "provide"])
SUPPOSED = frozenset(
    ["kalau", "jika", "bila", "tidak", "belum", "kok", "nek", "lamun", "upami", "yen", "masih", "sudah", "if"]
)


@dataclass(frozen=True, slots=True)
class Asked:
    """`kinds`: of detail that the answer must hold; `sizes`: numbers that say which one; `plain`: standard words;
    `wanted`: what is asked whether the shop has it; `lists`: all of a kind are asked for;
    `letters`: of the size that is meant."""

    text: str
    groups: tuple[Group, ...]
    kinds: frozenset[str]
    sizes: frozenset[str] = frozenset()
    plain: str = ""
    wanted: frozenset[Group] = frozenset()
    lists: bool = False
    letters: frozenset[str] = frozenset()

    @property
    def weighty(self) -> tuple[Group, ...]:
        return tuple(group for group in self.groups if group.weight > LIGHT)


def asked(question: str, index: Index) -> Asked:
    question = spelled_out(question)
    text = question.lower() if is_english(question) else normalise(question)
    terms = terms_of(question)
    placed = list(
        placed_groups(terms, index, visits=bool(VISITS.search(text)), permits=bool(PERMITS.search(text)))
    )
    groups = tuple(dict.fromkeys(group for _place, group in placed))
    kinds = asked_of(text)
    return Asked(
        question,
        groups,
        kinds,
        sizes_in(question.lower()),
        text,
        wanted(terms, placed),
        bool(LISTS.search(text)),
        letters_in(text),
    )


def placed_groups(
    terms: Sequence[Term], index: Index, *, visits: bool, permits: bool
) -> list[tuple[int, Group]]:
    """Groups with the place of their first word; those beside an «atau» are one."""
    found: list[tuple[int, Group]] = []
    place = 0
    either = False
    while place < len(terms):
        length = phrase_length(terms, place, index)
        if place and terms[place].word in COUNTED and terms[place - 1].word.isdecimal():
            place += 1
            continue
        group = group_of(terms[place : place + length], index, visits=visits, permits=permits)
        either = either or bool(found and is_either(terms, place, found[-1]))
        if group is not None:
            if either and not group.named:
                before, other = found.pop()
                both = f"{other.word} {group.word}"
                group = Group(both, other.keys | group.keys, max(other.weight, group.weight), either=True)
                found.append((before, group))
            else:
                found.append((place, group))
            either = False
        place += length
    return found


def is_either(terms: Sequence[Term], place: int, before: tuple[int, Group]) -> bool:
    """«AC apa kipas», but not «warnanya apa saja»."""
    word = terms[place].word
    if before[1].named or before[1].kind or before[0] + len(before[1].word.split()) != place:
        return False
    following = terms[place + 1].word if place + 1 < len(terms) else ""
    asks = word in ("apa", "opo") and following not in tables.unsaid() and bool(following)
    return word in ALTERNATIVES or asks


def wanted(terms: Sequence[Term], placed: Sequence[tuple[int, Group]]) -> frozenset[Group]:
    """The two next groups behind «ada» or «do you have»."""
    found: list[Group] = []
    for at, term in enumerate(terms):
        before = terms[at - 1].word if at else ""
        following = terms[at + 1].word if at + 1 < len(terms) else ""
        here = term.word in EXISTS and before not in SUPPOSED and following != "yang"
        if here or (term.word in WE_HAVE and before == "you"):
            last = next(
                (end for end in range(at + 1, at + 5) if end < len(terms) and terms[end].word == "tidak"),
                at + 4,
            )
            behind = [group for place, group in placed if at < place <= last and group.word not in EXISTS]
            ahead = [group for place, group in placed if at - 4 <= place < at and group.word not in EXISTS]
            found += behind[:2] or ahead
    return frozenset(found)


def gist(question: str) -> str:
    """The words that tell, as they are compared and in one order: equal for questions in other words; "" for none."""
    told = {
        min((key for key in term.keys if key[0] in "=@#" and len(key) > 1), default=stem(term.word))
        for term in terms_of(question)
        if len(term.word) > 1 and term.word not in tables.unsaid() and not is_common(term.word)
    }
    return " ".join(sorted(told))[:200]
