"""What Shopify's webhooks say, and which of them are genuine."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sapa.commerce.schemas import Heard, Moment, Told
from sapa.commerce.sources.shopify import parse, verify
from sapa.commerce.sources.shopify.parsing import IGNORED, READERS
from sapa.domain.orders import Money, OrderFacts
from sapa.events.schemas import Accepted, RefusedCall, Unreadable

WIB = ZoneInfo("Asia/Jakarta")
RECEIVED = datetime(2026, 9, 20, 10, tzinfo=UTC)
MOMENT = Moment(WIB, RECEIVED, timedelta(minutes=15))
SECRET = "rahasia-toko-sari"
ADDRESS: dict[str, Any] = {
    "first_name": "Dewi",
    "last_name": "Lestari",
    "name": "Dewi Lestari",
    "phone": "0812-1111-2222",
    "address1": "Jl. Melati 5",
    "city": "Bandung",
    "province": "Jawa Barat",
    "zip": "40111",
    "country_code": "ID",
    "company": None,
}
KOPI: dict[str, Any] = {
    "id": 71,
    "sku": "KOPI-250",
    "name": "Kopi Gayo - 250 g",
    "quantity": 2,
    "current_quantity": 2,
    "requires_shipping": True,
}
ORDER: dict[str, Any] = {
    "id": 5001,
    "name": "#1042",
    "order_number": 1042,
    "email": "dewi@contoh.id",
    "phone": None,
    "created_at": "2026-09-15T09:00:00+07:00",
    "processed_at": "2026-09-15T08:59:58+07:00",
    "updated_at": "2026-09-15T09:00:05+07:00",
    "cancelled_at": None,
    "currency": "IDR",
    "total_price": "165000.00",
    "total_shipping_price_set": {"shop_money": {"amount": "15000.00", "currency_code": "IDR"}},
    "financial_status": "pending",
    "fulfillment_status": None,
    "payment_gateway_names": ["Transfer Bank BCA"],
    "test": False,
    "checkout_token": "tok-1",
    "order_status_url": "https://toko-sari.example/orders/abc",
    "customer": {"id": 9001, "first_name": "Dewi", "last_name": "Lestari", "phone": None},
    "shipping_address": ADDRESS,
    "line_items": [KOPI],
    "fulfillments": [],
    "refunds": [],
}
PARCEL: dict[str, Any] = {
    "id": 301,
    "order_id": 5001,
    "status": "success",
    "created_at": "2026-09-16T10:00:00+07:00",
    "updated_at": "2026-09-16T10:00:00+07:00",
    "tracking_company": "JNE",
    "tracking_number": "JNE0001",
    "tracking_numbers": ["JNE0001"],
    "tracking_url": "https://jne.example/JNE0001",
    "shipment_status": None,
    "line_items": [KOPI],
}
CUSTOMER: dict[str, Any] = {
    "id": 9001,
    "first_name": "Dewi",
    "last_name": "Lestari",
    "email": "dewi@contoh.id",
    "phone": "+6281211112222",
    "created_at": "2026-09-01T09:00:00+07:00",
    "updated_at": "2026-09-15T09:00:00+07:00",
    "default_address": ADDRESS,
}
YES = {"state": "subscribed", "consent_updated_at": "2026-09-02T09:00:00+07:00"}
NO = {"state": "unsubscribed", "consent_updated_at": "2026-09-03T09:00:00+07:00"}
NEVER = {"state": "not_subscribed", "consent_updated_at": None}
CHECKOUT: dict[str, Any] = {
    "id": 77,
    "token": "tok-1",
    "email": "dewi@contoh.id",
    "updated_at": "2026-09-15T08:50:00+07:00",
    "completed_at": None,
    "abandoned_checkout_url": "https://toko-sari.example/checkouts/tok-1/recover?key=k",
    "currency": "IDR",
    "total_price": "165000.00",
    "shipping_address": ADDRESS,
    "line_items": [KOPI],
}


def hear(topic: str, body: Any, **headers: str) -> Heard:
    named = {"x-shopify-topic": topic} | {f"x-shopify-{name}": value for name, value in headers.items()}
    return parse(json.dumps(body).encode(), named, MOMENT)


def order(topic: str = "orders/updated", **said: Any) -> OrderFacts:
    [told] = hear(topic, ORDER | said).orders
    return told.facts


def answer(raw: bytes, headers: dict[str, str]) -> Any:
    """What was heard, or the code of why it cannot be read."""
    try:
        heard = parse(raw, headers, MOMENT)
    except Unreadable as refused:
        return refused.code
    return [*heard.orders, *heard.subjects] or heard.ignored


def subject(heard: Heard, kind: str) -> list[Told]:
    return [told for name, told in heard.subjects if name == kind]


def wib(day: int, hour: int = 9, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, 9, day, hour, minute, second, tzinfo=WIB)


def signed(body: bytes, secret: str = SECRET) -> dict[str, str]:
    digest = hmac.new(secret.encode(), body, hashlib.sha256).digest()
    return {"x-shopify-hmac-sha256": base64.b64encode(digest).decode()}


def test_a_call_signed_with_the_old_or_the_new_secret_is_genuine() -> None:
    body = json.dumps(ORDER).encode()
    assert verify(body, signed(body), "", [SECRET], RECEIVED) == Accepted()
    assert verify(body, signed(body), "", ["baru", SECRET], RECEIVED) == Accepted()


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({}, "unsigned"),
        ({"x-shopify-hmac-sha256": "  "}, "unsigned"),
        ({"x-shopify-hmac-sha256": "bukan"}, "wrong_signature"),
        ({"x-shopify-hmac-sha256": "\udcff"}, "wrong_signature"),
        (signed(b"{}", "rahasia-orang-lain"), "wrong_signature"),
        (signed(b"{} "), "wrong_signature"),
    ],
)
def test_a_call_that_is_not_genuine_says_why(headers: dict[str, str], code: str) -> None:
    assert verify(b"{}", headers, "", [SECRET], RECEIVED) == RefusedCall(code)


def test_without_a_secret_nothing_is_genuine() -> None:
    assert verify(b"{}", signed(b"{}", ""), "", ["", ""], RECEIVED) == RefusedCall("wrong_signature")


def test_a_new_order_names_customer_goods_and_money() -> None:
    facts = order("orders/create")
    assert (facts.external_id, facts.number, facts.customer_id) == ("5001", "1042", "9001")
    assert (facts.name, facts.phone, facts.email) == ("Dewi Lestari", "+6281211112222", "dewi@contoh.id")
    assert (facts.country, facts.province, facts.city, facts.postcode) == (
        *("ID", "Jawa Barat", "Bandung", "40111"),
    )
    assert (facts.total, facts.shipping) == (Money(165_000), Money(15_000))
    assert (facts.goods, facts.quantity) == ("2 Kopi Gayo - 250 g", 2)


def test_said_at_is_the_objects_own_time_and_the_basket_its_lines() -> None:
    heard = hear("orders/create", ORDER)
    assert heard.orders[0].said_at == wib(15, 9, 0, 5)
    assert [(one.order, one.items[0].sku, one.at) for one in heard.baskets] == [
        ("5001", "KOPI-250", wib(15, 9, 0, 5))
    ]


def test_a_bank_transfer_waits_for_payment_for_a_day() -> None:
    facts = order("orders/create")
    assert (facts.status, facts.paid_at) == ("awaiting_payment", None)
    assert facts.payment_deadline == wib(16)
    assert facts.links == dict.fromkeys(("order", "pay"), "https://toko-sari.example/orders/abc")


def test_agreed_terms_come_before_the_day() -> None:
    terms = {"payment_schedules": [{"due_at": "2026-10-15T23:59:00+07:00", "completed_at": None}]}
    assert order(payment_terms=terms).payment_deadline == datetime(2026, 10, 15, 23, 59, tzinfo=WIB)


def test_a_company_without_terms_has_no_deadline_of_its_own() -> None:
    facts = order(billing_address=ADDRESS | {"company": "PT Sinar"})
    assert (facts.company, facts.segment, facts.payment_deadline) == ("PT Sinar", "b2b", None)


@pytest.mark.parametrize(
    "name", ["Cash on Delivery (COD)", "cash_on_delivery", "Bayar di Tempat", "COD - JNE"]
)
def test_cash_on_delivery_waits_for_no_payment(name: str) -> None:
    facts = order("orders/create", payment_gateway_names=[name])
    assert (facts.status, facts.is_cod, facts.payment_deadline) == ("placed", True, None)


@pytest.mark.parametrize(
    ("money", "status"),
    [
        ("pending", "awaiting_payment"),
        ("partially_paid", "awaiting_payment"),
        ("authorized", "processing"),
        ("paid", "paid"),
        ("partially_refunded", "paid"),
        ("refunded", "refunded"),
        ("voided", "failed"),
        ("expired", "expired"),
        (None, "placed"),
        ("something new", "placed"),
    ],
)
def test_the_payment_says_how_an_order_without_parcels_stands(money: str | None, status: str) -> None:
    facts = order(financial_status=money)
    assert facts.status == status
    assert (facts.paid_at is not None) == (money in ("paid", "partially_refunded", "refunded"))
    assert (facts.cancelled_at is not None) == (status in ("refunded", "failed", "expired"))


@pytest.mark.parametrize("money", ["pending", "paid", "refunded", "voided"])
def test_a_cancelled_order_is_cancelled_however_the_money_stands(money: str) -> None:
    facts = order("orders/cancelled", financial_status=money, cancelled_at="2026-09-15T12:00:00+07:00")
    assert (facts.status, facts.cancelled_at) == ("cancelled", wib(15, 12))


def test_paid_is_told_when_it_was_paid() -> None:
    later = {"updated_at": "2026-09-15T18:00:00+07:00", "financial_status": "paid"}
    assert order("orders/paid", **later).paid_at == wib(15, 18)
    assert order("orders/create", financial_status="paid").paid_at == wib(15)


def test_a_later_statement_knows_that_a_gateway_was_paid_with_the_order() -> None:
    facts = order(financial_status="paid", payment_gateway_names=["shopify_payments"])
    assert facts.paid_at == facts.placed_at


def test_a_transfer_is_paid_when_its_transaction_went_through() -> None:
    taken = {"kind": "sale", "status": "success", "processed_at": "2026-09-15T09:30:00+07:00"}
    later = {"updated_at": "2026-09-19T09:00:00+07:00", "financial_status": "paid"}
    assert order(**later, transactions=[taken]).paid_at == wib(15, 9, 30)
    agreed = {"payment_schedules": [{"completed_at": "2026-09-15T11:00:00+07:00"}]}
    assert order(**later, payment_terms=agreed).paid_at == wib(15, 11)


def test_a_later_statement_does_not_move_a_transfer_behind_the_parcel() -> None:
    facts = order(financial_status="paid", fulfillments=[PARCEL], updated_at="2026-09-19T09:00:00+07:00")
    assert facts.paid_at == wib(16, 10)


def test_an_order_brought_in_from_elsewhere_keeps_its_own_day() -> None:
    facts = order("orders/paid", processed_at="2025-09-10T09:00:00+07:00", financial_status="paid")
    assert facts.placed_at == facts.paid_at == datetime(2025, 9, 10, 9, tzinfo=WIB)


@pytest.mark.parametrize("fulfilled", ["fulfilled", "partial"])
def test_an_order_has_left_with_its_first_parcel(fulfilled: str) -> None:
    second = PARCEL | {"id": 302, "created_at": "2026-09-17T10:00:00+07:00"}
    facts = order(financial_status="paid", fulfillment_status=fulfilled, fulfillments=[second, PARCEL])
    assert (facts.status, facts.shipped_at, facts.delivered_at) == ("shipped", wib(16, 10), None)
    assert facts.links["track"] == "https://jne.example/JNE0001"


def test_an_order_has_arrived_with_its_last_parcel() -> None:
    here = PARCEL | {"shipment_status": "delivered", "updated_at": "2026-09-18T10:00:00+07:00"}
    there = here | {"id": 302, "updated_at": "2026-09-19T10:00:00+07:00"}
    done = {"financial_status": "paid", "fulfillment_status": "fulfilled"}
    facts = order(**done, fulfillments=[here, there])
    assert (facts.status, facts.delivered_at) == ("delivered", wib(19, 10))
    assert order(**done, fulfillments=[here, PARCEL]).status == "shipped"


def test_a_label_alone_is_no_departure() -> None:
    label = PARCEL | {"shipment_status": "label_printed"}
    facts = order(financial_status="paid", fulfillment_status="fulfilled", fulfillments=[label])
    assert (facts.status, facts.shipped_at) == ("paid", None)


def test_a_cancelled_parcel_never_left() -> None:
    gone = PARCEL | {"status": "cancelled"}
    assert order(financial_status="paid", fulfillments=[gone]).shipped_at is None


def test_what_needs_no_parcel_arrives_when_it_is_fulfilled() -> None:
    course = KOPI | {"requires_shipping": False}
    sent = PARCEL | {"line_items": [course]}
    heard = hear(
        "orders/fulfilled",
        ORDER | {"line_items": [course], "fulfillments": [sent], "fulfillment_status": "fulfilled"},
    )
    facts = heard.orders[0].facts
    assert (facts.status, facts.shipped_at, facts.delivered_at) == ("delivered", None, wib(16, 10))
    assert subject(heard, "shipment") == []


def test_the_total_is_in_the_currency_of_the_shop() -> None:
    both = {"shop_money": {"amount": "165000.00", "currency_code": "IDR"}}
    both["presentment_money"] = {"amount": "10.50", "currency_code": "USD"}
    assert order(total_price_set=both, presentment_currency="USD").total == Money(165_000)
    assert order(total_price_set=both, presentment_currency="USD", total_price=None).total == Money(165_000)


def test_an_unpaid_order_that_was_edited_asks_for_the_new_total() -> None:
    assert order(current_total_price="90000.00").total == Money(90_000)
    assert order(current_total_price="90000.00", financial_status="paid").total == Money(165_000)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"total_price": "-5.00"}, "bad_amount"),
        ({"total_price": "1e99"}, "bad_amount"),
        ({"total_price": "Rp165.000"}, "bad_amount"),
        ({"currency": "rupiah"}, "unknown_currency"),
        ({"currency": "ZZZ"}, "unknown_currency"),
        ({"currency": "CLF", "total_price": "9" * 15}, "bad_amount"),
        ({"id": None}, "missing_id"),
        ({"created_at": None, "processed_at": None, "updated_at": None}, "missing_date"),
        ({"created_at": "kemarin"}, "bad_date"),
        ({"created_at": "2026-09-20T11:00:00Z"}, "future_date"),
        ({"line_items": [KOPI] * 1001}, "too_many_objects"),
    ],
)
def test_an_order_that_cannot_be_read_says_why(said: dict[str, Any], code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        hear("orders/create", ORDER | said)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"5", b"null", b"\xff\xfe", b'{"id": ' + b"9" * 5000 + b"}"]
)
def test_a_body_that_is_no_object_is_invalid(body: bytes) -> None:
    with pytest.raises(Unreadable, match="invalid_json"):
        parse(body, {"x-shopify-topic": "orders/create"}, MOMENT)


def test_a_clock_a_little_ahead_is_forgiven() -> None:
    assert order(created_at="2026-09-20T10:10:00Z", processed_at=None).placed_at == RECEIVED


def test_a_test_order_is_not_an_order() -> None:
    assert hear("orders/create", ORDER | {"test": True}).ignored == "test_body"
    assert hear("orders/create", ORDER, test="true").ignored == "test_body"


@pytest.mark.parametrize(
    ("said", "phone"),
    [
        ({"phone": "+6281311112222"}, "+6281311112222"),
        ({"customer": {"id": 9001, "phone": "+6281311112222"}}, "+6281311112222"),
        ({"billing_address": {"phone": "081311112222", "country_code": "ID"}}, "+6281311112222"),
        ({"shipping_address": {"phone": "9123 4567", "country_code": "SG"}}, "+6591234567"),
        ({"shipping_address": {"phone": "(022) 250-1234"}, "phone": "021 5551234"}, ""),
        ({"shipping_address": {"phone": "0812****222"}}, ""),
        ({"note_attributes": [{"name": "No WhatsApp", "value": "0813 1111 2222"}]}, "+6281311112222"),
        ({"note_attributes": "bukan daftar"}, "+6281211112222"),
    ],
)
def test_the_phone_is_looked_for_where_it_may_stand(said: dict[str, Any], phone: str) -> None:
    assert order(**said).phone == phone


def test_the_name_falls_back_to_the_address() -> None:
    assert order(customer=None).name == "Dewi Lestari"
    assert order(customer=None, shipping_address=None).name == ""


@pytest.mark.parametrize(
    ("said", "consent"),
    [
        ({"buyer_accepts_marketing": True}, "granted"),
        ({"buyer_accepts_marketing": False}, "unknown"),
        ({}, "unknown"),
        ({"note_attributes": [{"name": "promo_consent", "value": "ya"}]}, "granted"),
        (
            {
                "buyer_accepts_marketing": True,
                "note_attributes": [{"name": "Izin promo", "value": "tidak"}],
            },
            "denied",
        ),
    ],
)
def test_an_empty_box_is_no_refusal(said: dict[str, Any], consent: str) -> None:
    assert order(**said).promo_consent == consent


def test_lines_that_were_taken_out_are_not_in_the_basket() -> None:
    out = KOPI | {"sku": "TEH", "name": "Teh", "current_quantity": 0}
    [basket] = hear("orders/updated", ORDER | {"line_items": [KOPI, out]}).baskets
    assert [item.sku for item in basket.items] == ["KOPI-250"]


def test_a_wholly_returned_order_still_says_what_it_was() -> None:
    assert order(line_items=[KOPI | {"current_quantity": 0}]).goods == "2 Kopi Gayo - 250 g"


def test_a_very_long_title_loses_no_order() -> None:
    assert len(order(line_items=[KOPI | {"name": "Kopi " * 200}]).goods) == 201


def test_a_new_order_closes_its_checkout() -> None:
    [told] = subject(hear("orders/create", ORDER), "checkout")
    assert (told.external_id, told.status, told.order) == ("tok-1", "completed", "5001")
    assert subject(hear("orders/updated", ORDER), "checkout") == []


def test_a_deleted_order_is_cancelled_and_says_nothing_else() -> None:
    heard = hear("orders/delete", {"id": 5001}, **{"triggered-at": "2026-09-18T02:00:00.123456789Z"})
    [told] = heard.orders
    assert (told.partial, told.facts.status, told.facts.external_id) == (True, "cancelled", "5001")
    assert told.facts.cancelled_at == told.said_at == datetime(2026, 9, 18, 2, 0, 0, 123456, tzinfo=UTC)


def test_parcels_of_an_order_are_told_one_by_one() -> None:
    other = PARCEL | {"id": 302, "tracking_number": None, "tracking_numbers": ["A1", "B2"]}
    told = subject(hear("orders/updated", ORDER | {"fulfillments": [PARCEL, other]}), "shipment")
    assert [(one.external_id, one.order, one.values["tracking_number"]) for one in told] == [
        ("301", "5001", "JNE0001"),
        ("302", "5001", "A1, B2"),
    ]


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({}, "picked_up"),
        ({"status": "open"}, "confirmed"),
        ({"status": "cancelled"}, "cancelled"),
        ({"shipment_status": "confirmed"}, "confirmed"),
        ({"shipment_status": "in_transit"}, "in_transit"),
        ({"shipment_status": "out_for_delivery"}, "out_for_delivery"),
        ({"shipment_status": "attempted_delivery"}, "failed_attempt"),
        ({"shipment_status": "delivered"}, "delivered"),
        ({"shipment_status": "failure"}, "picked_up"),
    ],
)
def test_a_fulfilment_is_a_parcel(said: dict[str, Any], status: str) -> None:
    [told] = subject(hear("fulfillments/create", PARCEL | said), "shipment")
    assert (told.external_id, told.order, told.status, told.at) == ("301", "5001", status, wib(16, 10))
    assert (told.values["courier"], told.values["link"]) == ("JNE", "https://jne.example/JNE0001")


@pytest.mark.parametrize("status", ["error", "failure"])
def test_a_failed_fulfilment_is_no_parcel(status: str) -> None:
    assert hear("fulfillments/update", PARCEL | {"status": status}).ignored == "no_event"


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("in_transit", "in_transit"),
        ("out_for_delivery", "out_for_delivery"),
        ("attempted_delivery", "failed_attempt"),
        ("delayed", "on_hold"),
        ("delivered", "delivered"),
        ("picked_up", "delivered"),
    ],
)
def test_a_step_of_a_parcel_has_its_own_time(word: str, status: str) -> None:
    step = {"id": 1, "fulfillment_id": 301, "order_id": 5001, "status": word, "message": "Rumah kosong"}
    step |= {"happened_at": "2026-09-17T14:00:00+09:00", "estimated_delivery_at": "2026-09-18T12:00:00+09:00"}
    [told] = subject(hear("fulfillment_events/create", step), "shipment")
    assert (told.external_id, told.order, told.status) == ("301", "5001", status)
    assert (told.at, told.values["eta"]) == (wib(17, 12), wib(18, 10))
    assert ("reason" in told.values) == (status in ("failed_attempt", "on_hold"))


@pytest.mark.parametrize("word", ["failure", "ready_for_pickup", "", None, 7])
def test_a_step_that_moves_nothing_is_ignored(word: Any) -> None:
    step = {"fulfillment_id": 301, "order_id": 5001, "status": word}
    assert hear("fulfillment_events/create", step).ignored == "no_event"


REFUND: dict[str, Any] = {
    "id": 801,
    "order_id": 5001,
    "created_at": "2026-09-17T09:00:00+07:00",
    "transactions": [{"kind": "refund", "status": "success", "amount": "50000.00"}],
    "refund_line_items": [],
}


def test_money_that_went_back_is_a_refund_and_leaves_the_order_as_it_is() -> None:
    heard = hear("refunds/create", REFUND)
    [told] = subject(heard, "return")
    assert (told.external_id, told.order, told.status, told.at) == ("801", "5001", "refunded", wib(17))
    assert heard.orders == ()


@pytest.mark.parametrize(
    ("transactions", "ignored"),
    [
        ([], "no_event"),
        ([{"kind": "void", "status": "success"}], "no_event"),
        ([{"kind": "refund", "status": "failure"}], "no_event"),
        ([{"kind": "refund", "status": "success", "test": True}], "test_body"),
    ],
)
def test_a_refund_without_money_is_none(transactions: list[Any], ignored: str) -> None:
    assert hear("refunds/create", REFUND | {"transactions": transactions}).ignored == ignored


def test_a_refund_on_its_way_is_approved() -> None:
    pending = REFUND | {"transactions": [{"kind": "refund", "status": "pending"}]}
    assert subject(hear("refunds/create", pending), "return")[0].status == "approved"


def test_a_refunded_order_ended_with_its_last_refund() -> None:
    heard = hear("orders/updated", ORDER | {"financial_status": "refunded", "refunds": [REFUND]})
    assert (heard.orders[0].facts.status, heard.orders[0].facts.cancelled_at) == ("refunded", wib(17))
    assert [told.status for told in subject(heard, "return")] == ["refunded"]


@pytest.mark.parametrize(
    ("topic", "status"),
    [
        ("returns/request", "requested"),
        ("returns/approve", "approved"),
        ("returns/decline", "rejected"),
    ],
)
def test_a_return_is_asked_for_and_decided(topic: str, status: str) -> None:
    body = {"id": 11, "name": "#1042-R1", "order": {"id": 5001}}
    [told] = subject(hear(topic, body), "return")
    assert (told.external_id, told.order, told.status, told.dated) == ("11", "5001", status, False)


def test_an_open_checkout_names_who_left_it_and_the_way_back() -> None:
    [told] = subject(hear("checkouts/update", CHECKOUT), "checkout")
    assert (told.external_id, told.status, told.at) == ("tok-1", "open", wib(15, 8, 50))
    assert told.values["link"] == "https://toko-sari.example/checkouts/tok-1/recover?key=k"
    assert (told.values["amount"], told.values["currency"]) == (165_000, "IDR")
    assert told.person
    assert told.person.phone
    assert told.person.phone.e164 == "+6281211112222"


def test_a_completed_checkout_is_no_longer_open() -> None:
    done = CHECKOUT | {"completed_at": "2026-09-15T09:00:00+07:00"}
    assert subject(hear("checkouts/update", done), "checkout")[0].status == "completed"


def test_a_checkout_of_nobody_is_ignored() -> None:
    nobody = CHECKOUT | {"email": None, "shipping_address": None}
    assert hear("checkouts/create", nobody).ignored == "no_customer"


def test_a_customer_is_told_with_number_and_phone() -> None:
    [told] = subject(hear("customers/create", CUSTOMER), "customer")
    assert told.person
    assert (told.person.name, told.person.external) == ("Dewi Lestari", ("shopify", "9001"))
    assert (told.person.consent, told.person.as_of) == (None, wib(15))


@pytest.mark.parametrize(
    ("mails", "texts", "states"),
    [
        (YES, NEVER, [None, "granted"]),
        (NEVER, YES, [None]),
        (NEVER, NEVER, [None]),
        ({"state": "pending"}, None, [None]),
        (NO, NEVER, [None, "denied"]),
        (YES, NO, [None, "denied"]),
        (None, NO, [None, "denied"]),
        ("ya", 5, [None]),
    ],
)
def test_a_yes_to_text_messages_alone_proves_too_little(mails: Any, texts: Any, states: list[Any]) -> None:
    body = CUSTOMER | {"email_marketing_consent": mails, "sms_marketing_consent": texts}
    told = subject(hear("customers/update", body), "customer")
    assert [one.person.consent for one in told if one.person] == states


def test_an_old_yes_that_is_repeated_keeps_its_own_date() -> None:
    _, said = subject(hear("customers/update", CUSTOMER | {"email_marketing_consent": YES}), "customer")
    assert said.person
    assert said.person.as_of == wib(2)


@pytest.mark.parametrize(
    ("topic", "body", "state"),
    [
        (
            "customers_email_marketing_consent/update",
            {"customer_id": 9001, "email_address": "dewi@contoh.id", "email_marketing_consent": YES},
            "granted",
        ),
        (
            "customers_marketing_consent/update",
            {"id": 9001, "phone": "+6281211112222", "sms_marketing_consent": NO},
            "denied",
        ),
    ],
)
def test_a_change_of_consent_is_told_by_itself(topic: str, body: dict[str, Any], state: str) -> None:
    [told] = subject(hear(topic, body), "customer")
    assert told.person
    assert (told.person.consent, told.external_id) == (state, "9001")


def test_a_yes_to_text_messages_is_ignored() -> None:
    body = {"id": 9001, "phone": "+6281211112222", "sms_marketing_consent": YES}
    assert hear("customers_marketing_consent/update", body).ignored == "no_event"


def test_every_variant_is_a_product() -> None:
    small = {"id": 1, "sku": "KOPI-250", "title": "250 g", "price": "75000.00"}
    large = {"id": 2, "sku": "", "title": "1 kg", "inventory_management": "shopify", "inventory_quantity": -3}
    body = {"id": 40, "title": "Kopi Gayo", "handle": "kopi-gayo", "variants": [small, large]}
    told = subject(hear("products/update", body, **{"shop-domain": "toko-sari.myshopify.com"}), "product")
    assert [(one.external_id, one.values["name"]) for one in told] == [
        ("KOPI-250", "Kopi Gayo - 250 g"),
        ("2", "Kopi Gayo - 1 kg"),
    ]
    assert told[0].values["link"] == "https://toko-sari.myshopify.com/products/kopi-gayo"
    assert "amount" not in told[0].values
    assert "stock" not in told[0].values
    assert told[1].values["stock"] == 0


@pytest.mark.parametrize(("topic", "code"), [*IGNORED.items(), ("themes/publish", "unknown_topic")])
def test_what_has_no_use_is_named(topic: str, code: str) -> None:
    assert hear(topic, {"id": 1, "shop_domain": "toko-sari.myshopify.com"}) == Heard(ignored=code)


@pytest.mark.parametrize("body", [ORDER, PARCEL, REFUND, CHECKOUT, CUSTOMER])
def test_a_body_in_a_file_is_known_without_its_headers(body: dict[str, Any]) -> None:
    heard = parse(json.dumps(body).encode(), {}, MOMENT)
    assert heard.orders or heard.subjects


NAMES = st.sampled_from(
    sorted({*ORDER, *PARCEL, *REFUND, *CUSTOMER, *CHECKOUT, "variants", "order", "state"})
)
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=30),
    st.sampled_from(
        ["paid", "refunded", "success", "2026-09-15T09:00:00Z", "IDR", "JPY", "1e400", "081211112222"]
    ),
)
ANYTHING = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=6),
    max_leaves=30,
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(sorted(READERS)),
    st.sampled_from([{}, ORDER, PARCEL, CHECKOUT]),
    st.dictionaries(NAMES, ANYTHING, max_size=12),
)
def test_any_json_is_read_or_refused_with_a_code(
    topic: str, base: dict[str, Any], said: dict[str, Any]
) -> None:
    whole = base | {"id": 1, "order_id": 2, "created_at": "2026-09-15T09:00:00Z"} | said
    assert answer(json.dumps(whole).encode(), {"x-shopify-topic": topic})


@settings(max_examples=100, deadline=None)
@given(
    st.binary(max_size=60),
    st.dictionaries(st.sampled_from(["x-shopify-topic", "x-shopify-hmac-sha256"]), st.text()),
)
def test_any_bytes_are_answered(raw: bytes, headers: dict[str, str]) -> None:
    assert verify(raw, headers, "", [SECRET], RECEIVED) != Accepted()
    assert answer(raw, headers)
