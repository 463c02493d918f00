"""What was paid for an order and what went back, as sums over time."""

from collections.abc import Iterable
from datetime import datetime
from itertools import accumulate
from typing import NamedTuple


class Movement(NamedTuple):
    """Integers of the currency's smallest unit; what went back is negative."""

    at: datetime
    amount: int


def balance(moved: Iterable[Movement]) -> int:
    return sum(one.amount for one in moved)


def paid_since(moved: Iterable[Movement], total: int) -> datetime | None:
    """When what was paid, less what had gone back by then, first reached `total`.

    Of a total that nobody told (0) the first payment is enough.
    """
    in_time = sorted(moved, key=lambda one: (one.at, -one.amount))
    sums = accumulate(one.amount for one in in_time)
    return next((one.at for one, held in zip(in_time, sums, strict=True) if held >= max(total, 1)), None)
