"""Our own utterances to learn from: one file an intent, lines `family<TAB>context<TAB>text`."""

import random
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from sapa.domain.understanding.types import CONTEXTS, INTENTS, Example

NONE = "-"


@cache
def examples() -> tuple[Example, ...]:
    """All of them, in the order of the files. ValueError names a line that is no utterance."""
    return tuple(one for intent in INTENTS for one in read_examples(intent, told_of(intent)))


def told_of(intent: str) -> str:
    file = files("sapa.domain.understanding").joinpath("data", "utterances", f"{intent}.txt")
    return file.read_text("utf-8") if file.is_file() else ""


def read_examples(intent: str, told: str) -> list[Example]:
    found = []
    for number, line in enumerate(told.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        family, context, text = [*line.split("\t", 2), "", ""][:3]
        if not text.strip() or context not in (NONE, *CONTEXTS):
            raise ValueError(f"{intent}.txt, line {number}")
        found.append(Example(text, None if context == NONE else context, intent, f"{intent}/{family}"))
    return found


def split(all_of_them: Sequence[Example], *, seed: int, parts: int = 5) -> list[tuple[Example, ...]]:
    """As many parts as said; a family stands whole in one, and every intent has its share in each."""
    order = random.Random(seed)  # noqa: S311 (an order, not a secret)
    part_of: dict[str, int] = {}
    for intent in INTENTS:
        families = sorted({one.family for one in all_of_them if one.intent == intent})
        order.shuffle(families)
        start = order.randrange(parts)
        part_of.update({family: (start + place) % parts for place, family in enumerate(families)})
    return [tuple(one for one in all_of_them if part_of[one.family] == part) for part in range(parts)]


def train_and_dev(all_of_them: Sequence[Example], *, seed: int) -> tuple[list[Example], list[Example]]:
    """Four fifths to learn from and one fifth, of other families, to measure with."""
    dev, *others = split(all_of_them, seed=seed)
    return [one for part in others for one in part], list(dev)
