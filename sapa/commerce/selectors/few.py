"""The first rows of a list that may be long, and how many more there are."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Count, F, Model, QuerySet, Window
from django.db.models.functions import RowNumber

Row = TypeVar("Row")
Stored = TypeVar("Stored", bound=Model)
EACH = 6


@dataclass(frozen=True, slots=True)
class Few(Generic[Row]):
    """`more`: how many are not among `rows`."""

    rows: Sequence[Row] = ()
    more: int = 0

    def __bool__(self) -> bool:
        return bool(self.rows)


def few_of_each(
    rows: "QuerySet[Stored]", by: str, order: Iterable[str], each: int = EACH
) -> dict[Any, Few[Stored]]:
    """By the value of the column `by`, in this order; one query, at most `each` rows of every value."""
    numbered = rows.annotate(
        nth=Window(RowNumber(), partition_by=F(by), order_by=list(order)),
        of_each=Window(Count("pk"), partition_by=F(by)),
    )
    found: dict[Any, list[Any]] = defaultdict(list)
    for row in numbered.filter(nth__lte=each).order_by(by, "nth"):
        found[getattr(row, by)].append(row)
    return {value: Few(few, few[0].of_each - len(few)) for value, few in found.items()}


def few_of(rows: "QuerySet[Stored]", most: int) -> Few[Stored]:
    """Counted only where there are more than these."""
    found = list(rows[: most + 1])
    return Few(found[:most], rows.count() - most if len(found) > most else 0)
