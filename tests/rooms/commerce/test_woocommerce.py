"""What WooCommerce's webhooks say, and which of them are genuine."""

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
from sapa.commerce.sources.woocommerce import parse, verify
from sapa.commerce.sources.woocommerce.parsing import READERS
from sapa.domain.orders import Money, OrderFacts
from sapa.events.schemas import Accepted, Probe, RefusedCall, Unreadable

WITA = ZoneInfo("Asia/Makassar")
RECEIVED = datetime(2026, 9, 20, 10, tzinfo=UTC)
MOMENT = Moment(WITA, RECEIVED, timedelta(minutes=15))
SECRET = "rahasia-toko-sari"
MADE: dict[str, Any] = {
    "first_name": "Made",
    "last_name": "Wirawan",
    "company": "",
    "city": "Denpasar",
    "state": "BA",
    "postcode": "80111",
    "country": "ID",
    "email": "made@contoh.id",
    "phone": "0812 3333 4444",
}
KOPI: dict[str, Any] = {
    "id": 9,
    "name": "Kopi Kintamani",
    "product_id": 31,
    "variation_id": 0,
    "quantity": 3,
    "sku": "",
}
ORDER: dict[str, Any] = {
    "id": 727,
    "number": "727",
    "order_key": "wc_order_x",
    "status": "pending",
    "currency": "IDR",
    "date_created": "2026-09-15T10:00:00",
    "date_created_gmt": "2026-09-15T02:00:00",
    "date_modified": "2026-09-15T10:05:00",
    "date_modified_gmt": "2026-09-15T02:05:00",
    "date_paid": None,
    "date_paid_gmt": None,
    "date_completed_gmt": None,
    "total": "225000",
    "shipping_total": "25000",
    "customer_id": 26,
    "billing": MADE,
    "shipping": {
        "first_name": "Made",
        "city": "Denpasar",
        "state": "BA",
        "postcode": "80111",
        "country": "ID",
    },
    "payment_method": "bacs",
    "payment_method_title": "Transfer Bank BCA",
    "needs_processing": True,
    "line_items": [KOPI],
    "shipping_lines": [{"id": 1, "method_title": "JNE REG"}],
    "refunds": [],
    "meta_data": [],
    "payment_url": "https://toko-sari.example/checkout/order-pay/727/?pay_for_order=true&key=wc_order_x",
}
PRODUCT: dict[str, Any] = {
    "id": 31,
    "sku": "KOPI",
    "name": "Kopi Kintamani",
    "permalink": "https://toko-sari.example/produk/kopi/",
    "price": "75000",
    "virtual": False,
    "manage_stock": True,
    "stock_quantity": 12,
    "stock_status": "instock",
    "date_modified_gmt": "2026-09-15T02:05:00",
}
CUSTOMER: dict[str, Any] = {
    "id": 26,
    "email": "made@contoh.id",
    "first_name": "Made",
    "last_name": "Wirawan",
    "username": "made",
    "billing": MADE,
    "shipping": {},
    "date_modified_gmt": "2026-09-15T02:05:00",
}
PAID = {"date_paid_gmt": "2026-09-15T03:00:00", "status": "processing"}


def hear(topic: str, body: Any) -> Heard:
    return parse(json.dumps(body).encode(), {"x-wc-webhook-topic": topic}, MOMENT)


def order(**said: Any) -> OrderFacts:
    [told] = hear("order.updated", ORDER | said).orders
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


def noted(key: str, value: Any) -> list[dict[str, Any]]:
    return [{"id": 1, "key": key, "value": value}]


def signed(body: bytes, secret: str = SECRET) -> dict[str, str]:
    digest = hmac.new(secret.encode(), body, hashlib.sha256).digest()
    return {"x-wc-webhook-signature": base64.b64encode(digest).decode()}


def test_a_call_signed_with_the_old_or_the_new_secret_is_genuine() -> None:
    body = json.dumps(ORDER).encode()
    assert verify(body, signed(body), "", [SECRET], RECEIVED) == Accepted()
    assert verify(body, signed(body), "", ["baru", SECRET], RECEIVED) == Accepted()


def test_a_call_that_is_not_genuine_says_why() -> None:
    assert verify(b"{}", {}, "", [SECRET], RECEIVED) == RefusedCall("unsigned")
    for headers in (signed(b"{ }"), signed(b"{}", "lain"), {"x-wc-webhook-signature": "\ud800"}):
        assert verify(b"{}", headers, "", [SECRET], RECEIVED) == RefusedCall("wrong_signature")


def test_the_ping_of_a_new_webhook_needs_no_signature() -> None:
    assert verify(b"webhook_id=12", {}, "", [SECRET], RECEIVED) == Probe()
    assert verify(b"webhook_id=12&status=paid", {}, "", [SECRET], RECEIVED) == RefusedCall("unsigned")
    assert parse(b"webhook_id=12", {}, MOMENT) == Heard(ignored="probe")


def test_a_new_order_names_customer_goods_and_money() -> None:
    facts = order()
    assert (facts.external_id, facts.number, facts.customer_id) == ("727", "727", "26")
    assert (facts.name, facts.phone, facts.email) == ("Made Wirawan", "+6281233334444", "made@contoh.id")
    assert (facts.country, facts.province, facts.city, facts.postcode) == ("ID", "Bali", "Denpasar", "80111")
    assert (facts.total, facts.shipping) == (Money(225_000), Money(25_000))
    assert (facts.goods, facts.quantity) == ("3 Kopi Kintamani", 3)


def test_times_are_those_in_utc() -> None:
    [told] = hear("order.created", ORDER).orders
    assert told.facts.placed_at == datetime(2026, 9, 15, 2, tzinfo=UTC)
    assert told.said_at == datetime(2026, 9, 15, 2, 5, tzinfo=UTC)


def test_without_its_twin_a_time_is_the_workspaces() -> None:
    assert order(date_created_gmt=None).placed_at == datetime(2026, 9, 15, 10, tzinfo=WITA)


def test_a_basket_names_products_by_the_first_number_they_have() -> None:
    variant = KOPI | {"name": "Kopi 1 kg", "variation_id": 44}
    named = KOPI | {"name": "Teh", "sku": "TEH"}
    [basket] = hear("order.created", ORDER | {"line_items": [KOPI, variant, named]}).baskets
    assert [item.sku for item in basket.items] == ["31", "44", "TEH"]


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"status": "pending"}, "awaiting_payment"),
        ({"status": "pending", "payment_method": "cod", "payment_method_title": "Bayar di Tempat"}, "placed"),
        ({"status": "on-hold"}, "awaiting_payment"),
        (
            {"status": "on-hold", "payment_method": "midtrans", "payment_method_title": "VA"},
            "awaiting_payment",
        ),
        ({"status": "on-hold", "payment_method": "stripe", "payment_method_title": "Kartu"}, "on_hold"),
        ({"status": "on-hold", "date_paid_gmt": "2026-09-15T03:00:00"}, "on_hold"),
        ({"status": "processing"}, "processing"),
        ({"status": "wc-processing"}, "processing"),
        ({"status": "completed"}, "completed"),
        ({"status": "cancelled"}, "cancelled"),
        ({"status": "trash"}, "cancelled"),
        ({"status": "refunded"}, "refunded"),
        ({"status": "failed"}, "failed"),
        ({"status": "shipped"}, "shipped"),
        ({"status": "dikirim"}, "shipped"),
        ({"status": "delivered"}, "delivered"),
        ({"status": "cek-stok-gudang"}, "unknown"),
        ({"status": None}, "unknown"),
    ],
)
def test_one_word_says_how_an_order_stands(said: dict[str, Any], status: str) -> None:
    facts = order(**said)
    assert facts.status == status
    assert (facts.cancelled_at is not None) == (status in ("cancelled", "refunded", "failed"))


def test_a_bank_transfer_waits_for_payment_for_a_day() -> None:
    facts = order(status="on-hold")
    assert facts.payment_deadline == datetime(2026, 9, 16, 2, tzinfo=UTC)
    assert facts.links == {"pay": ORDER["payment_url"]}
    assert order(status="on-hold", billing=MADE | {"company": "PT Sinar"}).payment_deadline is None


def test_paid_is_when_the_shop_says_it_was_paid() -> None:
    facts = order(**PAID)
    assert (facts.paid_at, facts.payment_deadline) == (datetime(2026, 9, 15, 3, tzinfo=UTC), None)
    assert "pay" not in facts.links


def test_cash_on_delivery_is_not_paid_by_being_packed() -> None:
    cash = {"payment_method": "cod", "payment_method_title": "Cash on delivery"}
    facts = order(status="processing", **cash)
    assert (facts.is_cod, facts.paid_at) == (True, None)
    assert order(**PAID, **cash).paid_at == datetime(2026, 9, 15, 3, tzinfo=UTC)


def test_a_payment_without_a_time_was_not_later_than_what_was_said() -> None:
    assert order(status="processing").paid_at == datetime(2026, 9, 15, 2, 5, tzinfo=UTC)
    assert order(status="processing", total="0").paid_at is None


def test_completed_means_gone_not_arrived() -> None:
    facts = order(**PAID | {"status": "completed", "date_completed_gmt": "2026-09-16T02:00:00"})
    assert (facts.shipped_at, facts.delivered_at) == (datetime(2026, 9, 16, 2, tzinfo=UTC), None)


def test_a_download_has_arrived_when_it_is_completed() -> None:
    done = {"status": "completed", "date_completed_gmt": "2026-09-15T03:00:00", "needs_processing": False}
    facts = order(**PAID | done, shipping_lines=[])
    assert (facts.shipped_at, facts.delivered_at) == (None, datetime(2026, 9, 15, 3, tzinfo=UTC))


@pytest.mark.parametrize(
    ("meta", "number", "courier"),
    [
        (
            noted(
                "_wc_shipment_tracking_items",
                [{"tracking_provider": "JNE", "tracking_number": "J1", "date_shipped": "1789516800"}],
            ),
            *("J1", "JNE"),
        ),
        (
            noted(
                "_wc_shipment_tracking_items",
                {"0": {"custom_tracking_provider": "SiCepat", "tracking_number": "S1"}},
            ),
            *("S1", "SiCepat"),
        ),
        (noted("_aftership_tracking_items", '[{"slug": "tiki", "tracking_number": "T1"}]'), "T1", "tiki"),
        (noted("no_resi", "R1") + noted("kurir", "J&T"), "R1", "J&T"),
        (noted("_tracking_number", 12345), "12345", None),
    ],
)
def test_the_plugins_notes_become_a_parcel(meta: list[Any], number: str, courier: str | None) -> None:
    heard = hear("order.updated", ORDER | PAID | {"meta_data": meta})
    [told] = subject(heard, "shipment")
    assert (told.external_id, told.order, told.status) == (f"727-{number}", "727", "picked_up")
    assert (told.values["tracking_number"], told.values.get("courier")) == (number, courier)
    assert heard.orders[0].facts.status == "shipped"


def test_a_tracking_number_of_a_line_and_its_link() -> None:
    entry = {"tracking_number": "V1", "carrier_name": "JNE", "carrier_url": "https://jne.example/V1"}
    line = KOPI | {"meta_data": noted("_vi_wot_order_item_tracking_data", json.dumps([entry]))}
    heard = hear("order.updated", ORDER | PAID | {"line_items": [line, line]})
    assert [told.values["link"] for told in subject(heard, "shipment")] == ["https://jne.example/V1"]
    assert heard.orders[0].facts.links == {"track": "https://jne.example/V1"}


def test_the_day_of_a_parcel_is_not_before_its_order() -> None:
    day = [{"tracking_number": "J1", "date_shipped": int(datetime(2026, 9, 15, tzinfo=UTC).timestamp())}]
    facts = order(**PAID, meta_data=noted("_wc_shipment_tracking_items", day))
    assert facts.shipped_at == facts.placed_at


def test_a_link_that_is_no_address_of_the_web_is_not_kept() -> None:
    day = [{"tracking_number": "J1", "custom_tracking_link": "javascript:alert(1)"}]
    heard = hear("order.updated", ORDER | PAID | {"meta_data": noted("_wc_shipment_tracking_items", day)})
    assert "link" not in subject(heard, "shipment")[0].values


def test_a_cancelled_order_tells_no_parcel() -> None:
    heard = hear("order.updated", ORDER | {"status": "cancelled", "meta_data": noted("resi", "R1")})
    assert heard.subjects == []


def test_a_part_that_went_back_leaves_the_order_as_it_is() -> None:
    heard = hear("order.updated", ORDER | PAID | {"refunds": [{"id": 800, "total": "-75000"}]})
    [told] = subject(heard, "return")
    assert (told.external_id, told.order, told.status, told.dated) == ("800", "727", "refunded", False)
    assert heard.orders[0].facts.status == "processing"


@pytest.mark.parametrize(
    ("said", "phone"),
    [
        ({"billing": MADE | {"phone": ""}, "shipping": {"phone": "081355556666"}}, "+6281355556666"),
        ({"billing": MADE | {"phone": "9123 4567", "country": "SG"}}, "+6591234567"),
        ({"billing": MADE | {"phone": "(0361) 222333"}}, ""),
        ({"billing": MADE | {"phone": "0812****444"}}, ""),
        ({"billing": None, "shipping": None}, ""),
        ({"meta_data": noted("_billing_whatsapp", "0813-5555-6666")}, "+6281355556666"),
    ],
)
def test_the_phone_is_looked_for_where_it_may_stand(said: dict[str, Any], phone: str) -> None:
    assert order(**said).phone == phone


def test_a_guest_has_no_number() -> None:
    assert order(customer_id=0).customer_id == ""


def test_the_place_is_that_of_the_parcel() -> None:
    away = {"city": "Jayapura", "state": "PA", "postcode": "99111", "country": "ID"}
    facts = order(shipping=away)
    assert (facts.province, facts.city) == ("Papua", "Jayapura")
    assert order(shipping={}, billing=MADE | {"state": "NSW", "country": "AU"}).province == "NSW"


@pytest.mark.parametrize(
    ("value", "consent"), [("ya", "granted"), ("0", "denied"), ("", "unknown"), ({"a": 1}, "unknown")]
)
def test_consent_is_only_what_the_shop_asked_for(value: Any, consent: str) -> None:
    assert order(meta_data=noted("_promo_consent", value)).promo_consent == consent


def test_other_currencies_have_their_own_decimals() -> None:
    assert order(currency="USD", total="12.5").total == Money(1250, "USD")
    assert order(currency="JPY", total="1250").total == Money(1250, "JPY")
    assert order(currency="KWD", total="1.500").total == Money(1500, "KWD")


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"total": "-5"}, "bad_amount"),
        ({"total": "1.250.000"}, "bad_amount"),
        ({"currency": "Rp"}, "unknown_currency"),
        ({"id": ""}, "missing_id"),
        ({"date_created_gmt": "15/33/2026"}, "bad_date"),
        ({"date_created_gmt": "2026-09-20T10:30:00"}, "future_date"),
        (dict.fromkeys((name for name in ORDER if name.startswith("date_")), None), "missing_date"),
    ],
)
def test_an_order_that_cannot_be_read_says_why(said: dict[str, Any], code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        hear("order.created", ORDER | said)
    assert refused.value.code == code


def test_a_deleted_order_is_cancelled_and_says_nothing_else() -> None:
    [told] = hear("order.deleted", {"id": 727}).orders
    assert (told.partial, told.facts.status, told.facts.external_id) == (True, "cancelled", "727")


def test_a_restored_order_is_told_anew() -> None:
    assert hear("order.restored", ORDER).orders[0].facts.status == "awaiting_payment"


def test_a_product_is_told_without_a_price_whose_currency_nobody_named() -> None:
    [told] = subject(hear("product.updated", PRODUCT), "product")
    assert told.external_id == "KOPI"
    assert told.values == {"name": "Kopi Kintamani", "link": PRODUCT["permalink"], "stock": 12}


@pytest.mark.parametrize(
    ("said", "stock"),
    [({"stock_status": "outofstock"}, 0), ({"manage_stock": False}, None), ({"stock_quantity": -2}, 0)],
)
def test_stock_is_what_the_shop_counts(said: dict[str, Any], stock: int | None) -> None:
    [told] = subject(hear("product.updated", PRODUCT | said), "product")
    assert told.values.get("stock") == stock


def test_a_customer_is_told_with_number_and_phone() -> None:
    [told] = subject(hear("customer.updated", CUSTOMER), "customer")
    assert told.person
    assert told.person.external == ("woocommerce", "26")
    assert (told.person.name, told.person.province, told.person.consent) == ("Made Wirawan", "Bali", None)


@pytest.mark.parametrize(
    ("topic", "code"),
    [
        ("coupon.created", "no_event"),
        ("action.woocommerce_add_to_cart", "no_event"),
        ("customer.deleted", "customer_removed"),
        ("product.deleted", "product_removed"),
        ("subscription.created", "unknown_topic"),
        ("", "unknown_topic"),
    ],
)
def test_what_has_no_use_is_named(topic: str, code: str) -> None:
    assert hear(topic, {"id": 3}) == Heard(ignored=code)


def test_a_draft_is_no_order_yet() -> None:
    assert hear("order.created", ORDER | {"status": "checkout-draft"}).ignored == "draft_order"


def test_resource_and_event_stand_for_the_topic() -> None:
    headers = {"x-wc-webhook-resource": "order", "x-wc-webhook-event": "deleted"}
    assert parse(b'{"id": 727}', headers, MOMENT).orders[0].facts.status == "cancelled"


@pytest.mark.parametrize("body", [ORDER, PRODUCT, CUSTOMER])
def test_a_body_in_a_file_is_known_without_its_headers(body: dict[str, Any]) -> None:
    heard = parse(json.dumps(body).encode(), {}, MOMENT)
    assert heard.orders or heard.subjects


NAMES = st.sampled_from(
    sorted({*ORDER, *PRODUCT, *MADE, *KOPI, "key", "value", "tracking_number", "date_shipped"})
)
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=30),
    st.sampled_from(
        ["processing", "2026-09-15T09:00:00", "JPY", "1e400", "_wc_shipment_tracking_items", "[[[", "0"]
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
    st.sampled_from([{}, ORDER, PRODUCT, CUSTOMER]),
    st.dictionaries(NAMES, ANYTHING, max_size=12),
)
def test_any_json_is_read_or_refused_with_a_code(
    topic: str, base: dict[str, Any], said: dict[str, Any]
) -> None:
    whole = {"id": 1, "date_created": "2026-09-15T09:00:00"} | base | said
    assert answer(json.dumps(whole).encode(), {"x-wc-webhook-topic": topic})


@settings(max_examples=100, deadline=None)
@given(
    st.binary(max_size=60),
    st.dictionaries(st.sampled_from(["x-wc-webhook-topic", "x-wc-webhook-signature"]), st.text()),
)
def test_any_bytes_are_answered(raw: bytes, headers: dict[str, str]) -> None:
    assert verify(raw, headers, "", [SECRET], RECEIVED) != Accepted()
    assert answer(raw, headers)
