"""Statements about one kind of object become rows: gather, merge, write, by set.

In any order and as often as told: an older statement only fills blanks, a status never goes back to one
that was so before.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, NamedTuple, TypeVar, cast

from django.db.models import Model

from sapa.base.rows import update_rows
from sapa.commerce.models import Order, Subject
from sapa.commerce.schemas import Told
from sapa.contacts.services import Found, find_or_make, lock
from sapa.events.schemas import TooEarly, Unreadable
from sapa.events.services import NewEvent

Row = TypeVar("Row", bound=Subject)
Values = Mapping[str, Any]
BOOKKEEPING = frozenset({"id", "workspace_id", "public_id", "source", "external_id", "recorded_at"})


@dataclass(frozen=True, slots=True)
class Kind(Generic[Row]):
    """`ranks`: how far a status is; an undated statement never goes to a lower one.

    `complete` fills what a status implies, such as the time of arrival; it is called after each statement.
    `waits`: its rows may stand without customer and order until the order is told. `own`: values that `complete`
    takes itself.
    """

    name: str
    model: type[Row]
    ranks: Mapping[str, int]
    complete: Callable[[Row, Told], None] = lambda _row, _told: None
    waits: bool = False
    own: frozenset[str] = frozenset()


class Step(NamedTuple, Generic[Row]):
    """One statement and what it did. `before` and `after`: the columns; `before` None for a new row.

    `counts`: its status was so at its time, whether or not a newer one is known.
    """

    row: Row
    told: Told
    before: Values | None
    after: Values
    counts: bool

    def event(self, name: str, state: str, at: datetime | None = None) -> NewEvent:
        """Named `<kind>.<…>`, with the row's number as data and the key of contracts.md."""
        kind = name.partition(".")[0]
        return NewEvent(
            name,
            f"{self.row.source}:{kind}:{self.row.external_id}:{state}",
            at or self.told.at,
            self.row.contact_id,
            self.row.order_id,
            {kind: self.row.pk},
        )


def take(
    kind: Kind[Row],
    told: Sequence[Told],
    *,
    source: str,
    now: datetime,
    orders: Mapping[str, Order] | None = None,
) -> list[Step[Row]]:
    """One step for each statement, in order; rows are written, events are not.

    `orders`: those that the statements name, where they need not be of the same source.
    Raises TooEarly (`unknown_order`) and Unreadable (`no_customer`) where nobody can be found to whom it
    belongs.
    """
    orders = orders_by_number(told, source) if orders is None else orders
    people = find_people(told, source, now)
    rows = _known(kind, told, people, orders, source)
    as_read = {pk: _columns(row) for pk, row in rows.items()}
    steps = []
    for one, person in zip(told, people, strict=True):
        row = rows.get(one.external_id)
        before = _columns(row) if row else None
        if row is None:
            row = rows[one.external_id] = _new(kind, one, person, orders.get(one.order), source, now)
        counts = _merge(kind, row, one, orders.get(one.order), is_new=before is None)
        kind.complete(row, one)
        steps.append(Step(row, one, before, _columns(row), counts))
    _write(kind, rows, as_read, now)
    return steps


def orders_by_number(told: Sequence[Told], source: str) -> dict[str, Order]:
    numbers = {one.order for one in told if one.order}
    orders = Order.objects.filter(source=source, external_id__in=numbers) if numbers else []
    return {order.external_id: order for order in orders}


def find_people(told: Sequence[Told], source: str, now: datetime) -> list[Found | None]:
    """Whom each statement names; None where it names nobody."""
    named = [one.person for one in told if one.person]
    found = iter(find_or_make(people=named, source=source, now=now)) if named else iter(())
    return [next(found) if one.person else None for one in told]


def contact_of(told: Told, person: Found | None, order: Order | None) -> int:
    """The customer of the order, else whom the statement names."""
    if order:
        return order.contact_id
    if person:
        return person.contact_id
    raise TooEarly("unknown_order") if told.order else Unreadable("no_customer")


def _known(
    kind: Kind[Row],
    told: Sequence[Told],
    people: Sequence[Found | None],
    orders: Mapping[str, Order],
    source: str,
) -> dict[str, Row]:
    """The rows that exist, locked after their contacts (decisions.md 31)."""
    rows = kind.model._default_manager.filter(
        source=source, external_id__in=[one.external_id for one in told]
    )
    owners = set(rows.values_list("contact_id", flat=True)) | {order.contact_id for order in orders.values()}
    lock(contact_ids=(owners | {person.contact_id for person in people if person}) - {None})
    held = cast("Iterable[Row]", rows.order_by("pk").select_for_update())
    return {row.external_id: row for row in held}


def _new(
    kind: Kind[Row], told: Told, person: Found | None, order: Order | None, source: str, now: datetime
) -> Row:
    nobody = kind.waits and not (person or order)
    return kind.model(
        contact_id=None if nobody else contact_of(told, person, order),
        source=source,
        external_id=told.external_id,
        status_at=told.at,
        said_at=told.at,
        recorded_at=now,
        updated_at=now,
    )


def _merge(kind: Kind[Row], row: Row, told: Told, order: Order | None, *, is_new: bool) -> bool:
    fill(row, told.values, told.values.keys() - kind.own, newer=told.at >= row.said_at)
    row.said_at = max(row.said_at, told.at)
    row.order_number = row.order_number or told.order
    if order and row.order_id is None:
        row.order_id = order.pk
        row.contact_id = row.contact_id or order.contact_id
    return _take_status(kind, row, told, is_new=is_new)


def fill(row: Model, values: Values, names: Iterable[str], *, newer: bool) -> None:
    """Blanks say nothing and are filled by anybody; the rest is changed by what is newer."""
    for name in names:
        value = values.get(name)
        if not _is_blank(value) and (newer or _is_blank(getattr(row, name))):
            setattr(row, name, _fitting(row, name, value))


def _fitting(row: Model, name: str, value: Any) -> Any:
    longest = getattr(row._meta.get_field(name), "max_length", None)
    return value[:longest] if longest and isinstance(value, str) else value


def _is_blank(value: object) -> bool:
    return value is None or value == "" or (value == 0 and value is not False)


def _take_status(kind: Kind[Row], row: Any, told: Told, *, is_new: bool) -> bool:
    if not told.status:
        return False
    back = kind.ranks[told.status] < kind.ranks[row.status]
    if back and not told.dated and not is_new:
        return False
    said = (told.at, kind.ranks[told.status], told.status)
    if is_new or said > (row.status_at, kind.ranks[row.status], row.status):
        row.status, row.status_at = told.status, told.at
    return True


def _columns(row: Subject) -> dict[str, Any]:
    names = (field.attname for field in row._meta.concrete_fields)
    return {name: getattr(row, name) for name in names if name not in BOOKKEEPING}


def _write(kind: Kind[Row], rows: Mapping[str, Row], as_read: Mapping[str, Values], now: datetime) -> None:
    new = [row for number, row in rows.items() if number not in as_read]
    kind.model._default_manager.bulk_create(new)
    changed = [row for number, row in rows.items() if number in as_read and _columns(row) != as_read[number]]
    update_rows(kind.model, [{"id": row.pk, **_columns(row), "updated_at": now} for row in changed])
