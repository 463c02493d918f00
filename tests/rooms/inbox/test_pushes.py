"""Notices pushed to browsers: sealed, without names, once, and quiet for whoever is off duty."""

import json
from datetime import datetime, timedelta
from unittest.mock import AsyncMock

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.test import Client

from sapa.accounts.models import User, Workspace
from sapa.base.egress import Answer
from sapa.base.webpush import Browser, lettered
from sapa.inbox.models import Notice, PushAddress
from sapa.inbox.services import notices, pushes
from sapa.web.errors import Refused
from tests.rooms.inbox.team import person, waits

POINT = (
    generate_private_key(SECP256R1()).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
)
KEYS = {"p256dh": lettered(POINT), "auth": lettered(b"0123456789abcdef")}
ADDRESS = "https://push.test/send/abc"
SOON = timedelta(seconds=6)


class Service:
    """A push service: what it was sent, and with which status it answers."""

    def __init__(self) -> None:
        self.status, self.words, self.headers = 201, list[dict[str, str]](), list[dict[str, str]]()

    def seal(self, browser: Browser, words: bytes) -> bytes:
        assert browser.p256dh == POINT
        self.words.append(json.loads(words))
        return b"sealed"

    async def take(self, _session: object, _method: str, _url: str, **given: dict[str, str]) -> Answer:
        self.headers.append(given["headers"])
        return Answer(self.status, {}, b"")


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Service:
    found = Service()
    monkeypatch.setattr(pushes, "seal_for", found.seal)
    monkeypatch.setattr(pushes, "fetch", AsyncMock(side_effect=found.take))
    return found


@pytest.fixture
def ani(shop: Workspace, now: datetime) -> int:
    pk = person("Ani")
    pushes.subscribe(user_id=pk, address=ADDRESS, **KEYS, now=now)
    return pk


def told(whom: int, kind: str, now: datetime) -> None:
    notices.tell(kind=kind, user_ids=[whom], conversation_id=waits(now).pk, now=now)


def test_a_notice_is_pushed_once_without_a_name(ani: int, service: Service, now: datetime) -> None:
    told(ani, "assigned", now)
    assert [pushes.push_notices(now=now + SOON) for _ in range(2)] == [1, 0]
    (words,) = service.words
    assert words["body"] == "Percakapan ini sekarang milik Anda." or "yours now" in words["body"]
    assert "Made" not in json.dumps(words)
    assert words["url"].startswith("/kotak-masuk/pemberitahuan/")
    assert service.headers[0]["Authorization"].startswith("vapid t=")


def test_a_browser_that_is_gone_is_forgotten(ani: int, service: Service, now: datetime) -> None:
    told(ani, "assigned", now)
    service.status = 410
    pushes.push_notices(now=now + SOON)
    assert not PushAddress.objects.exists()


def test_a_service_that_is_down_costs_nobody_the_address(ani: int, service: Service, now: datetime) -> None:
    told(ani, "assigned", now)
    service.status = 503
    pushes.push_notices(now=now + SOON)
    assert PushAddress.objects.count() == 1


def test_at_night_only_a_hand_off_speaks(ani: int, service: Service, now: datetime) -> None:
    night = now + timedelta(hours=12)
    told(ani, "message", night)
    pushes.push_notices(now=night + SOON)
    assert service.words == []
    talk = Notice.objects.get().conversation_id
    notices.tell(kind="handed_off", user_ids=[ani], conversation_id=talk, now=night)
    pushes.push_notices(now=night + SOON)
    assert [one["Urgency"] for one in service.headers] == ["high"]


def test_what_was_seen_meanwhile_is_not_pushed(ani: int, service: Service, now: datetime) -> None:
    told(ani, "assigned", now)
    notices.see(user_id=ani, now=now)
    assert (pushes.push_notices(now=now + SOON), service.words) == (0, [])


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
