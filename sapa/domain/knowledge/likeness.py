"""Words that are spelled otherwise than the articles spell them: endings, beginnings, sounds, a letter wrong."""

import re

from sapa.domain.knowledge import tables
from sapa.domain.knowledge.index import Index
from sapa.domain.knowledge.terms import is_known, sound_of
from sapa.domain.understanding.stemming import stem

SHORTEST_BEGINNING = 3
ENDINGS = re.compile(r"(?:nya|ne|na|e|ipun|nipun|ku|mu|keun|eun|ake|no|in|kan|an|i|ke)$")
ENDS = (
    "nya",
    "ne",
    "na",
    "e",
    "ipun",
    "nipun",
    "ku",
    "mu",
    "keun",
    "eun",
    "ake",
    "no",
    "in",
    "kan",
    "an",
    "i",
    "ke",
)
BEGINNINGS = re.compile(r"^(?:nge|ng|ny|di|ke|ka|ter|ku|kau|meng|mem|men|me|n|m|pe|per|se|sa)")
ENGLISH_ENDINGS = re.compile(r"(?:'s|ies|es|s|ed|d|ing|er|ly)$")
OPEN = re.compile(r"e([bdgklmnprst]{1,2})$")  # «rendem» and «tuker» are «rendam» and «tukar»


def likely(word: str, index: Index) -> frozenset[str]:
    """Keys of a word that is spelled otherwise: other endings, other beginnings, one letter wrong."""
    found: set[str] = set()
    for form in forms(word) if word.replace("-", "").isalpha() else []:
        found |= {form, stem(form)} & index.vocabulary
        found |= tables.concepts().get((form,), frozenset()) | tables.concepts().get(
            (stem(form),), frozenset()
        )
        if found:
            return frozenset(found)
    if sounding := index.sounds.get(sound_of(word), frozenset()) if len(word) >= 5 else frozenset():
        return sounding
    if is_known(word):
        return frozenset()
    spelled = [one for one in (word, ENDINGS.sub("", word)) if one.isalpha() and len(one) >= 5]
    near = next((found for one in spelled if (found := alike(one, index.vocabulary))), set())
    return frozenset(near or begun(word, index.vocabulary))


def begun(word: str, vocabulary: frozenset[str]) -> set[str]:
    """Words of the articles that are longer by their end alone: «konsul», «vit»."""
    if len(word) < SHORTEST_BEGINNING or not word.isalpha():
        return set()
    return {one for one in vocabulary if len(one) > len(word) + 1 and one.startswith(word) and one.isalpha()}


def forms(word: str) -> list[str]:
    """Shorter forms, the least cut first."""
    cut = sorted((word[: -len(end)] for end in ENDS if word.endswith(end)), key=len, reverse=True)
    ends = [*cut, *(word[: found.start()] for found in (ENGLISH_ENDINGS.search(word),) if found)]
    starts = [
        word[found.end() :] for found in (BEGINNINGS.search(word),) if found and len(word) - found.end() > 3
    ]
    both = [one[found.end() :] for one in ends if (found := BEGINNINGS.search(one))]
    doubled = [one[:-1] for one in ends if len(one) > 3 and one[-1:] == one[-2:-1]]
    nasal = [one for one in (*starts, *both) if word[0] in "mn" and one[:1] in "aiueo"]
    swallowed = [letter + one for one in nasal for letter in "kstph"]
    swallowed += [f"{one}y" for one in ends if word.endswith("ies")]
    swallowed += [f"h{one}" for one in (word, *ends) if one and one[0] in "aeiou"]
    halves = word.split("-") if "-" in word else []
    all_of_them = (*halves, *ends, *doubled, *starts, *both, *swallowed)
    open_ones = [OPEN.sub(r"a\1", one) for one in (word, *all_of_them) if OPEN.search(one)]
    return [
        one
        for one in dict.fromkeys((*open_ones[:1], *all_of_them, *open_ones[1:]))
        if len(one) >= 3 or (one,) in tables.concepts()
    ]


def alike(word: str, vocabulary: frozenset[str]) -> set[str]:
    """Words of the articles that differ in one letter, or two where they are long."""
    most = 1 if len(word) < 9 else 2
    return {
        one
        for one in vocabulary
        if one[0] == word[0]
        and abs(len(one) - len(word)) <= most
        and one.isalpha()
        and distance(word, one, most) <= most
    }


def distance(one: str, other: str, most: int) -> int:
    """Of Levenshtein, given up as soon as it passes `most`."""
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, start=1):
        before, row[0] = row[0], place
        for at, sign in enumerate(other, start=1):
            before, row[at] = row[at], min(row[at] + 1, row[at - 1] + 1, before + (letter != sign))
        if min(row) > most:
            return most + 1
    return row[-1]


def is_misspelled(word: str) -> bool:
    """An everyday word with one letter wrong."""
    return len(word) >= 7 and word.isalpha() and bool(alike(word, tables.common() | tables.unsaid()))
