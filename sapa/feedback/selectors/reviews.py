"""Reviews: for the shop to decide, and those that may be read by everybody."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Avg, Count, QuerySet

from sapa.feedback.models import Review
from sapa.web.cursors import Cursor, older_than

TABS = ("new", "shown", "hidden", "all")
MOST_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Block:
    """What the shop's own site shows: the newest, with stars over all that are shown and have any."""

    reviews: Sequence[Review]
    n: int
    rated: int
    mean: float


def page_of_reviews(tab: str, *, before: Cursor | None, limit: int) -> tuple[list[Review], Cursor | None]:
    rows = Review.objects.all() if tab == "all" else Review.objects.filter(state=tab)
    if before:
        rows = rows.filter(older_than("at", before))
    found = list(rows.select_related("contact__root", "product", "order").order_by("-at", "-pk")[: limit + 1])
    shown = found[:limit]
    return shown, (shown[-1].at, shown[-1].pk) if len(found) > limit else None


def published() -> QuerySet[Review]:
    """Approved by the shop while the customer allows it."""
    return Review.objects.filter(state=Review.State.SHOWN, allowed_at__isnull=False)


def block(*, limit: int = MOST_SHOWN) -> Block:
    """Two statements."""
    of_all = published().aggregate(n=Count("pk"), rated=Count("stars"), mean=Avg("stars"))
    rows = published().select_related("product").order_by("-at", "-pk")[:limit]
    return Block(list(rows), of_all["n"], of_all["rated"], float(of_all["mean"] or 0))


def stars_given() -> tuple[int, float | None]:
    """Of every review with stars, also those that are not shown: how many, and the average."""
    of_all = Review.objects.aggregate(n=Count("stars"), mean=Avg("stars"))
    return of_all["n"], float(of_all["mean"]) if of_all["mean"] is not None else None
