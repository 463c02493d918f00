"""One batch of rows: orders, the report of each row and the run's counters, in the caller's transaction."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models.fields.json import KT

from sapa.base.rows import insert_rows
from sapa.commerce.importers.remembering import remember_orders, remember_others
from sapa.commerce.importers.tables import SOURCE, Line, apply_rows, source_of
from sapa.commerce.models import ImportRow, ImportRun
from sapa.commerce.services import Applied, Ready, apply_many_orders, apply_orders, make_ready
from sapa.domain.csvorders import RowError, RowFacts
from sapa.domain.orders import OrderFacts, facts_at, next_change, to_json

BATCH = 4000
COUNTED = ("created", "updated", "unchanged", "refused")
REFUSED, AHEAD = ImportRow.Outcome.REFUSED.value, ImportRow.Outcome.AHEAD.value
CHANGED = ["state", "position", "line", "rows", "waiting", *COUNTED]


@dataclass(slots=True)
class Report:
    """What became of one row, with the columns of `ImportRow`."""

    line: int
    outcome: str = ImportRow.Outcome.UNCHANGED.value
    code: str = ""
    column: str = ""
    notes: list[list[str]] = field(default_factory=list)
    cells: Sequence[str] = ()
    facts: dict[str, Any] | None = None
    next_at: datetime | None = None

    @property
    def says_something(self) -> bool:
        """Of rows that simply became orders the run's counters tell."""
        return bool(self.outcome in (REFUSED, AHEAD) or self.notes or self.next_at)

    def row(self, run_id: int) -> dict[str, Any]:
        return {"run_id": run_id, **asdict(self)}


class Later(NamedTuple):
    """`facts` is None for a row that waits already."""

    facts: dict[str, Any] | None
    at: datetime


def prepared(holds: str, mapping: dict[str, Any], batch: Sequence[Line]) -> dict[str, Ready]:
    """Of orders, by their number, all that can be made before the database is asked."""
    if holds != "orders" or source_of(mapping) != SOURCE:
        return {}
    good = [row.facts for row in batch if isinstance(row, RowFacts) and not row.repeated]
    return {one.external_id: make_ready(one, SOURCE) for one in good}


def write_batch(run: ImportRun, batch: Sequence[Line], ready: Mapping[str, Ready], now: datetime) -> None:
    """`ready` is what `prepared` made of the batch."""
    reports = _orders(run, batch, ready, now) if run.holds == "orders" else _others(run, batch, now)
    insert_rows(ImportRow, [report.row(run.pk) for report in reports if report.says_something])
    _count(run, reports)


def _others(run: ImportRun, batch: Sequence[Line], now: datetime) -> list[Report]:
    good = [row for row in batch if isinstance(row, RowFacts) and not row.repeated]
    results = apply_rows(run.holds, good, source=SOURCE, now=now)
    remember_others(run, results)
    reports = {row.line: _report(row, {}, {}) for row in batch}
    for row, result in zip(good, results, strict=True):
        reports[row.line].outcome = result.outcome
        reports[row.line].notes += [[code, getattr(row.facts, "customer_id", "")] for code in result.notes]
    return list(reports.values())


def _orders(run: ImportRun, batch: Sequence[Line], ready: Mapping[str, Ready], now: datetime) -> list[Report]:
    good = [row.facts for row in batch if isinstance(row, RowFacts) and not row.repeated]
    known, later = good, dict[str, Later]()
    if settings.SAPA.demo:  # elsewhere rows of a later time are refused
        known = [at_now for facts in good if (at_now := facts_at(facts, now)) is not None]
        later = _still_to_come(good, now)
    source = source_of(run.mapping)
    if source == SOURCE:
        results = apply_many_orders(facts=known, source=source, now=now, ready=ready)
    else:  # a marketplace's own words are weighed one by one
        results = apply_orders(facts=known, source=source, now=now)
    remember_orders(run, results)
    applied = {facts.external_id: result for facts, result in zip(known, results, strict=True)}
    return [_report(row, applied, later) for row in batch]


def _still_to_come(good: list[OrderFacts], now: datetime) -> dict[str, Later]:
    """Rows of which something lies ahead; those that wait already, word for word, are left alone."""
    later = {one.external_id: Later(to_json(one), at) for one in good if (at := next_change(one, now))}
    replaced = []
    for row, facts in _waiting([one.external_id for one in good]):
        new = later.get(facts["external_id"])
        if new and new.facts == facts:
            later[facts["external_id"]] = Later(None, new.at)
        else:
            replaced.append(row.pk)
    ImportRow.objects.filter(pk__in=replaced).update(next_at=None, facts=None)
    return later


def _waiting(numbers: list[str]) -> list[tuple[ImportRow, dict[str, Any]]]:
    rows = ImportRow.objects.annotate(number=KT("facts__external_id"))
    waiting = rows.filter(next_at__isnull=False, number__in=numbers)
    return [(row, row.facts) for row in waiting if row.facts]


def _report(row: Line, applied: dict[str, Applied], later: dict[str, Later]) -> Report:
    if isinstance(row, RowError):
        return Report(row.line, REFUSED, code=row.code, column=row.column, cells=row.cells)
    number = getattr(row.facts, "external_id", "")
    result, ahead = applied.get(number), later.get(number)
    report = Report(row.line, notes=_notes(row, None if row.repeated else result))
    if row.repeated:
        return report
    if ahead and ahead.facts:
        report.facts, report.next_at = ahead.facts, ahead.at
    if result:
        report.outcome = result.outcome
    elif ahead and ahead.facts:
        report.outcome = AHEAD
    return report


def _notes(row: RowFacts[Any], result: Applied | None) -> list[list[str]]:
    """What the file's reader saw, then what the room above the rows knows: a shared phone is told once."""
    notes = [[note.code, note.value] for note in row.notes]
    told = {code for code, _ in notes}
    if "shared_phone" in told or result is None:
        return notes
    return notes + [[code, row.facts.customer_id] for code in result.notes]


def _count(run: ImportRun, reports: list[Report]) -> None:
    outcomes = Counter(report.outcome for report in reports)
    for name in COUNTED:
        setattr(run, name, getattr(run, name) + outcomes[name])
    run.rows += len(reports)
    run.waiting += sum(report.next_at is not None for report in reports)
    run.line = reports[-1].line
    ImportRun.objects.bulk_update([run], CHANGED)
