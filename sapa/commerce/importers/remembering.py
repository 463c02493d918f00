"""What a batch made, and what it found as it told it: both are asked when an import is taken back."""

from collections.abc import Iterable, Sequence

from sapa.commerce.importers.results import Result
from sapa.commerce.models import ImportBatch, ImportRun
from sapa.commerce.services import Applied
from sapa.contacts.models import Consent
from sapa.contacts.services import marks_of

UNCHANGED = "unchanged"


def remember_orders(run: ImportRun, results: Sequence[Applied]) -> None:
    batch = ImportBatch(
        run=run,
        orders=[one.order_id for one in results if one.outcome == "created"],
        contacts=[one.contact_id for one in results if one.new_person],
    )
    _write(batch, {one.order_id for one in results if one.outcome == UNCHANGED})


def remember_others(run: ImportRun, results: Sequence[Result]) -> None:
    """With how the people were when they came, so that it is seen whether anything of them changed since."""
    people = [one.new_person for one in results if one.new_person]
    made = [pk for one in results for pk in one.made]
    batch = ImportBatch(run=run, contacts=people)
    if people or made:
        marks = marks_of(contact_ids=people)
        wishes = Consent.objects.filter(contact_id__in=people).values_list("pk", flat=True)
        batch.others = {"marks": [marks[pk] for pk in people], "wishes": list(wishes), run.holds: made}
    _write(batch, {pk for one in results for pk in one.met})


def ranges(ids: Iterable[int]) -> list[list[int]]:
    """As [first, last] without a gap, ascending: what stands in one file stood together in another."""
    found: list[list[int]] = []
    for pk in sorted(ids):
        if found and pk == found[-1][1] + 1:
            found[-1][1] = pk
        else:
            found.append([pk, pk])
    return found


def _write(batch: ImportBatch, met: set[int]) -> None:
    if met:
        batch.confirmed = ranges(met)
        batch.confirmed_from, batch.confirmed_to = min(met), max(met)
    if batch.orders or batch.contacts or batch.others or met:
        batch.save(force_insert=True)
