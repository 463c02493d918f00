"""Kinds of rows that may be taken out of a workspace; each room says what its own look like.

They are read some at a time along the ids, each time in a transaction of its own (decisions.md 10): a file of a
million rows neither fills the memory nor keeps one transaction open.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal, NamedTuple
from zoneinfo import ZoneInfo

from sapa.base.permissions import Capability
from sapa.base.rows import Row, fetch
from sapa.base.scope import current_workspace_id, workspace_scope
from sapa.domain.formats import exponent
from sapa.domain.masks import masked_email, masked_phone, masked_text
from sapa.domain.spreadsheets import Cell

AT_ONCE = 2000


class Column(NamedTuple):
    """`value`: SQL over `x`, the row, and what the export joins to it. An amount is in the row's `currency`.

    An answer (`identity`) is a phone, an address or another id, as `kind` of the same row says.
    """

    name: str
    value: str
    form: Literal["plain", "time", "money", "phone", "email", "identity"] = "plain"


@dataclass(frozen=True, slots=True)
class Export:
    """One line for each row `x` of the table, oldest first, or several where `joins` say so.

    `need`: what somebody must be allowed to see to take these out. `lines`: how many there will be.
    `answers`: names of further columns that this workspace made itself, and the SQL of what they hold, a JSON
    object by name.
    """

    name: str
    need: Capability
    table: str
    columns: Sequence[Column]
    joins: str = ""
    where: str = "true"
    lines: str = "count(*)"
    answers: tuple[Callable[[], Sequence[str]], str] | None = None


class Reading(NamedTuple):
    """One export for one reader: in which zone times are written, and whether phones and addresses are masked."""

    export: Export
    workspace_id: int
    zone: ZoneInfo
    masked: bool

    def header(self) -> tuple[str, ...]:
        """Within the scope of the workspace."""
        return (*(column.name for column in self.export.columns), *_answers(self.export))

    def expected(self) -> int:
        """Within the scope of the workspace."""
        export = self.export
        sql = f"SELECT {export.lines} FROM {export.table} x WHERE x.workspace_id = %(workspace)b AND {export.where}"  # noqa: S608
        return int(fetch(sql, {"workspace": self.workspace_id})[0][0] or 0)

    def batches(self) -> Iterator[list[list[Cell]]]:
        """Not within a scope."""
        with workspace_scope(self.workspace_id):
            made = _answers(self.export)
        after = 0
        while rows := self._some(after):
            after = rows[-1][0]
            yield [self._cells(row, made) for row in rows]

    def _some(self, after: int) -> list[Row]:
        with workspace_scope(self.workspace_id):
            given = {"workspace": current_workspace_id(), "after": after, "limit": AT_ONCE}
            return fetch(statement(self.export), given)

    def _cells(self, row: Row, made: Sequence[str]) -> list[Cell]:
        columns = self.export.columns
        told = {column.name: value for column, value in zip(columns, row[1:], strict=False)}
        cells = [self._cell(column, told) for column in columns]
        answers = (row[-1] or {}) if made else {}
        return cells + [answers.get(name) for name in made]

    def _cell(self, column: Column, told: Mapping[str, Any]) -> Cell:
        value = told[column.name]
        if value is None or column.form == "plain":
            return _plain(masked_text(value) if self.masked and _is_wording(value) else value)
        if column.form == "time":
            at: datetime = value.astimezone(self.zone)
            return at
        if column.form == "money":
            return _money(value, told["currency"])
        return self._personal(column.form, str(value), told)

    def _personal(self, form: str, value: str, told: Mapping[str, Any]) -> str:
        if not self.masked or not value:
            return value
        kind = told["kind"] if form == "identity" else form
        return masked_email(value) if kind == "email" else masked_phone(value)


def statement(export: Export) -> str:
    """The rows of one reading: the page first, so that what is joined is looked up for these alone."""
    values = [column.value for column in export.columns] + ([export.answers[1]] if export.answers else [])
    return (
        f"SELECT x.id, {', '.join(values)} FROM (SELECT * FROM {export.table} x"  # noqa: S608 (our own words)
        f" WHERE x.workspace_id = %(workspace)b AND x.id > %(after)b AND {export.where}"
        f" ORDER BY x.workspace_id, x.id LIMIT %(limit)b) x {export.joins} ORDER BY x.id"
    )


def _answers(export: Export) -> Sequence[str]:
    return export.answers[0]() if export.answers else ()


def _is_wording(value: Any) -> bool:
    """Words in which a phone may stand, or a name that is one; numbers of orders and parcels are neither."""
    return isinstance(value, str) and (" " in value or value.startswith("+"))


def _plain(value: Any) -> Cell:
    if isinstance(value, float):
        return Decimal(str(value))
    return value if isinstance(value, str | int | Decimal | datetime) or value is None else str(value)


def _money(amount: int, currency: str) -> Cell:
    places = exponent(currency)
    return Decimal(amount).scaleb(-places) if places else amount
