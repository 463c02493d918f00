"""The rows of one file in order, with what one row cannot know: repeats, shared phones, the present."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

from sapa.domain.csvorders.columns import Mapping
from sapa.domain.csvorders.failures import UnreadableFileError
from sapa.domain.csvorders.orders import HAPPENED, RowOrder
from sapa.domain.csvorders.rowcells import LONGEST, USUAL_LONGEST, Note, RowRefusedError
from sapa.domain.csvorders.seen import SeenPhones, SeenRows
from sapa.domain.csvorders.sheet import Row, Sheet
from sapa.domain.orders import OrderFacts

LONGEST_SHOWN = 80
SHORT = min(LONGEST.values())  # no cell of a row is longer: none needs to be measured
Facts = TypeVar("Facts")


@dataclass(frozen=True, slots=True)
class RowFacts(Generic[Facts]):
    """`repeated`: the same object stood in an earlier row with the same content; nothing is to be done."""

    line: int
    cells: tuple[str, ...]
    facts: Facts
    notes: tuple[Note, ...] = ()
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class RowError:
    """`column` is the file's own name for it; `value` is shortened."""

    line: int
    cells: tuple[str, ...]
    code: str
    column: str = ""
    value: str = ""


@dataclass(slots=True)
class TableReader(Generic[Facts]):
    """Reads the rows of one sheet in order and remembers what it has seen.

    `zone`: where times without an offset were written. `now`: rows of a later time are refused; None lets
    them pass (demo and replay, decisions.md 35).
    """

    sheet: Sheet
    mapping: Mapping
    zone: ZoneInfo
    now: datetime | None
    places: dict[str, int] = field(init=False)
    seen: SeenRows = field(init=False, default_factory=SeenRows)

    def __post_init__(self) -> None:
        missing = self.mapping.missing(self.sheet.header)
        if missing:
            raise UnreadableFileError("missing_columns", missing)
        where = {name: place for place, name in enumerate(self.sheet.header)}
        self.places = {name: where[column] for name, column in self.mapping.columns.items()}

    def __iter__(self) -> Iterator[RowFacts[Facts] | RowError]:
        return map(self.read, self.sheet.rows)

    def read(self, row: Row) -> RowFacts[Facts] | RowError:
        try:
            return self.taken(row, self.cells_of(row))
        except RowRefusedError as bad:
            return self.refused(row, bad)

    def taken(self, row: Row, values: dict[str, str]) -> RowFacts[Facts]:
        """What the kind of table makes of the cells. Raises RowRefusedError."""
        raise NotImplementedError

    def refused(self, row: Row, bad: RowRefusedError) -> RowError:
        column = self.mapping.columns.get(bad.name, "")
        return RowError(row.line, _shortened(row.cells), bad.code, column, bad.value[:LONGEST_SHOWN])

    def cells_of(self, row: Row) -> dict[str, str]:
        if row.problem:
            raise RowRefusedError(row.problem, "")
        if any(row.cells[len(self.sheet.header) :]):
            raise RowRefusedError("too_many_cells", "")
        if len(row.cells) >= len(self.sheet.header) and max(map(len, row.cells)) <= SHORT:
            return {name: row.cells[place] for name, place in self.places.items()}
        return {name: self._cell(row, name) for name in self.places}

    def _cell(self, row: Row, name: str) -> str:
        place = self.places[name]
        text = row.cells[place] if place < len(row.cells) else ""
        if len(text) > LONGEST.get(name, USUAL_LONGEST):
            raise RowRefusedError("cell_too_long", name, text)
        return text

    def seen_before(self, row: Row, key: str, code: str, name: str) -> int:
        """Line of the same row read before, 0 for a new key; other content is refused with the code."""
        line, same = self.seen.before(key, row.line, row.cells)
        if line == row.line:
            return 0
        if not same:
            raise RowRefusedError(code, name, key)
        return line


@dataclass(slots=True)
class OrderReader(TableReader[OrderFacts]):
    """Orders, one of them in each row."""

    phones: SeenPhones = field(init=False, default_factory=SeenPhones)

    def taken(self, row: Row, values: dict[str, str]) -> RowFacts[OrderFacts]:
        facts, notes = RowOrder(values, self.mapping.constants, self.zone).facts()
        self.refuse_future(facts)
        facts = self.ended_by_now(facts)
        repeats = self.seen_before(row, facts.external_id, "duplicate_order", "order_id")
        notes = notes + self._shared_phone(facts)
        if repeats:
            notes = (*notes, Note("same_row_again", str(repeats)))
        return RowFacts(row.line, row.cells, facts, notes, repeated=bool(repeats))

    def refuse_future(self, facts: OrderFacts) -> None:
        for name in ("placed_at", *HAPPENED):
            at = getattr(facts, name)
            if (
                self.now
                and at
                and at > self.now
                and not (name == "cancelled_at" and facts.cancelled_estimated)
            ):
                raise RowRefusedError("future_date", name, at.astimezone(self.zone).isoformat(" "))

    def ended_by_now(self, facts: OrderFacts) -> OrderFacts:
        """An order that the file calls cancelled is so already, whatever the estimate says."""
        if self.now and facts.cancelled_estimated and facts.cancelled_at:
            return replace(facts, cancelled_at=min(facts.cancelled_at, self.now))
        return facts

    def _shared_phone(self, facts: OrderFacts) -> tuple[Note, ...]:
        if not facts.phone:
            return ()
        first = self.phones.owner(facts.phone, facts.customer_id)
        return (Note("shared_phone", first),) if facts.customer_id and first != facts.customer_id else ()


def _shortened(row_cells: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(cell[:2000] for cell in row_cells)
