"""Slots that were found against slots that were said, value by value."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

FIRM = ("order_id", "tracking_no", "amount", "phone")
DIGITS = ("phone", "tracking_no", "amount")


@dataclass
class Tally:
    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def weight(self) -> int:
        """Of F1, so that the weighted mean of several sets is that of all of them together."""
        return 2 * self.right + self.wrong + self.missed

    @property
    def f1(self) -> float:
        return round(2 * self.right / self.weight, 4) if self.weight else 1.0

    def add(self, other: "Tally") -> None:
        self.right, self.wrong, self.missed = (
            self.right + other.right,
            self.wrong + other.wrong,
            self.missed + other.missed,
        )


def values(slots: Mapping[str, Any], name: str) -> list[str]:
    value = slots.get(name)
    return (
        []
        if value is None
        else [plain(name, each) for each in (value if isinstance(value, list) else [value])]
    )


def plain(name: str, value: object) -> str:
    """The value as it is compared: case, spaces and punctuation at the ends do not count."""
    text = re.sub(r"\s+", " ", str(value)).casefold().strip(" .,;:!?\"'#")
    if name in DIGITS:
        text = re.sub(r"[\s.\-+()]", "", text)
    return re.sub(r"^(?:0|62)(?=8)", "", text) if name == "phone" else text


def close(first: str, second: str) -> bool:
    """Half of the words are shared: a reviewer would call it the same thing."""
    one, other = set(first.split()), set(second.split())
    return bool(one & other) and len(one & other) * 2 >= max(len(one), len(other))


def tally(name: str, said: list[str], found: list[str], *, lenient: bool = False) -> Tally:
    left, right = list(found), 0
    for value in said:
        match = next((each for each in left if each == value or (lenient and close(each, value))), None)
        if match is not None:
            left.remove(match)
            right += 1
    return Tally(right=right, wrong=len(left), missed=len(said) - right)


def tallies(said: Mapping[str, Any], found: Mapping[str, Any], *, lenient: bool = False) -> dict[str, Tally]:
    """By slot; what a reviewer could not tell letter by letter is `lenient`, references and amounts never."""
    names = sorted({*said, *found})
    return {
        name: tally(name, values(said, name), values(found, name), lenient=lenient and name not in FIRM)
        for name in names
    }


def together(parts: Iterable[Tally]) -> Tally:
    whole = Tally()
    for part in parts:
        whole.add(part)
    return whole
