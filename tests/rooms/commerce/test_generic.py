"""Signed JSON becomes orders; what cannot be read says why."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from sapa.accounts.models import Workspace
from sapa.base.signatures import sign, timestamp_of
from sapa.commerce.models import Order
from sapa.commerce.sources.generic import (
    Mapping,
    apply,
    parse,
    remember_mapping,
    verify,
)
from sapa.events.models import Endpoint, Event, RawDelivery
from sapa.events.schemas import Accepted, RefusedCall, Unreadable
from sapa.events.services import create_endpoint

WIB = ZoneInfo("Asia/Jakarta")
SECRET = "kunci-rahasia"
ORDER: dict[str, Any] = {
    "order": {"id": "A-1001", "placed_at": "2026-09-15T09:00:00+07:00", "total": 250000, "goods": "2 kemeja"},
    "customer": {"name": "Dewi Lestari", "phone": "0812-1111-2222", "province": "DKI Jakarta"},
}


@pytest.fixture
def endpoint(shop: Workspace, now: datetime) -> Endpoint:
    return create_endpoint(kind="generic", label="Toko daring", now=now)[0]


def deliver(endpoint: Endpoint, at: datetime, *bodies: Any) -> None:
    raw = [body if isinstance(body, bytes) else json.dumps(body).encode() for body in bodies]
    rows = [
        RawDelivery(endpoint=endpoint, kind="generic", body=body, received_at=at, next_at=at) for body in raw
    ]
    apply(rows, at)


def events() -> list[str]:
    return list(Event.objects.order_by("id").values_list("name", flat=True))


def test_a_genuine_call_is_accepted_with_and_without_a_timestamp(now: datetime) -> None:
    body, stamp = json.dumps(ORDER).encode(), timestamp_of(now)
    timed = {"x-sapa-signature": sign(body, SECRET, stamp), "x-sapa-timestamp": stamp}
    plain = {"x-sapa-signature": sign(body, SECRET)}
    assert verify(body, timed, "", [SECRET], now) == Accepted()
    assert verify(body, plain, "", ["new", SECRET], now) == Accepted()


def test_a_call_that_is_not_genuine_says_why(now: datetime) -> None:
    old = timestamp_of(now - timedelta(hours=1))
    stale = {"x-sapa-signature": sign(b"{}", SECRET, old), "x-sapa-timestamp": old}
    assert verify(b"{}", {}, "", [SECRET], now) == RefusedCall("unsigned")
    assert verify(b"{}", {"x-sapa-signature": "sha256=00"}, "", [SECRET], now) == RefusedCall(
        "wrong_signature"
    )
    assert verify(b"{}", stale, "", [SECRET], now) == RefusedCall("stale")


def test_an_order_arrives_as_row_and_event(endpoint: Endpoint, now: datetime) -> None:
    deliver(endpoint, now, ORDER)
    order = Order.objects.select_related("contact").get()
    assert (order.number, order.amount, order.goods) == ("A-1001", 250_000, "2 kemeja")
    assert (order.contact.phone, order.status) == ("+6281211112222", "awaiting_payment")
    assert events() == ["order.placed"]


def test_the_same_delivery_five_times_is_one_order(endpoint: Endpoint, now: datetime) -> None:
    deliver(endpoint, now, ORDER, ORDER)
    for _ in range(3):
        deliver(endpoint, now, ORDER)
    assert Order.objects.count() == 1
    assert events() == ["order.placed"]


def test_a_short_message_moves_a_known_order_on(endpoint: Endpoint, now: datetime) -> None:
    deliver(endpoint, now, ORDER)
    deliver(endpoint, now + timedelta(hours=1), {"order": {"id": "A-1001", "status": "paid"}})
    order = Order.objects.get()
    assert (order.status, order.paid_at, order.goods) == ("paid", now + timedelta(hours=1), "2 kemeja")
    assert events() == ["order.placed", "payment.received"]


def test_a_short_message_may_follow_in_the_same_batch(endpoint: Endpoint, now: datetime) -> None:
    deliver(endpoint, now, ORDER, {"order": {"id": "A-1001", "status": "paid"}})
    assert Order.objects.get().status == "paid"


@pytest.mark.parametrize("together", [True, False])
def test_a_payment_time_that_is_known_is_not_guessed_anew(
    endpoint: Endpoint, now: datetime, together: bool
) -> None:
    paid = {"order": {"id": "A-1001", "status": "paid", "paid_at": "2026-09-15T09:40:00+07:00"}}
    shipped = {"order": {"id": "A-1001", "status": "shipped"}}
    for batch in [[ORDER, paid, shipped]] if together else [[ORDER], [paid], [shipped]]:
        deliver(endpoint, now, *batch)
    order = Order.objects.get()
    assert (order.paid_at, order.shipped_at) == (datetime(2026, 9, 15, 2, 40, tzinfo=UTC), now)


def test_an_older_message_that_comes_late_changes_nothing(endpoint: Endpoint, now: datetime) -> None:
    newer = {"order": {**ORDER["order"], "goods": "3 kemeja"}, "updated_at": "2026-09-15T09:50:00+07:00"}
    older = {"order": {**ORDER["order"], "goods": "1 kemeja"}, "updated_at": "2026-09-15T09:10:00+07:00"}
    deliver(endpoint, now, ORDER | newer)
    deliver(endpoint, now, ORDER | older)
    assert Order.objects.get().goods == "3 kemeja"


def test_other_shapes_are_read_by_a_mapping(endpoint: Endpoint, now: datetime) -> None:
    paths = {"order_id": "no", "phone": "pembeli.hp", "placed_at": "tgl", "total_amount": "bayar"}
    remember_mapping(endpoint_id=endpoint.pk, mapping=Mapping(paths, "data"), now=now)
    body = {"data": [{"no": 7, "pembeli": {"hp": "081211112222"}, "tgl": "15/09/2026 09.00", "bayar": 99.5}]}
    deliver(endpoint, now, body)
    order = Order.objects.get()
    assert (order.number, order.amount, order.placed_at) == (
        "7",
        100,
        datetime(2026, 9, 15, 2, 0, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"{not json", "invalid_json"),
        (b"\xff\xfe", "invalid_json"),
        (b"[" * 100_000, "invalid_json"),
        (b'{"order": {"id": 1e99999999999999999999}}', "invalid_json"),
        (b"[]", "no_order"),
        (b'"text"', "no_order"),
        (b'{"order": {"placed_at": "2026-09-15"}}', "missing_order_id"),
        (b'{"order": {"id": "A1"}}', "missing_date"),
        (b'{"order": {"id": "A1", "placed_at": "2026-09-15"}}', "phone_empty_input"),
        (b'{"order": {"id": "A1", "placed_at": "soon"}, "customer": {"phone": "081211112222"}}', "bad_date"),
        (
            b'{"order": {"id": "A1", "placed_at": "2026-12-01"}, "customer": {"phone": "081211112222"}}',
            "future_date",
        ),
        (b'{"order": {"id": "A1"}, "updated_at": "x"}', "bad_date"),
    ],
)
def test_what_cannot_be_read_says_why(now: datetime, body: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        parse(body, Mapping(), zone=WIB, received_at=now)
    assert refused.value.code == code


def test_strange_signs_do_not_reach_the_database(endpoint: Endpoint, now: datetime) -> None:
    named = ORDER["customer"] | {"name": "De\u0000wi \ud800"}
    deliver(endpoint, now, ORDER | {"customer": named})
    assert Order.objects.select_related("contact").get().contact.name == "Dewi ?"


def test_a_clock_that_runs_a_little_ahead_is_forgiven(now: datetime) -> None:
    soon = ORDER["order"] | {"placed_at": (now + timedelta(minutes=10)).isoformat()}
    (said,) = parse(json.dumps(ORDER | {"order": soon}).encode(), Mapping(), zone=WIB, received_at=now)
    assert (said.facts.placed_at, said.facts.payment_deadline) == (now, now + timedelta(hours=24))
