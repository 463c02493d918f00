"""Orders and returns of TikTok Shop and Tokopedia, of which a push tells only what changed."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sapa.commerce.schemas import Heard, Told
from sapa.commerce.sources.tiktokshop import parse, verify
from sapa.domain.orders import STATUSES, OrderFacts
from sapa.domain.subjects import RETURN_STATUSES
from sapa.events.schemas import Accepted, RefusedCall
from tests.rooms.commerce.pushes import ANY_JSON, AT, NOW, UNIX, hearing, is_heard_or_refused, outcome

hear = hearing(parse)
SECRET = "kunci6aplikasi:rahasia7aplikasi"
RAW = (
    b'{"type":1,"tts_notification_id":"7400000000000000001","shop_id":"7494000000000000001",'
    b'"timestamp":1789441200,"data":{"order_id":"576000000000000001","order_status":"UNPAID",'
    b'"is_on_hold_order":false,"update_time":1789441200}}'
)
SIGNED = "5221635f9c3f1097a44189d1e9ea022fd97bbd4bc92618dc00e66c76a62dac07"  # by openssl dgst


def push(kind: Any, /, **data: Any) -> dict[str, Any]:
    ids = {"tts_notification_id": "7400000000000000001", "shop_id": "7494000000000000001"}
    return {"type": kind, **ids, "timestamp": UNIX + 60, "data": data}


def order(status: Any, /, **data: Any) -> dict[str, Any]:
    said = {"order_id": "576000000000000001", "order_status": status, "update_time": UNIX}
    return push(1, **said | data)


def returned(status: Any, /, **data: Any) -> dict[str, Any]:
    ids = {"order_id": "576000000000000001", "return_id": "4035000000000000001", "return_type": "REFUND"}
    return push(12, **ids | {"return_status": status, "create_time": 1789000000, "update_time": UNIX} | data)


def facts(body: Any) -> OrderFacts:
    [told] = hear(body).orders
    assert told.partial
    return told.facts


def subject(body: Any) -> Told:
    [(kind, told)] = hear(body).subjects
    assert kind == "return"
    return told


@pytest.mark.parametrize("given_as", [SIGNED, SIGNED.upper(), f" {SIGNED} "])
def test_the_hmac_of_key_and_body_with_the_apps_secret_is_genuine(given_as: str) -> None:
    assert verify(RAW, {"authorization": given_as}, "", [SECRET], NOW) == Accepted()
    assert verify(RAW, {"authorization": given_as}, "", ["baru:baru", SECRET], NOW) == Accepted()


@pytest.mark.parametrize(
    "secret", ["kunci6aplikasi:lain", "lain:rahasia7aplikasi", "rahasia7aplikasi", ":", ""]
)
def test_another_key_or_secret_makes_a_wrong_signature(secret: str) -> None:
    wrong = RefusedCall("wrong_signature")
    assert verify(RAW, {"authorization": SIGNED}, "", [secret], NOW) == wrong


def test_a_changed_body_is_wrong_and_a_bare_one_unsigned() -> None:
    wrong = RefusedCall("wrong_signature")
    assert verify(RAW + b" ", {"authorization": SIGNED}, "", [SECRET], NOW) == wrong
    assert verify(RAW, {}, "", [SECRET], NOW) == RefusedCall("unsigned")
    assert verify(b"", {}, "", [SECRET], NOW) == RefusedCall("unsigned")


def test_a_new_order_is_known_by_number_status_and_time_alone() -> None:
    [told] = hear(RAW).orders
    assert told.facts == OrderFacts(
        "576000000000000001", AT, status="awaiting_payment", number="576000000000000001"
    )
    assert (told.said_at, told.partial) == (AT, True)


@pytest.mark.parametrize(
    ("written", "status", "moment"),
    [
        ("UNPAID", "awaiting_payment", ""),
        ("ON_HOLD", "on_hold", ""),
        ("AWAITING_SHIPMENT", "paid", "paid_at"),
        ("AWAITING_COLLECTION", "processing", "paid_at"),
        ("PARTIALLY_SHIPPING", "processing", "paid_at"),
        ("IN_TRANSIT", "shipped", "shipped_at"),
        ("DELIVERED", "delivered", "delivered_at"),
        ("COMPLETED", "completed", "delivered_at"),
        ("CANCEL", "cancelled", "cancelled_at"),
        ("CANCELLED", "cancelled", "cancelled_at"),
        (100, "awaiting_payment", ""),
        (140, "cancelled", "cancelled_at"),
    ],
)
def test_a_status_tells_its_own_moment_and_no_other(written: Any, status: str, moment: str) -> None:
    said = facts(order(written))
    told = {name for name in ("paid_at", "shipped_at", "delivered_at", "cancelled_at") if getattr(said, name)}
    assert (said.status, told) == (status, {moment} - {""})
    assert all(getattr(said, name) == AT for name in told)
    assert status in STATUSES


def test_that_an_order_will_be_held_is_not_that_it_is_held() -> None:
    assert facts(order("AWAITING_SHIPMENT", is_on_hold_order=True)).status == "paid"


@pytest.mark.parametrize("number", [576000000000000001, "576000000000000001"])
def test_numbers_are_texts_whatever_they_are_written_as(number: Any) -> None:
    assert facts(order("UNPAID", order_id=number)).external_id == "576000000000000001"
    assert facts(order("UNPAID") | {"type": "1"}).external_id == "576000000000000001"


@pytest.mark.parametrize(
    "time", [UNIX, str(UNIX), UNIX * 1000, f"{UNIX}000", float(UNIX), "2026-09-15T10:00:00+07:00"]
)
def test_times_are_seconds_milliseconds_or_texts(time: Any) -> None:
    assert facts(order("UNPAID", update_time=time)).placed_at == AT


def test_without_a_time_of_its_own_the_pushs_time_counts_then_the_receipt() -> None:
    [by_push] = hear(order("UNPAID", update_time=0) | {"timestamp": UNIX}).orders
    [by_receipt] = hear(order("UNPAID", update_time=None) | {"timestamp": 0}).orders
    assert (by_push.said_at, by_push.facts.placed_at) == (AT, AT)
    assert (by_receipt.said_at, by_receipt.facts.placed_at) == (None, NOW)


def test_data_packed_into_a_text_is_unpacked() -> None:
    body = order("DELIVERED")
    assert facts(body | {"data": json.dumps(body["data"])}).status == "delivered"


@pytest.mark.parametrize("status", ["CANCELLATION_REQUEST_SUCCESS", "CANCELLATION_REQUEST_COMPLETE"])
def test_a_granted_cancellation_ends_the_order_when_it_was_granted(status: str) -> None:
    body = push(11, order_id=1, cancel_status=status, cancel_id="9", create_time=1789000000)
    said = facts(body | {"timestamp": UNIX})
    assert (said.external_id, said.status, said.cancelled_at) == ("1", "cancelled", AT)


@pytest.mark.parametrize(
    ("status", "code"),
    [
        ("CANCELLATION_REQUEST_PENDING", "cancellation_asked"),
        ("CANCELLATION_REQUEST_CANCELLED", "cancellation_withdrawn"),
        ("CANCELLATION_REQUEST_ODD", "unknown_status"),
    ],
)
def test_a_cancellation_that_is_only_asked_for_ends_nothing(status: str, code: str) -> None:
    assert hear(push(11, order_id="1", cancel_status=status)) == Heard(ignored=code)


@pytest.mark.parametrize(
    ("written", "status"),
    [
        ("RETURN_OR_REFUND_REQUEST_PENDING", "requested"),
        ("REPLACEMENT_REQUEST_PENDING", "requested"),
        ("AWAITING_BUYER_SHIP", "approved"),
        ("BUYER_SHIPPED_ITEM", "approved"),
        ("RETURN_OR_REFUND_REQUEST_SUCCESS", "approved"),
        ("REPLACEMENT_REQUEST_COMPLETE", "approved"),
        ("REFUND_OR_RETURN_REQUEST_REJECT", "rejected"),
        ("REJECT_RECEIVE_PACKAGE", "rejected"),
        ("REPLACEMENT_REQUEST_REJECT", "rejected"),
        ("RETURN_OR_REFUND_REQUEST_COMPLETE", "refunded"),
        ("REPLACEMENT_REQUEST_REFUND_SUCCESS", "refunded"),
    ],
)
def test_every_step_of_a_return_is_one_of_ours(written: str, status: str) -> None:
    told = subject(returned(written))
    assert (told.status, told.at, told.dated) == (status, AT, True)
    assert (told.external_id, told.order) == ("4035000000000000001", "576000000000000001")
    assert status in RETURN_STATUSES


@pytest.mark.parametrize(
    ("status", "code"),
    [
        ("RETURN_OR_REFUND_REQUEST_CANCEL", "return_closed"),
        ("RETURN_OR_REFUND__REQUEST_CANCELLED", "return_closed"),
        ("REPLACEMENT_REQUEST_CANCEL", "return_closed"),
        ("RETURN_ODD", "unknown_status"),
    ],
)
def test_a_return_that_was_taken_back_is_left_aside(status: str, code: str) -> None:
    assert hear(returned(status)) == Heard(ignored=code)


def test_the_older_push_tells_returns_and_cancellations_alike() -> None:
    said = {"order_id": "1", "reverse_order_id": "7", "update_time": UNIX}
    assert subject(push(2, **said, reverse_type=3, reverse_order_status=100)).status == "refunded"
    assert (
        subject(push(2, **said, reverse_event_type="ORDER_RETURN", reverse_order_status=1)).external_id == "7"
    )
    assert facts(push(2, **said, reverse_type=1, reverse_order_status=51)).cancelled_at == AT
    asked = push(2, **said, reverse_event_type="ORDER_REQUEST_CANCEL", reverse_order_status=1)
    assert hear(asked).ignored == "cancellation_asked"


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (3, "address_changed"),
        (4, "package_regrouped"),
        (5, "product_changed"),
        (6, "app_removed"),
        (7, "auth_expiring"),
        (13, "chat"),
        (14, "chat"),
        (16, "product_changed"),
        (35, "shop_mirrored"),
        (99, "unknown_type"),
        ("ORDER", "unknown_type"),
        (None, "no_event"),
    ],
)
def test_what_is_of_no_use_is_left_aside_with_its_code(kind: Any, code: str) -> None:
    assert hear(push(kind, message="Shop is deauthorized.", expiration_time="1627587506")) == Heard(
        ignored=code
    )


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"not json", "invalid_json"),
        (b"[1]", "invalid_json"),
        (order("UNPAID") | {"data": "{"}, "invalid_json"),
        (order("UNPAID") | {"data": None}, "missing_id"),
        (order("UNPAID", order_id=""), "missing_id"),
        (order("UNPAID", order_id=1.5e300), "missing_id"),
        (returned("AWAITING_BUYER_SHIP", return_id=None), "missing_id"),
        (order("UNPAID", update_time=True), "bad_date"),
        (order("UNPAID", update_time=10**20), "bad_date"),
        (order("UNPAID", update_time=12), "bad_date"),
        (order("UNPAID", update_time=UNIX + 86400), "future_date"),
        (order("UNPAID", order_id="9" * 121), "cell_too_long"),
    ],
)
def test_what_cannot_be_read_says_why(body: Any, code: str) -> None:
    assert outcome(hear, body) == code


def test_an_unknown_status_is_left_aside_and_the_next_one_is_heard() -> None:
    assert hear(order("TELEPORTED")) == Heard(ignored="unknown_status")
    assert hear(order(None)) == Heard(ignored="unknown_status")


@given(
    st.sampled_from([1, 2, 11, 12, "1", 3, 99]),
    ANY_JSON,
    st.dictionaries(
        st.sampled_from(
            ["order_id", "order_status", "update_time", "return_id", "return_status", "cancel_status"]
        )
        | st.sampled_from(["reverse_order_id", "reverse_order_status", "reverse_type", "reverse_event_type"]),
        ANY_JSON,
    ),
)
def test_whatever_the_body_is_it_is_heard_or_refused_with_a_code(
    kind: Any, odd: Any, data: dict[str, Any]
) -> None:
    whole = [order("UNPAID", **data), returned("AWAITING_BUYER_SHIP", **data) | {"type": kind}]
    bodies = [odd, {"type": kind, "data": odd}, {"type": odd, "timestamp": odd}, *whole]
    assert all(is_heard_or_refused(hear, body) for body in bodies)


@given(st.binary(max_size=40), st.text(max_size=80), st.text(max_size=20))
def test_verify_never_raises(raw: bytes, signature: str, secret: str) -> None:
    verdict = verify(raw, {"authorization": signature}, "", [secret, f"a:{secret}"], NOW)
    assert isinstance(verdict, RefusedCall)
