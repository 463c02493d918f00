"""What other files tell too: it stays when one of them is taken back."""

from collections.abc import Collection, Iterator

from sapa.commerce.models import ImportBatch, ImportRun


def repeated(run: ImportRun, holds: str, ids: Collection[int]) -> set[int]:
    """Those of these rows, of the kind that files of `holds` hold, which another file found as it told them."""
    if not ids:
        return set()
    met = (
        ImportBatch.objects.exclude(run=run)
        .filter(confirmed_from__lte=max(ids), confirmed_to__gte=min(ids))
        .select_related("run")
        .only("confirmed", "run__mapping")
    )
    asked = set(ids)
    return {pk for batch in met if batch.run.holds == holds for pk in _within(batch.confirmed, asked)}


def _within(ranges: list[list[int]], asked: set[int]) -> Iterator[int]:
    """Counted through on the shorter side: a range may be as long as a batch."""
    for first, last in ranges:
        if last - first < len(asked):
            yield from asked.intersection(range(first, last + 1))
        else:
            yield from (pk for pk in asked if first <= pk <= last)
