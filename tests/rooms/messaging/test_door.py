from datetime import datetime, timedelta

import pytest

from sapa.base.signatures import sign
from sapa.events.models import RawDelivery
from sapa.events.schemas import Accepted, RefusedCall, Unreadable
from sapa.messaging.channels.whatsapp import apply, challenge, verify, verify_token
from sapa.messaging.models import Channel, Message
from tests.rooms.messaging.bodies import body, raw, text_message

HEADER = "x-hub-signature-256"


def delivery(channel: Channel, content: bytes, now: datetime) -> RawDelivery:
    return RawDelivery(
        endpoint_id=channel.endpoint_id or 0, kind="whatsapp", received_at=now, body=content, next_at=now
    )


def test_only_a_signature_of_the_raw_bytes_opens_the_door(now: datetime) -> None:
    genuine = {HEADER: sign(b'{"a": 1}', "rahasia")}
    assert verify(b'{"a": 1}', genuine, "", ["rahasia"], now) == Accepted()
    assert verify(b'{"a":1}', genuine, "", ["rahasia"], now) == RefusedCall("wrong_signature")
    assert verify(b'{"a": 1}', {}, "", ["rahasia"], now) == RefusedCall("unsigned")
    assert verify(b'{"a": 1}', genuine, "", [], now) == RefusedCall("wrong_signature")


def test_the_probe_of_meta_is_answered_with_its_challenge() -> None:
    query = {"hub.mode": "subscribe", "hub.challenge": "1158", "hub.verify_token": verify_token("rahasia")}
    assert challenge(query, ["baru", "rahasia"]) == "1158"
    assert challenge(query | {"hub.verify_token": "salah"}, ["rahasia"]) is None
    assert challenge(query | {"hub.mode": "unsubscribe"}, ["rahasia"]) is None


def test_bodies_are_applied_and_show_that_the_way_in_is_alive(
    channel: Channel, dewi: int, now: datetime
) -> None:
    content = raw(body(messages=[text_message("wamid.1", "Halo", now)]))
    apply([delivery(channel, content, now), delivery(channel, content, now + timedelta(seconds=1))], now)
    assert Message.objects.get().text == "Halo"
    assert Channel.objects.get().last_inbound_at == now + timedelta(seconds=1)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"[" * 100_000])
def test_what_is_no_json_is_unreadable(channel: Channel, content: bytes, now: datetime) -> None:
    with pytest.raises(Unreadable, match="invalid_json"):
        apply([delivery(channel, content, now)], now)


def test_a_number_of_somebody_else_is_parked(channel: Channel, now: datetime) -> None:
    said = raw(body(messages=[text_message("wamid.1", "Halo", now)])).replace(b"106540352242922", b"999")
    with pytest.raises(Unreadable, match="foreign_number"):
        apply([delivery(channel, said, now)], now)
    assert not Message.objects.exists()
