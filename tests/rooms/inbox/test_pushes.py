"""Notices pushed to browsers: sealed, without names, once, and quiet for whoever is off duty."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDH,
    SECP256R1,
    EllipticCurvePublicKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.test import Client

from sapa.accounts.models import User, Workspace
from sapa.base import egress
from sapa.base.instance import instance
from sapa.base.webpush import lettered
from sapa.inbox.models import Notice, PushAddress
from sapa.inbox.services import notices, pushes
from sapa.web.errors import Refused
from tests.rooms.events.receiver import Receiver, receiving
from tests.rooms.inbox.team import person, waits

OWN = generate_private_key(SECP256R1())
POINT = OWN.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
AUTH = b"0123456789abcdef"
KEYS = {"p256dh": lettered(POINT), "auth": lettered(AUTH)}
ADDRESS = "https://push.test/send/abc"
SOON = timedelta(seconds=6)


@pytest.fixture
def service(ani: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    """A push service on this machine; the address of Ani's browser lies there."""
    with receiving() as found:
        allowed = instance().model_copy(update={"egress_allow": (found.endpoint,)})
        monkeypatch.setattr(egress, "instance", lambda: allowed)
        found.answers = [201]
        PushAddress.objects.update(address=found.url)
        yield found


def opened(body: bytes) -> dict[str, str]:
    """As the browser does it (RFC 8291, 3.4)."""
    salt, theirs, sealed = body[:16], body[21:86], body[86:]
    shared = OWN.exchange(ECDH(), EllipticCurvePublicKey.from_encoded_point(SECP256R1(), theirs))
    secret = HKDF(SHA256(), 32, salt=AUTH, info=b"WebPush: info\x00" + POINT + theirs).derive(shared)
    key = HKDF(SHA256(), 16, salt=salt, info=b"Content-Encoding: aes128gcm\x00").derive(secret)
    nonce = HKDF(SHA256(), 12, salt=salt, info=b"Content-Encoding: nonce\x00").derive(secret)
    told: dict[str, str] = json.loads(AESGCM(key).decrypt(nonce, sealed, None).removesuffix(b"\x02"))
    return told


@pytest.fixture
def ani(shop: Workspace, now: datetime) -> int:
    pk = person("Ani")
    pushes.subscribe(user_id=pk, address=ADDRESS, **KEYS, now=now)
    return pk


def told(whom: int, kind: str, now: datetime) -> None:
    notices.tell(kind=kind, user_ids=[whom], conversation_id=waits(now).pk, now=now)


def test_a_notice_is_pushed_once_without_a_name(ani: int, service: Receiver, now: datetime) -> None:
    told(ani, "assigned", now)
    assert [pushes.push_notices(now=now + SOON) for _ in range(2)] == [1, 0]
    ((headers, body),) = service.heard
    words = opened(body)
    assert words["body"]
    assert "Made" not in json.dumps(words)
    assert words["url"].startswith("/kotak-masuk/pemberitahuan/")
    assert headers["authorization"].startswith("vapid t=")
    assert (headers["content-encoding"], headers["ttl"]) == ("aes128gcm", "3600")


def test_a_browser_that_is_gone_is_forgotten(ani: int, service: Receiver, now: datetime) -> None:
    told(ani, "assigned", now)
    service.answers = [410]
    pushes.push_notices(now=now + SOON)
    assert not PushAddress.objects.exists()


def test_a_service_that_is_down_costs_nobody_the_address(ani: int, service: Receiver, now: datetime) -> None:
    told(ani, "assigned", now)
    service.answers = [503]
    pushes.push_notices(now=now + SOON)
    assert PushAddress.objects.count() == 1


def test_at_night_only_a_hand_off_speaks(ani: int, service: Receiver, now: datetime) -> None:
    night = now + timedelta(hours=12)
    told(ani, "message", night)
    pushes.push_notices(now=night + SOON)
    assert service.heard == []
    talk = Notice.objects.get().conversation_id
    notices.tell(kind="handed_off", user_ids=[ani], conversation_id=talk, now=night)
    pushes.push_notices(now=night + SOON)
    assert [headers["urgency"] for headers, _body in service.heard] == ["high"]


def test_what_was_seen_meanwhile_is_not_pushed(ani: int, service: Receiver, now: datetime) -> None:
    told(ani, "assigned", now)
    notices.see(user_id=ani, now=now)
    assert (pushes.push_notices(now=now + SOON), service.heard) == (0, [])


def test_keys_are_sealed_and_a_browser_has_one_person(shop: Workspace, now: datetime) -> None:
    ani, eko = person("Ani"), person("Eko")
    for one in (ani, eko):
        pushes.subscribe(user_id=one, address=ADDRESS, **KEYS, now=now)
    row = PushAddress.objects.get()
    assert row.user_id == eko
    assert KEYS["auth"].encode() not in bytes(row.sealed)


@pytest.mark.parametrize(
    "wrong",
    [
        {"address": "http://push.test/a"},
        {"address": "https://"},
        {"p256dh": "zzz"},
        {"auth": ""},
        {"address": "https://push.test/" + "a" * 1000},
    ],
)
def test_what_no_push_service_gave_is_refused(shop: Workspace, now: datetime, wrong: dict[str, str]) -> None:
    with pytest.raises(Refused):
        pushes.subscribe(**({"user_id": 1, "address": ADDRESS, "now": now} | KEYS | wrong))  # type: ignore[arg-type]


def test_a_browser_asks_and_takes_it_back_over_the_page(shop: Workspace) -> None:
    client = Client()
    client.force_login(User.objects.get(pk=person("Ani")))
    given = {"address": ADDRESS, **KEYS}
    assert client.post("/kotak-masuk/pemberitahuan/perangkat/", given).status_code == 204
    assert PushAddress.objects.exists()
    client.post("/kotak-masuk/pemberitahuan/perangkat/lepas/", {"address": ADDRESS})
    assert not PushAddress.objects.exists()


def test_the_home_screen_has_its_manifest_worker_and_page_without_a_network(db: None) -> None:
    client = Client()
    assert client.get("/manifest.webmanifest").json()["start_url"] == "/"
    assert client.get("/sw.js").headers["Content-Type"].startswith("text/javascript")
    away = client.get("/luring/").content.decode()
    assert "csrf" not in away


def test_a_second_hand_off_speaks_again_though_the_first_was_not_looked_at(
    ani: int, service: Receiver, now: datetime
) -> None:
    where = waits(now)
    for at in (now, now + timedelta(hours=1)):
        notices.tell(kind="handed_off", user_ids=[ani], conversation_id=where.pk, now=at)
        pushes.push_notices(now=at + SOON)
    assert (len(service.heard), Notice.objects.get().count) == (2, 2)
