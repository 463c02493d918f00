"""From a row to order facts, or to one reason why the row cannot be used."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TypeVar
from zoneinfo import ZoneInfo

from sapa.domain.csvorders import cells
from sapa.domain.csvorders.cells import CellError
from sapa.domain.csvorders.columns import Mapping
from sapa.domain.csvorders.sheet import CELL_TOO_LONG, Row, Sheet, UnreadableFileError
from sapa.domain.formats import minor_units
from sapa.domain.orders import OVER, Money, OrderFacts
from sapa.domain.orders.facts import COD_WORDS, Consent
from sapa.domain.orders.status import RANK
from sapa.domain.phones import normalise

T = TypeVar("T")
LONGEST = {"order_id": 120, "phone": 200, "goods": 300, "order_link": 500, "pay_link": 500, "track_link": 500}
USUAL_LONGEST = 200
CANCELLED_AFTER = timedelta(hours=24)
CLOCK_SLACK = timedelta(days=1)
HAPPENED = ("paid_at", "shipped_at", "delivered_at", "cancelled_at")
REACHED = (("delivered_at", "delivered"), ("shipped_at", "shipped"), ("paid_at", "paid"))
LONGEST_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Note:
    code: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class RowFacts:
    """`repeated`: the same order stood in an earlier row with the same content; nothing is to be done."""

    line: int
    cells: tuple[str, ...]
    facts: OrderFacts
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


class RowRefusedError(Exception):
    def __init__(self, code: str, name: str, value: str = "") -> None:
        super().__init__(code)
        self.code, self.name, self.value = code, name, value


@dataclass(slots=True)
class OrderReader:
    """Reads the rows of one sheet in order and remembers what it has seen of order numbers and phones.

    `zone`: where times without an offset were written. `now`: rows of a later time are refused; None lets
    them pass (demo and replay, decisions.md 35).
    """

    sheet: Sheet
    mapping: Mapping
    zone: ZoneInfo
    now: datetime | None
    places: dict[str, int] = field(init=False)
    orders: dict[str, tuple[int, int]] = field(init=False, default_factory=dict)
    phones: dict[str, str] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        missing = self.mapping.missing(self.sheet.header)
        if missing:
            raise UnreadableFileError("missing_columns", missing)
        where = {name: place for place, name in enumerate(self.sheet.header)}
        self.places = {name: where[column] for name, column in self.mapping.columns.items()}

    def __iter__(self) -> Iterator[RowFacts | RowError]:
        return map(self.read, self.sheet.rows)

    def read(self, row: Row) -> RowFacts | RowError:
        try:
            return self._read(row)
        except RowRefusedError as bad:
            column = self.mapping.columns.get(bad.name, "")
            return RowError(row.line, _shortened(row.cells), bad.code, column, bad.value[:LONGEST_SHOWN])

    def _read(self, row: Row) -> RowFacts:
        if CELL_TOO_LONG in row.cells:
            raise RowRefusedError("cell_too_long", "")
        if any(row.cells[len(self.sheet.header) :]):
            raise RowRefusedError("too_many_cells", "")
        values = {name: self._cell(row, name) for name in self.places}
        facts, notes = RowOrder(values, self.mapping.constants, self.zone).facts()
        self._refuse_future(facts)
        facts = self._ended_by_now(facts)
        repeats = self._seen(row, facts)
        notes = notes + self._shared_phone(facts)
        if repeats:
            notes = (*notes, Note("same_row_again", str(repeats)))
        return RowFacts(row.line, row.cells, facts, notes, repeated=bool(repeats))

    def _cell(self, row: Row, name: str) -> str:
        place = self.places[name]
        text = row.cells[place] if place < len(row.cells) else ""
        if len(text) > LONGEST.get(name, USUAL_LONGEST):
            raise RowRefusedError("cell_too_long", name, text)
        return text

    def _refuse_future(self, facts: OrderFacts) -> None:
        for name in ("placed_at", *HAPPENED):
            at = getattr(facts, name)
            if (
                self.now
                and at
                and at > self.now
                and not (name == "cancelled_at" and facts.cancelled_estimated)
            ):
                raise RowRefusedError("future_date", name, at.astimezone(self.zone).isoformat(" "))

    def _ended_by_now(self, facts: OrderFacts) -> OrderFacts:
        """An order that the file calls cancelled is so already, whatever the estimate says."""
        if self.now and facts.cancelled_estimated and facts.cancelled_at:
            return replace(facts, cancelled_at=min(facts.cancelled_at, self.now))
        return facts

    def _seen(self, row: Row, facts: OrderFacts) -> int:
        """Line of the same row read before, 0 when the order is new; other content is refused."""
        content = hash(row.cells)
        line, before = self.orders.setdefault(facts.external_id, (row.line, content))
        if line == row.line:
            return 0
        if before != content:
            raise RowRefusedError("duplicate_order", "order_id", facts.external_id)
        return line

    def _shared_phone(self, facts: OrderFacts) -> tuple[Note, ...]:
        first = self.phones.setdefault(facts.phone, facts.customer_id)
        return (Note("shared_phone", first),) if facts.customer_id and first != facts.customer_id else ()


@dataclass(frozen=True, slots=True)
class RowOrder:
    """The cells of one row by field name."""

    values: dict[str, str]
    constants: dict[str, str]
    zone: ZoneInfo

    def facts(self) -> tuple[OrderFacts, tuple[Note, ...]]:
        external_id = self._needed("order_id", "missing_order_id")
        self._needed("placed_at", "missing_date")
        times = {name: self._instant(name) for name in ("placed_at", *HAPPENED, "eta", "payment_deadline")}
        placed_at = times.pop("placed_at")
        assert placed_at is not None  # noqa: S101 a blank one was refused above
        status, notes = self._status(times), self._notes()
        notes += _complete(times, placed_at, status, self._is_cod())
        for name in HAPPENED:
            if (at := times[name]) and at < placed_at - CLOCK_SLACK:
                raise RowRefusedError("before_order", name, self.values.get(name, ""))
        person = self._person()
        quantity = self._whole("quantity", "bad_quantity", 1, 1_000_000, 1) or 1
        facts = OrderFacts(
            external_id=external_id,
            number=external_id,
            placed_at=placed_at,
            status=status,
            payment_deadline=times["payment_deadline"] or self._deadline(placed_at, person["segment"]),
            paid_at=times["paid_at"],
            shipped_at=times["shipped_at"],
            delivered_at=times["delivered_at"],
            cancelled_at=times["cancelled_at"],
            cancelled_estimated=Note("cancellation_estimated") in notes,
            eta=times["eta"],
            quantity=quantity,
            goods=(self._text("goods")).replace("{quantity}", str(quantity))[:300],
            total=self._total(),
            shipping=self._money("shipping_amount"),
            payment_type=self._text("payment_type")[:40],
            review_score=self._whole("review_score", "bad_score", 1, 5, None),
            links=self._links(external_id),
            promo_consent=self._consent(),
            **person,
        )
        return facts, notes

    def _person(self) -> dict[str, str]:
        words = ("customer_id", "name", "company", "email", "province", "city", "postcode", "region")
        found = {name: self._text(name) for name in words}
        raw, country = self._text("phone"), self._text("country")
        phone = normalise(raw, country)
        if not phone.can_receive_chat:
            raise RowRefusedError(f"phone_{phone.reason or 'landline'}", "phone", raw)
        segment = self._word("segment", cells.SEGMENT_WORDS, "unknown_segment")
        segment = "b2b" if found["company"] and not self.values.get("segment") else segment
        return found | {
            "phone": phone.e164,
            "phone_raw": raw,
            "country": country[:2].upper(),
            "segment": segment,
        }

    def _consent(self) -> Consent:
        return cells.CONSENT_WORDS.get(cells.plain_word(self._text("promo_consent")), "unknown")

    def _notes(self) -> tuple[Note, ...]:
        consent = cells.plain_word(self._text("promo_consent"))
        return () if consent in cells.CONSENT_WORDS else (Note("consent_unread"),)

    def _status(self, times: dict[str, datetime | None]) -> str:
        told = self._word("status", {"": ""} | cells.STATUS_WORDS, "unknown_status")
        if told in OVER or times["cancelled_at"]:
            return told if told in OVER else "cancelled"
        reached = next((status for name, status in REACHED if times[name]), "awaiting_payment")
        return max(told or reached, reached, key=RANK.__getitem__)

    def _is_cod(self) -> bool:
        return self._text("payment_type").casefold() in COD_WORDS

    def _total(self) -> Money:
        if self.values.get("total_amount"):
            return self._money("total_amount")
        goods, shipping = self._money("goods_amount"), self._money("shipping_amount")
        return Money(goods.amount + shipping.amount, goods.currency)

    def _money(self, name: str) -> Money:
        currency = self._text("currency").upper()
        value = self._guarded(name, lambda text: cells.amount(text)) or Decimal(0)
        try:
            return Money(minor_units(value, currency), currency)
        except ValueError as error:
            raise RowRefusedError("bad_currency", "currency", currency) from error

    def _links(self, external_id: str) -> dict[str, str]:
        links = {name: self._text(f"{name}_link").replace("{order_id}", external_id) for name in LINKS}
        return {name: link for name, link in links.items() if link}

    def _deadline(self, placed_at: datetime, segment: str) -> datetime | None:
        """A company without a deadline of its own gets the recipe's working days."""
        if segment == "b2b":
            return None
        return placed_at + timedelta(hours=float(self.constants["payment_deadline_hours"]))

    def _needed(self, name: str, code: str) -> str:
        if not self.values.get(name):
            raise RowRefusedError(code, name)
        return self.values[name]

    def _text(self, name: str) -> str:
        return self.values.get(name) or self.constants.get(name, "")

    def _word(self, name: str, words: dict[str, str], code: str) -> str:
        text = self._text(name)
        found = words.get(cells.plain_word(text))
        if found is None:
            raise RowRefusedError(code, name, text)
        return found

    def _instant(self, name: str) -> datetime | None:
        return self._guarded(name, lambda text: cells.instant(text, self.zone))

    def _whole(self, name: str, code: str, least: int, most: int, default: int | None) -> int | None:
        return self._guarded(name, lambda text: cells.whole(text, code, least, most, default))

    def _guarded(self, name: str, read: Callable[[str], T]) -> T:
        text = self.values.get(name, "")
        try:
            return read(text)
        except CellError as error:
            raise RowRefusedError(str(error), name, text) from error


LINKS = ("order", "pay", "track")


def _complete(
    times: dict[str, datetime | None], placed_at: datetime, status: str, is_cod: bool
) -> tuple[Note, ...]:
    """Times that the status implies and the file lacks (decisions.md 36); each is told as a note."""
    notes: tuple[Note, ...] = ()
    was_paid = status not in OVER and RANK[status] >= RANK["paid"]
    if was_paid and not is_cod and times["paid_at"] is None:
        times["paid_at"] = placed_at
        notes += (Note("payment_time_assumed"),)
    if status in OVER and times["cancelled_at"] is None:
        times["cancelled_at"] = max(placed_at, times["paid_at"] or placed_at) + CANCELLED_AFTER
        notes += (Note("cancellation_estimated"),)
    return notes


def _shortened(row_cells: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(cell[:2000] for cell in row_cells)
