"""A webhook of Xendit as an attempt to pay: either `{event, data}` or one flat object that only its fields tell."""

from collections.abc import Mapping
from dataclasses import replace
from zoneinfo import ZoneInfo

from sapa.commerce.schemas import Heard
from sapa.commerce.sources.generic.fields import Fields, Moment
from sapa.commerce.sources.payments import heard, listed, loaded, money, payment, total
from sapa.commerce.sources.xendit import flat
from sapa.commerce.sources.xendit.instruments import channel_of, method_of, properties_of, reference_of
from sapa.commerce.sources.xendit.statuses import BY_STATUS, EVENTS, REFUNDS, STATUSES, USELESS, status_of
from sapa.domain.orders import Money

UTC = ZoneInfo("UTC")
TEST_ORDER = "test-payload"
AMOUNTS = ("captured_amount", "capture_amount", "amount", "request_amount", "charge_amount")
NUMBERS = ("payment_id", "id", "payment_request_id", "payment_session_id")
OTHER_NUMBERS = ("latest_payment_id", "payment_request_id")
PAYMENTS_OF_REFUND = ("invoice_id", "charge_id", "payment_id", "payment_request_id")
REUSABLE = "REUSABLE_PAYMENT_CODE"  # a request that takes many payments, each its own
COUNTED = frozenset({"paid", "cancelled"})


def parse(body: bytes, _headers: Mapping[str, str], moment: Moment) -> Heard:
    """Raises Unreadable: invalid_json, missing_id, cell_too_long, bad_date, future_date and those of `money`."""
    whole = Fields(loaded(body), replace(moment, zone=UTC))
    event = whole.text("event").lower()
    if not event:
        return flat.read(whole)
    data = _data(whole)
    if TEST_ORDER in (data.text("reference_id"), data.text("external_id")):
        return Heard(ignored="test_body")
    if event in REFUNDS or event == "refund.failed":
        return _refund(data, event)
    if event in EVENTS or event in BY_STATUS:
        return _payment(data, event)
    return Heard(ignored=USELESS.get(event.partition(".")[0], "unknown_type"))


def _data(whole: Fields) -> Fields:
    """Without the envelope, which some products put around it twice; its time where the data has none."""
    inside = whole.inner("data")
    if inside.plain.get("event") and isinstance(inside.plain.get("data"), dict):
        inside = inside.inner("data")
    if not inside.plain:
        return whole
    dated = inside.text("updated", "created")
    return inside if dated else Fields({**inside.plain, "created": whole.text("created")}, whole.moment)


def _payment(data: Fields, event: str) -> Heard:
    status = status_of(event, data.text("status"))
    if not status:
        return Heard(ignored="unknown_status")
    if event == "ewallet.void" and data.text("void_status").upper() in ("PENDING", "FAILED"):
        return Heard(ignored="void_pending")
    number = data.needed(*NUMBERS)
    told = payment(
        data,
        number,
        status=status,
        order=_order_of(data).needed("order"),
        at=data.past("voided_at" if status == "cancelled" else "paid_at", "updated", "created"),
        amount=_amount(data),
        method=method_of(data, event.partition(".")[0]),
        channel=channel_of(data),
        reference=reference_of(data),
        expires_at=data.instant("expires_at", "expiry_date") or properties_of(data).instant("expires_at"),
        also=_also(data, event, status, number),
    )
    return heard(told)


def _also(data: Fields, event: str, status: str, number: str) -> list[str]:
    """Under which numbers the same money is told as well; an attempt that took none stays by itself."""
    if status not in COUNTED or data.text("type").upper() == REUSABLE:
        return []
    session = ("payment_session_id",) if event.startswith("payment_session.") else ()
    return data.others(number, *OTHER_NUMBERS, *session)


def _amount(data: Fields) -> Money | None:
    """What was taken in the end, where it may be less than what was asked for."""
    asked = money(data, *AMOUNTS)
    currency = data.text("currency") or "IDR"
    return total(listed(data, "captures"), "capture_amount", currency=currency) or asked


def _refund(data: Fields, event: str) -> Heard:
    """Of a refund Xendit names the sum and the payment, not whether it was all of it."""
    done = STATUSES.get(data.text("status").upper(), "paid")
    if event == "refund.failed" or done not in ("paid", "refunded"):
        return Heard(ignored="refund_pending" if done == "pending" else "refund_failed")
    at, back = data.past("updated", "created"), money(data, "refund_amount", "amount")
    number = data.text("refund_id", "id", longest=80)
    of_payment = data.needed(*PAYMENTS_OF_REFUND, "id")
    told = payment(
        data,
        of_payment,
        status="refunded",
        order=_order_of(data).text("order", longest=120),
        at=at,
        amount=back,
        also=data.others(of_payment, *PAYMENTS_OF_REFUND),
        refunds={number: (back.amount, at)} if number and back else None,
        method=method_of(data, event.partition(".")[0]),
        channel=channel_of(data),
    )
    return heard(told)


def _order_of(data: Fields) -> Fields:
    """The shop's number as `order`, wherever the product keeps it."""
    found = (
        data.text("reference_id", "external_id")
        or data.inner("qr_code").text("external_id", "reference_id")
        or data.inner("payment_method").text("reference_id")
    )
    return Fields({"order": found}, data.moment)
