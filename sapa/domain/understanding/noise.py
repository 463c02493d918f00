"""Utterances as hurried thumbs write them: wrong neighbours, dropped vowels, lengthened ends."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import replace

from sapa.domain.understanding.types import Example

VOWELS = frozenset("aiueo")
NEIGHBOURS = dict(zip("abcdefghijklmnopqrstuvwxyz", "svxfrghjoklknmpowtayibezux", strict=True))
CALLED = ("kak", "ka", "min", "gan", "sis", "bos", "bu", "mas", "mba", "om")


def noisy(examples: Iterable[Example], *, seed: int, copies: int = 1) -> list[Example]:
    """Each example, then `copies` of it with one or two slips; family and intent stay."""
    chance = random.Random(seed)  # noqa: S311 (slips, not secrets)
    found = []
    for one in examples:
        found.append(one)
        found.extend(replace(one, text=slipped(one.text, chance)) for _ in range(copies))
    return found


def slipped(text: str, chance: random.Random) -> str:
    words = text.split()
    for _ in range(1 + chance.randrange(2)):
        place = chance.randrange(len(words)) if words else 0
        longer = [at for at, word in enumerate(words) if len(word) > 3 and word.isalpha()]
        if longer:
            place = chance.choice(longer)
            words[place] = chance.choice(SLIPS)(words[place], chance)
    return " ".join(called(words, chance))


def called(words: Sequence[str], chance: random.Random) -> list[str]:
    """Every fourth one addresses somebody, at either end."""
    draw = chance.random()
    if len(words) < 2 or draw > 0.25:
        return list(words)
    name = chance.choice(CALLED)
    return [name, *words] if draw < 0.12 else [*words, name]


def swapped(word: str, chance: random.Random) -> str:
    place = chance.randrange(len(word) - 1)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def dropped(word: str, chance: random.Random) -> str:
    vowels = [place for place, letter in enumerate(word) if place and letter in VOWELS]
    if not vowels:
        return word
    place = chance.choice(vowels)
    return word[:place] + word[place + 1 :]


def lengthened(word: str, chance: random.Random) -> str:
    return word + word[-1] * (1 + chance.randrange(3))


def neighboured(word: str, chance: random.Random) -> str:
    place = chance.randrange(1, len(word))
    return word[:place] + NEIGHBOURS.get(word[place], word[place]) + word[place + 1 :]


SLIPS = (swapped, dropped, dropped, lengthened, neighboured)
