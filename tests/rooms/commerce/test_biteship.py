"""Parcels that Biteship tells of, however it shapes them, and never who drives them."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sapa.commerce.schemas import Heard, Told
from sapa.commerce.sources.biteship import parse, verify
from sapa.domain.subjects import SHIPMENT_STATUSES
from sapa.events.schemas import Accepted, Probe, RefusedCall
from tests.rooms.commerce.pushes import ANY_JSON, AT, NOW, UNIX, hearing, is_heard_or_refused, outcome

hear = hearing(parse)
SECRET = "X-Toko-Sari: rahasia:kurir"
FLAT: dict[str, Any] = {
    "event": "order.status",
    "order_id": "6501aa20bd1f",
    "order_price": 18000,
    "courier_tracking_id": "TRK-77",
    "courier_waybill_id": "JX0001234567",
    "courier_company": "jnt",
    "courier_type": "ez",
    "courier_driver_name": "Joko Pengantar",
    "courier_driver_phone": "081399990000",
    "courier_driver_photo_url": "https://foto.example/joko.jpg",
    "courier_driver_plate_number": "B 1234 XYZ",
    "courier_link": "https://lacak.example/TRK-77",
    "status": "picked",
    "updated_at": "2026-09-15T09:30:00+07:00",
}
NESTED: dict[str, Any] = {
    "event": "order.status",
    "order_id": "6501aa20bd1f",
    "status": "dropping_off",
    "courier": {
        "company": "sicepat",
        "type": "reg",
        "name": "Joko Pengantar",
        "phone": "081399990000",
        "tracking_id": "TRK-78",
        "waybill_id": "000987654321",
        "link": "https://lacak.example/TRK-78",
    },
}


def parcel(body: Any) -> Told:
    [(kind, told)] = hear(body).subjects
    assert kind == "shipment"
    return told


def test_the_header_that_the_shop_chose_opens_the_door_in_any_case() -> None:
    headers = {"x-toko-sari": "rahasia:kurir"}
    assert verify(b"{}", headers, "", ["x-TOKO-sari:rahasia:kurir"], NOW) == Accepted()
    assert verify(b"{}", headers, "", [SECRET], NOW) == Accepted()


def test_while_the_secret_changes_both_headers_are_taken() -> None:
    secrets = ["X-Baru: dua", SECRET]
    assert verify(b"{}", {"x-toko-sari": "rahasia:kurir"}, "", secrets, NOW) == Accepted()
    assert verify(b"{}", {"x-baru": "dua"}, "", secrets, NOW) == Accepted()


@pytest.mark.parametrize("headers", [{}, {"x-toko-sari": ""}, {"authorization": "rahasia:kurir"}])
def test_without_the_header_a_call_is_unsigned(headers: dict[str, str]) -> None:
    assert verify(b"{}", headers, "", [SECRET], NOW) == RefusedCall("unsigned")


@pytest.mark.parametrize("value", ["rahasia", "RAHASIA:KURIR", "rahasia:kurirr", "rahasia\ud800"])
def test_another_value_is_a_wrong_signature(value: str) -> None:
    assert verify(b"{}", {"x-toko-sari": value}, "", [SECRET], NOW) == RefusedCall("wrong_signature")


@pytest.mark.parametrize("secret", ["", "tanpa titik dua", "X-Toko-Sari:", ": rahasia"])
def test_a_secret_that_is_none_opens_for_nobody(secret: str) -> None:
    assert isinstance(verify(b"{}", {"x-toko-sari": ""}, "", [secret], NOW), RefusedCall)


@pytest.mark.parametrize("raw", [b"", b" \n"])
def test_an_empty_body_is_biteship_trying_the_address(raw: bytes) -> None:
    assert verify(raw, {}, "", [SECRET], NOW) == Probe()


def test_the_flat_shape_tells_courier_waybill_link_and_time() -> None:
    told = parcel(FLAT)
    assert (told.external_id, told.status, told.order) == ("6501aa20bd1f", "picked_up", "6501aa20bd1f")
    assert (told.at, told.dated) == (datetime(2026, 9, 15, 2, 30, tzinfo=UTC), True)
    assert told.values == {
        "courier": "J&T",
        "tracking_number": "JX0001234567",
        "link": "https://lacak.example/TRK-77",
    }


def test_the_nested_shape_tells_the_same_and_without_a_time_it_was_so_when_heard() -> None:
    told = parcel(NESTED)
    assert (told.status, told.at, told.dated) == ("out_for_delivery", NOW, False)
    assert told.values == {
        "courier": "SiCepat",
        "tracking_number": "000987654321",
        "link": "https://lacak.example/TRK-78",
    }


@pytest.mark.parametrize("body", [FLAT, NESTED])
def test_nothing_of_the_driver_is_kept(body: dict[str, Any]) -> None:
    kept = repr(hear(body))
    assert not [word for word in ("Joko", "0813", "B 1234", "foto.example") if word in kept]


@pytest.mark.parametrize(
    ("written", "status"),
    [
        ("confirmed", "confirmed"),
        ("scheduled", "confirmed"),
        ("allocated", "confirmed"),
        ("picking_up", "picking_up"),
        ("pickingUp", "picking_up"),
        ("Picking Up", "picking_up"),
        ("picked", "picked_up"),
        ("dropping_off", "out_for_delivery"),
        ("droppingOff", "out_for_delivery"),
        ("DELIVERED", "delivered"),
        ("on_hold", "on_hold"),
        ("onHold", "on_hold"),
        ("return_in_transit", "returning"),
        ("returnInTransit", "returning"),
        ("returned", "returned"),
        ("rejected", "cancelled"),
        ("courier_not_found", "cancelled"),
        ("courierNotFound", "cancelled"),
        ("cancelled", "cancelled"),
        ("canceled", "cancelled"),
        ("disposed", "lost"),
    ],
)
def test_every_status_of_biteship_is_one_of_ours(written: str, status: str) -> None:
    assert parcel(FLAT | {"status": written}).status == status
    assert status in SHIPMENT_STATUSES


def test_a_waybill_that_came_later_is_told_with_what_is_known_of_the_status() -> None:
    body = {"event": "order.waybill_id", "order_id": "A9", "courier_waybill_id": "JNE-55", "status": "odd"}
    told = parcel(body)
    assert (told.external_id, told.status, told.values) == ("A9", "", {"tracking_number": "JNE-55"})
    assert parcel(body | {"status": "allocated"}).status == "confirmed"


def test_the_shops_own_number_names_the_order_where_biteship_repeats_it() -> None:
    assert parcel(FLAT | {"reference_id": "A-1001"}).order == "A-1001"
    assert parcel(FLAT | {"order_id": 5301}).external_id == "5301"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"event": "order.price", "price": 21000}, "price_changed"),
        ({"event": "order.gifted"}, "unknown_type"),
        ({"status": "teleported"}, "unknown_status"),
        ({"status": None}, "unknown_status"),
    ],
)
def test_what_is_of_no_use_is_left_aside_with_its_code(change: dict[str, Any], code: str) -> None:
    assert hear(FLAT | change) == Heard(ignored=code)


def test_a_body_without_event_and_status_says_nothing() -> None:
    assert hear({}) == Heard(ignored="no_event")
    assert parcel({"order_id": "A9", "status": "picked"}).status == "picked_up"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"{", "invalid_json"),
        (b"[]", "invalid_json"),
        (b'"picked"', "invalid_json"),
        (b'{"a": 1e99999999999999999999}', "invalid_json"),
        (b"\xff\xfe\x00", "invalid_json"),
        (FLAT | {"order_id": None}, "missing_id"),
        (FLAT | {"order_id": {}}, "missing_id"),
        (FLAT | {"updated_at": "kemarin"}, "bad_date"),
        (FLAT | {"updated_at": "2026-09-16T00:00:00Z"}, "future_date"),
        (FLAT | {"courier_waybill_id": "9" * 81}, "cell_too_long"),
    ],
)
def test_what_cannot_be_read_says_why(body: Any, code: str) -> None:
    assert outcome(hear, body) == code


def test_a_clock_a_little_ahead_is_forgiven_and_unix_times_are_read() -> None:
    assert parcel(FLAT | {"updated_at": "2026-09-15T05:10:00Z"}).at == NOW
    assert parcel(FLAT | {"updated_at": UNIX}).at == AT


def test_links_that_are_no_addresses_of_the_web_say_nothing() -> None:
    assert "link" not in parcel(FLAT | {"courier_link": "javascript:alert(1)"}).values


@given(ANY_JSON, st.dictionaries(st.sampled_from(sorted(FLAT)), ANY_JSON, max_size=6))
def test_whatever_the_body_is_it_is_heard_or_refused_with_a_code(body: Any, change: dict[str, Any]) -> None:
    nested = NESTED | change | {"courier": body}
    assert all(is_heard_or_refused(hear, one) for one in (body, FLAT | change, nested))


@given(st.binary(max_size=60), st.text(max_size=30), st.text(max_size=30))
def test_verify_never_raises(raw: bytes, value: str, secret: str) -> None:
    verdict = verify(raw, {"x-toko-sari": value, "": value}, "", [secret, f"X-Toko-Sari:{secret}"], NOW)
    assert isinstance(verdict, Accepted | Probe | RefusedCall)
