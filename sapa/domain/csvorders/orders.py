"""From a row to order facts, or to one reason why the row cannot be used."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sapa.domain.csvorders import cells
from sapa.domain.csvorders.rowcells import Note, RowCells, RowRefusedError
from sapa.domain.orders import OVER, Money, OrderFacts
from sapa.domain.orders.facts import COD_WORDS
from sapa.domain.orders.status import RANK
from sapa.domain.phones import normalise

CANCELLED_AFTER = timedelta(hours=24)
CLOCK_SLACK = timedelta(days=1)
HAPPENED = ("paid_at", "shipped_at", "delivered_at", "cancelled_at")
STATUS_WORDS = {"": ""} | cells.STATUS_WORDS
REACHED = (("delivered_at", "delivered"), ("shipped_at", "shipped"), ("paid_at", "paid"))


@dataclass(frozen=True, slots=True)
class RowOrder(RowCells):
    """One row of a file of orders. `needs_phone`: without one that can chat the row is refused."""

    needs_phone: bool = True

    def facts(self) -> tuple[OrderFacts, tuple[Note, ...]]:
        external_id = self.needed("order_id", "missing_order_id")
        self.needed("placed_at", "missing_date")
        times = {name: self.instant(name) for name in ("placed_at", *HAPPENED, "eta", "payment_deadline")}
        placed_at = times.pop("placed_at")
        assert placed_at is not None  # noqa: S101 a blank one was refused above
        status, notes = self._status(times), self.notes()
        notes += _complete(times, placed_at, status, self._is_cod())
        for name in HAPPENED:
            if (at := times[name]) and at < placed_at - CLOCK_SLACK:
                raise RowRefusedError("before_order", name, self.values.get(name, ""))
        person = self._person()
        quantity = self.whole("quantity", "bad_quantity", 1, 1_000_000, 1) or 1
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
            goods=(self.text("goods")).replace("{quantity}", str(quantity))[:300],
            total=self._total(),
            shipping=self.money("shipping_amount"),
            payment_type=self.text("payment_type")[:40],
            review_score=self.whole("review_score", "bad_score", 1, 5, None),
            links=self._links(external_id),
            promo_consent=self.consent(),
            **person,
        )
        return facts, notes

    def _person(self) -> dict[str, str]:
        words = ("customer_id", "name", "company", "email", "province", "city", "postcode", "region")
        found = {name: self.text(name) for name in words}
        raw, country = self.text("phone"), self.text("country")
        phone = normalise(raw, country)
        if not phone.can_receive_chat and self.needs_phone:
            raise RowRefusedError(f"phone_{phone.reason or 'landline'}", "phone", raw)
        segment = self.word("segment", cells.SEGMENT_WORDS, "unknown_segment")
        segment = "b2b" if found["company"] and not self.values.get("segment") else segment
        return found | {
            "phone": phone.e164 if phone.can_receive_chat else "",
            "phone_raw": raw,
            "country": country[:2].upper(),
            "segment": segment,
        }

    def _status(self, times: dict[str, datetime | None]) -> str:
        told = self.word("status", STATUS_WORDS, "unknown_status")
        if told in OVER or times["cancelled_at"]:
            return told if told in OVER else "cancelled"
        reached = next((status for name, status in REACHED if times[name]), "awaiting_payment")
        return max(told or reached, reached, key=RANK.__getitem__)

    def _is_cod(self) -> bool:
        return self.text("payment_type").casefold() in COD_WORDS

    def _total(self) -> Money:
        if self.values.get("total_amount"):
            return self.money("total_amount")
        goods, shipping = self.money("goods_amount"), self.money("shipping_amount")
        return Money(goods.amount + shipping.amount, goods.currency)

    def _links(self, external_id: str) -> dict[str, str]:
        links = {name: self.text(f"{name}_link").replace("{order_id}", external_id) for name in LINKS}
        return {name: link for name, link in links.items() if link}

    def _deadline(self, placed_at: datetime, segment: str) -> datetime | None:
        """A company without a deadline of its own gets the recipe's working days."""
        if segment == "b2b":
            return None
        return placed_at + timedelta(hours=float(self.constants["payment_deadline_hours"]))


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
