"""Orders, parcels and returns of Shopee, of which a push tells only what changed."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sapa.commerce.schemas import Basket, Heard, Item, Told
from sapa.commerce.sources.shopee import parse, verify
from sapa.domain.orders import STATUSES, OrderFacts
from sapa.domain.subjects import SHIPMENT_STATUSES
from sapa.events.schemas import Accepted, Probe, RefusedCall
from tests.rooms.commerce.pushes import ANY_JSON, AT, NOW, UNIX, hearing, is_heard_or_refused, outcome

hear = hearing(parse)
SECRET, URL = "kunci-mitra", "https://sapa.example/hooks/shopee/1"
RAW = (
    b'{"code":3,"shop_id":220001,"timestamp":1789441200,'
    b'"data":{"ordersn":"260915TOKOSARI","status":"UNPAID","update_time":1789441200}}'
)
SIGNED = "71350402f26c1c419d3b5724612cb36d4386afcb96e7caa93ef1bc54e4bf71d2"  # by openssl dgst


def push(code: Any, /, **data: Any) -> dict[str, Any]:
    return {"code": code, "shop_id": 220001, "timestamp": UNIX + 60, "data": data}


def order(status: Any, /, **data: Any) -> dict[str, Any]:
    said = {"ordersn": "260915TOKOSARI", "status": status, "completed_scenario": "", "update_time": UNIX}
    return push(3, **said | {"items": []} | data)


def parcel(status: Any, /, **data: Any) -> dict[str, Any]:
    said = {"ordersn": "260915TOKOSARI", "package_number": "OFG9001", "update_time": UNIX}
    return push(30, **said | {"fulfillment_status": status} | data)


def returned(*changes: tuple[str, str], **data: Any) -> dict[str, Any]:
    listed = [{"update_field": name, "new_value": value, "update_time": UNIX} for name, value in changes]
    said = {"order_sn": "260915TOKOSARI", "return_sn": "2609150001", "updated_values": listed}
    return push(29, **said | data)


def facts(body: Any) -> OrderFacts:
    [told] = hear(body).orders
    assert told.partial
    return told.facts


def subject(kind: str, body: Any) -> Told:
    [(found, told)] = hear(body).subjects
    assert found == kind
    return told


@pytest.mark.parametrize("given_as", [SIGNED, SIGNED.upper(), f"SHA256 {SIGNED}", f"sha256 {SIGNED.upper()}"])
def test_the_hmac_of_address_and_body_is_genuine_in_every_spelling(given_as: str) -> None:
    assert verify(RAW, {"authorization": given_as}, URL, [SECRET], NOW) == Accepted()
    assert verify(RAW, {"authorization": given_as}, URL, ["baru", SECRET], NOW) == Accepted()


@pytest.mark.parametrize(
    ("raw", "url", "secret"),
    [
        (RAW + b" ", URL, SECRET),
        (RAW, f"{URL}/", SECRET),
        (RAW, "", SECRET),
        (RAW, URL, "lain"),
        (RAW, URL, ""),
    ],
)
def test_another_body_address_or_key_makes_a_wrong_signature(raw: bytes, url: str, secret: str) -> None:
    assert verify(raw, {"authorization": SIGNED}, url, [secret], NOW) == RefusedCall("wrong_signature")


@pytest.mark.parametrize("headers", [{}, {"authorization": ""}, {"authorization": "SHA256 "}])
def test_without_a_signature_a_call_is_unsigned(headers: dict[str, str]) -> None:
    assert verify(RAW, headers, URL, [SECRET], NOW) == RefusedCall("unsigned")


def test_an_empty_body_is_shopee_trying_the_address() -> None:
    assert verify(b"", {}, URL, [SECRET], NOW) == Probe()
    assert verify(b"{}", {}, URL, [SECRET], NOW) == RefusedCall("unsigned")


def test_a_new_order_is_known_by_number_status_and_time_alone() -> None:
    [told] = hear(RAW).orders
    assert told.facts == OrderFacts("260915TOKOSARI", AT, status="awaiting_payment", number="260915TOKOSARI")
    assert (told.said_at, told.partial) == (AT, True)


@pytest.mark.parametrize(
    ("written", "status", "moment"),
    [
        ("UNPAID", "awaiting_payment", ""),
        ("INVOICE_PENDING", "paid", "paid_at"),
        ("READY_TO_SHIP", "paid", "paid_at"),
        ("PROCESSED", "processing", "paid_at"),
        ("RETRY_SHIP", "processing", "paid_at"),
        ("SHIPPED", "shipped", "shipped_at"),
        ("TO_CONFIRM_RECEIVE", "delivered", "delivered_at"),
        ("COMPLETED", "completed", "delivered_at"),
        ("IN_CANCEL", "on_hold", ""),
        ("TO_RETURN", "on_hold", ""),
        ("CANCELLED", "cancelled", "cancelled_at"),
    ],
)
def test_a_status_tells_its_own_moment_and_no_other(written: Any, status: str, moment: str) -> None:
    said = facts(order(written))
    told = {name for name in ("paid_at", "shipped_at", "delivered_at", "cancelled_at") if getattr(said, name)}
    assert (said.status, told) == (status, {moment} - {""})
    assert all(getattr(said, name) == AT for name in told)
    assert status in STATUSES


def test_either_spelling_of_the_orders_number_is_read() -> None:
    assert facts(order("SHIPPED", ordersn="-", order_sn="260915LAIN")).number == "260915LAIN"
    assert facts(order("SHIPPED") | {"code": "3"}).number == "260915TOKOSARI"


def test_listed_items_are_the_basket_and_the_goods() -> None:
    items = [
        {"item_id": 11, "item_name": "Kemeja batik", "model_sku": "KB-M", "model_quantity_purchased": 2},
        {"item_id": 12, "item_name": "Kopiah", "quantity": "banyak"},
        {"variation": "merah"},
        "odd",
    ]
    heard = hear(order("READY_TO_SHIP", items=items))
    said = heard.orders[0].facts
    assert heard.baskets == [
        Basket("260915TOKOSARI", [Item("KB-M", "Kemeja batik", 2), Item("12", "Kopiah", 1)], AT)
    ]
    assert (said.goods, said.quantity) == ("2 Kemeja batik, 1 Kopiah", 3)


def test_without_a_time_of_its_own_the_pushs_time_counts_then_the_receipt() -> None:
    [by_push] = hear(order("SHIPPED", update_time=0) | {"timestamp": UNIX}).orders
    [by_receipt] = hear(order("SHIPPED", update_time=None) | {"timestamp": None}).orders
    assert (by_push.said_at, by_push.facts.shipped_at) == (AT, AT)
    assert (by_receipt.said_at, by_receipt.facts.shipped_at) == (None, NOW)


def test_a_tracking_number_is_told_of_its_parcel_without_a_status() -> None:
    body = push(4, ordersn="260915TOKOSARI", package_number="OFG9001", tracking_no="SPXID0001", forder_id="5")
    told = subject("shipment", body)
    assert (told.external_id, told.order, told.status) == ("OFG9001", "260915TOKOSARI", "")
    assert told.values == {"tracking_number": "SPXID0001"}
    body["data"]["package_number"] = "-"
    assert subject("shipment", body).external_id == "260915TOKOSARI"


@pytest.mark.parametrize("tracking", ["-", "", None])
def test_a_tracking_number_that_is_none_yet_is_left_aside(tracking: Any) -> None:
    body = push(4, ordersn="260915TOKOSARI", tracking_no=tracking)
    assert hear(body) == Heard(ignored="no_tracking_number")


@pytest.mark.parametrize(
    ("written", "status"),
    [
        ("LOGISTICS_REQUEST_CREATED", "confirmed"),
        ("LOGISTICS_PICKUP_RETRY", "picking_up"),
        ("LOGISTICS_PICKUP_DONE", "picked_up"),
        ("LOGISTICS_DELIVERY_DONE", "delivered"),
        ("LOGISTICS_DELIVERY_FAILED", "returning"),
        ("LOGISTICS_PICKUP_FAILED", "cancelled"),
        ("LOGISTICS_REQUEST_CANCELED", "cancelled"),
        ("LOGISTICS_INVALID", "cancelled"),
        ("LOGISTICS_LOST", "lost"),
    ],
)
def test_every_step_of_a_parcel_is_one_of_ours(written: str, status: str) -> None:
    told = subject("shipment", parcel(written))
    assert (told.external_id, told.status, told.at, told.dated) == ("OFG9001", status, AT, True)
    assert status in SHIPMENT_STATUSES


@pytest.mark.parametrize(
    ("status", "code"),
    [
        ("LOGISTICS_NOT_START", "parcel_waiting"),
        ("LOGISTICS_READY", "parcel_waiting"),
        ("LOGISTICS_ODD", "unknown_status"),
        (7, "unknown_status"),
    ],
)
def test_a_parcel_that_has_not_begun_is_left_aside(status: Any, code: str) -> None:
    assert hear(parcel(status)) == Heard(ignored=code)


@pytest.mark.parametrize(
    ("name", "written", "status"),
    [
        ("return_status", "REQUESTED", "requested"),
        ("return_status", "PROCESSING", "approved"),
        ("return_status", "ACCEPTED", "approved"),
        ("logistics_status", "LOGISTICS_DELIVERY_DONE", "received"),
    ],
)
def test_every_step_of_a_return_is_one_of_ours(name: str, written: str, status: str) -> None:
    told = subject("return", returned((name, written)))
    assert (told.external_id, told.order, told.status) == ("2609150001", "260915TOKOSARI", status)
    assert (told.at, told.values) == (AT, {"number": "2609150001"})


def test_several_changes_of_one_return_are_told_each() -> None:
    heard = hear(returned(("return_status", "PROCESSING"), ("logistics_status", "LOGISTICS_DELIVERY_DONE")))
    assert [told.status for _, told in heard.subjects] == ["approved", "received"]
    assert subject("return", returned(updated_values=None, return_status="REQUESTED")).status == "requested"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ([("return_status", "CANCELLED")], "return_closed"),
        ([("return_status", "CLOSED")], "return_closed"),
        ([("return_status", "JUDGING")], "return_disputed"),
        ([("return_status", "SELLER_DISPUTE")], "return_disputed"),
        ([("return_status", "ODD")], "unknown_status"),
        ([("logistics_status", "LOGISTICS_READY")], "return_unchanged"),
        ([], "return_unchanged"),
    ],
)
def test_what_of_a_return_has_no_step_here_is_left_aside(changes: list[tuple[str, str]], code: str) -> None:
    assert hear(returned(*changes)) == Heard(ignored=code)


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (0, "test_body"),
        (1, "app_added"),
        (2, "app_removed"),
        (5, "platform_news"),
        (8, "product_changed"),
        (10, "chat"),
        (12, "auth_expiring"),
        (15, "parcel_papers"),
        (28, "shop_penalty"),
        (47, "package_changed"),
        (999, "unknown_type"),
        ("order", "unknown_type"),
        (None, "no_event"),
    ],
)
def test_what_is_of_no_use_is_left_aside_with_its_code(number: Any, code: str) -> None:
    assert hear(push(number, content={"text": "kak, kapan dikirim?"})) == Heard(ignored=code)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"{", "invalid_json"),
        (b"null", "invalid_json"),
        (order("UNPAID", ordersn=None), "missing_id"),
        (order("UNPAID") | {"data": []}, "missing_id"),
        (returned(("return_status", "REQUESTED"), return_sn=""), "missing_id"),
        (order("UNPAID", update_time="besok"), "bad_date"),
        (parcel("LOGISTICS_LOST", update_time=UNIX * 10**6), "bad_date"),
        (order("UNPAID", update_time=UNIX + 86400), "future_date"),
        (order("UNPAID", ordersn="9" * 121), "cell_too_long"),
        (order("UNPAID", items=[{"name": "Kopi"}] * 1001), "too_many_objects"),
    ],
)
def test_what_cannot_be_read_says_why(body: Any, code: str) -> None:
    assert outcome(hear, body) == code


def test_an_unknown_status_is_left_aside() -> None:
    assert hear(order("TELEPORTED")) == Heard(ignored="unknown_status")
    assert hear(order({"a": 1})) == Heard(ignored="unknown_status")


def test_data_packed_into_a_text_is_unpacked() -> None:
    body = order("SHIPPED")
    assert facts(body | {"data": json.dumps(body["data"])}).status == "shipped"


@given(
    st.sampled_from([3, 4, 29, 30, "3", 10, 99]),
    ANY_JSON,
    st.dictionaries(
        st.sampled_from(
            ["ordersn", "order_sn", "status", "update_time", "items", "package_number", "tracking_no"]
        )
        | st.sampled_from(["fulfillment_status", "return_sn", "updated_values", "return_status"]),
        ANY_JSON,
    ),
)
def test_whatever_the_body_is_it_is_heard_or_refused_with_a_code(
    code: Any, odd: Any, data: dict[str, Any]
) -> None:
    listed = {"items": [odd, {"name": odd, "quantity": odd}], "updated_values": [odd, {"update_time": odd}]}
    whole = [order("SHIPPED", **data), parcel("LOGISTICS_LOST", **data), returned(**data), push(code, **data)]
    bodies = [odd, {"code": code, "data": odd}, {"code": odd, "timestamp": odd}, push(code, **listed), *whole]
    assert all(is_heard_or_refused(hear, body) for body in bodies)


@given(st.binary(max_size=40), st.text(max_size=80), st.text(max_size=40), st.text(max_size=20))
def test_verify_never_raises(raw: bytes, signature: str, url: str, secret: str) -> None:
    verdict = verify(raw, {"authorization": signature}, url, [secret], NOW)
    assert isinstance(verdict, Probe | RefusedCall)
