"""What other files tell too: it stays when one of them is taken back, and is another's from then on."""

from collections.abc import Collection, Iterator

from sapa.commerce.models import ImportBatch, ImportRun, Order
from sapa.contacts.models import Consent

HANDED_OVER = ("orders", "customers", "consents")  # others carry the time at which they were told again


def repeated(run: ImportRun, holds: str, ids: Collection[int]) -> set[int]:
    """Those of these rows, of the kind that files of `holds` hold, which another file found as it told them."""
    asked = set(ids)
    return {pk for batch in _meeting(run, holds, asked) for pk in _within(batch.confirmed, asked)}


def hand_over(batch: ImportBatch, kept: Collection[int]) -> None:
    """What is kept for another file goes when that one is taken back, with whom this batch had brought."""
    left = set(kept) if batch.run.holds in HANDED_OVER else set()
    for other in _meeting(batch.run, batch.run.holds, left):
        taken = set(_within(other.confirmed, left))
        left -= taken
        if taken:
            _give(batch, other, taken)


def _give(batch: ImportBatch, other: ImportBatch, taken: set[int]) -> None:
    holds = batch.run.holds
    owners = taken if holds == "customers" else _owners(holds, taken)
    along = [pk for pk in batch.contacts if pk in owners]
    other.contacts += along
    if holds == "orders":
        other.orders += sorted(taken)
    else:
        _give_marks(batch, other, along)
        made = [] if holds == "customers" else sorted(taken)
        other.others[holds] = other.others.get(holds, []) + made
    other.save(update_fields=["orders", "contacts", "others"])


def _give_marks(batch: ImportBatch, other: ImportBatch, along: Collection[int]) -> None:
    marks = dict(zip(batch.contacts, batch.others["marks"], strict=True))
    wishes = Consent.objects.filter(pk__in=batch.others["wishes"], contact_id__in=along)
    told = {"marks": [marks[pk] for pk in along], "wishes": list(wishes.values_list("pk", flat=True))}
    for name, added in told.items():
        other.others[name] = other.others.get(name, []) + added


def _owners(holds: str, ids: Collection[int]) -> set[int]:
    rows = (Order if holds == "orders" else Consent).objects.filter(pk__in=ids)
    return set(rows.values_list("contact_id", flat=True))


def _meeting(run: ImportRun, holds: str, ids: Collection[int]) -> list[ImportBatch]:
    """Batches of other files of this kind that found rows of these numbers, or near them."""
    if not ids:
        return []
    batches = ImportBatch.objects.exclude(run=run).select_related("run").order_by("pk")
    met = batches.filter(confirmed_from__lte=max(ids), confirmed_to__gte=min(ids))
    return [batch for batch in met if batch.run.holds == holds]


def _within(ranges: list[list[int]], asked: set[int]) -> Iterator[int]:
    """Counted through on the shorter side: a range may be as long as a batch."""
    for first, last in ranges:
        if last - first < len(asked):
            yield from asked.intersection(range(first, last + 1))
        else:
            yield from (pk for pk in asked if first <= pk <= last)
