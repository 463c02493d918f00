import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import pytest
from django.conf import LazySettings

from sapa.accounts.models import Workspace
from sapa.base.instance import instance
from sapa.base.postgres.address import SUPERUSER, params
from sapa.base.postgres.connection import connect
from sapa.base.postgres.secrets import passwords
from sapa.base.scope import workspace_scope
from sapa.events.ingest import Ingest
from sapa.events.ingest.line import words
from sapa.events.models import Endpoint, Event, RawDelivery, RefusedDelivery
from sapa.events.services import (
    create_endpoint,
    process_raw,
    retire_old_secret,
    rotate_secret,
    switch_endpoint,
)

Headers = dict[str, str]
LATER = datetime.now(UTC) + timedelta(days=1)


class Door(NamedTuple):
    shop: Workspace
    endpoint: Endpoint
    secret: str

    def post(self, body: bytes = b"order-1", **changes: Any) -> "Request":
        path = f"/hooks/shop/{self.endpoint.public_id}/"
        return Request(path, body, {"x-secret": self.secret})._replace(**changes)

    def stored(self) -> list[RawDelivery]:
        with workspace_scope(self.shop.id):
            return list(RawDelivery.objects.order_by("id"))

    def refused(self) -> dict[str, int]:
        with workspace_scope(self.shop.id):
            return dict(RefusedDelivery.objects.values_list("code", "count"))


class Request(NamedTuple):
    path: str
    body: bytes = b""
    headers: Headers = {}
    method: str = "POST"
    query: str = ""
    stalls: bool = False


@pytest.fixture
def door(committed_shop: Workspace, now: datetime) -> Door:
    with workspace_scope(committed_shop.id):
        endpoint, secret = create_endpoint(kind="shop", label="Toko Sari", now=now)
    return Door(committed_shop, endpoint, secret)


def send(*requests: Request, patience: float = 5.0) -> list[tuple[int, bytes]]:
    """All at once against an application of their own, as a server would call it."""

    async def _all() -> list[tuple[int, bytes]]:
        app = Ingest(patience=patience)
        try:
            return await asyncio.gather(*(_one(app, request) for request in requests))
        finally:
            await app.stop()

    return asyncio.run(_all())


async def _one(app: Ingest, request: Request) -> tuple[int, bytes]:
    sent: list[Any] = []
    half = len(request.body) // 2
    parts = [(request.body[:half], True), (request.body[half:], False)][: 1 if request.stalls else 2]

    async def receive() -> Any:
        if not parts:
            await asyncio.sleep(60)
        body, more = parts.pop(0)
        return {"type": "http.request", "body": body, "more_body": more}

    async def answer(message: Any) -> None:
        sent.append(message)

    headers = [(name.encode(), value.encode()) for name, value in request.headers.items()]
    scope: Any = {"type": "http", "path": request.path, "method": request.method, "headers": headers}
    scope["query_string"] = request.query.encode()
    await app(scope, receive, answer)
    return sent[0]["status"], sent[1]["body"]


def test_a_genuine_body_is_committed_as_received_before_the_200(door: Door) -> None:
    body = b'{"name":"\x00\xff\xfe Dewi \xed\xa0\x80"}'
    headers = {
        "x-secret": door.secret,
        "x-topic": "orders/paid",
        "content-type": "application/json",
        "cookie": "a",
    }
    assert send(door.post(body, headers=headers)) == [(200, b"")]
    [stored] = door.stored()
    assert (bytes(stored.body), stored.kind, stored.state) == (body, "shop", "new")
    assert stored.headers == {"content-type": "application/json", "x-topic": "orders/paid"}
    assert stored.next_at == stored.received_at


def test_a_hundred_deliveries_at_once_are_all_stored(door: Door) -> None:
    answers = send(*(door.post(f"order-{n}".encode()) for n in range(100)))
    assert answers == [(200, b"")] * 100
    assert {bytes(row.body) for row in door.stored()} == {f"order-{n}".encode() for n in range(100)}


def test_five_deliveries_of_one_body_make_one_event(door: Door) -> None:
    assert send(*[door.post()] * 5) == [(200, b"")] * 5
    assert (len(door.stored()), process_raw(now=LATER)) == (5, 5)
    with workspace_scope(door.shop.id):
        assert Event.objects.count() == 1


def test_unsigned_and_wrongly_signed_leave_nothing_but_a_count(door: Door) -> None:
    wrong = [door.post(headers={}), door.post(headers={"x-secret": "guess"})]
    assert send(*wrong, *wrong) == [(401, b"")] * 4
    assert send(wrong[0]) == [(401, b"")]
    assert (door.stored(), door.refused()) == ([], {"wrong_signature": 5})


def test_a_body_over_the_limit_is_refused_and_counted(door: Door, settings: LazySettings) -> None:
    settings.SAPA = settings.SAPA.model_copy(update={"max_body": 1000})
    big, declared = door.post(b"x" * 1001), door.post(headers={"content-length": "9999999"})
    assert send(big, declared, door.post(b"x" * 1000)) == [(413, b""), (413, b""), (200, b"")]
    assert ([len(row.body) for row in door.stored()], door.refused()) == ([1000], {"too_large": 2})


def test_a_caller_that_stalls_is_sent_away_while_others_are_served(door: Door) -> None:
    assert send(door.post(stalls=True), door.post(), patience=0.05) == [(408, b""), (200, b"")]
    assert (len(door.stored()), door.refused()) == (1, {"too_slow": 1})


def test_unknown_addresses_are_not_found(door: Door) -> None:
    unknown = "/hooks/shop/9c5b94b1-35ad-49bb-b118-8e8fc24abf80/"
    mine = door.endpoint.public_id
    paths = [
        unknown,
        f"/hooks/mute/{mine}/",
        f"/hooks/nobody/{mine}/",
        "/hooks/shop/1/",
        "/hooks/",
        f"/hooks/shop/{mine}/x",
    ]
    assert send(*(door.post(path=path) for path in paths)) == [(404, b"")] * 6
    assert send(door.post(path=f"/hooks/shop/{mine}")) == [(200, b"")]


def test_a_switched_off_address_is_not_found(door: Door) -> None:
    with workspace_scope(door.shop.id):
        switch_endpoint(endpoint_id=door.endpoint.id, active=False)
    assert send(door.post()) == [(404, b"")]


def test_other_methods_are_not_allowed(door: Door) -> None:
    methods = ("HEAD", "PUT", "DELETE", "OPTIONS", "PATCH")
    assert send(*(door.post(method=method) for method in methods)) == [(405, b"")] * 5
    assert send(Request("/hooks/mute/9c5b94b1-35ad-49bb-b118-8e8fc24abf80/", method="GET")) == [(405, b"")]


def test_an_empty_probe_is_welcome_and_not_stored(door: Door) -> None:
    assert send(door.post(b"", headers={})) == [(200, b"")]
    assert door.stored() == []


def test_a_challenge_is_answered_only_with_the_secret(door: Door) -> None:
    right = door.post(method="GET", query=f"token={door.secret}&challenge=%3Cb%3E42")
    assert send(right, right._replace(query="token=guess&challenge=42")) == [(200, b"<b>42"), (403, b"")]
    assert door.refused() == {"wrong_challenge": 1}


def test_two_secrets_are_accepted_while_one_replaces_the_other(door: Door) -> None:
    with workspace_scope(door.shop.id):
        fresh = rotate_secret(endpoint_id=door.endpoint.id)
    old, new = door.post(), door.post(headers={"x-secret": fresh})
    assert send(old, new) == [(200, b"")] * 2
    with workspace_scope(door.shop.id):
        retire_old_secret(endpoint_id=door.endpoint.id)
    assert send(old, new) == [(401, b""), (200, b"")]


def test_secrets_are_sealed_to_their_endpoint(door: Door) -> None:
    with workspace_scope(door.shop.id):
        other, _ = create_endpoint(kind="shop", label="", now=LATER)
        Endpoint.objects.filter(id=other.id).update(secrets=door.endpoint.secrets)
    assert door.secret not in str(door.endpoint.secrets)
    assert send(door.post(path=f"/hooks/shop/{other.public_id}/")) == [(503, b"")]


def test_without_the_database_nobody_hears_200_and_the_next_delivery_is_stored(
    door: Door, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as away:
        away.setitem(settings.DATABASES["ingest"], "PORT", "1")
        assert send(door.post(), door.post()) == [(503, b"")] * 2
    assert send(door.post()) == [(200, b"")]
    assert len(door.stored()) == 1


def test_a_connection_cut_between_deliveries_is_opened_again(door: Door) -> None:
    async def _scenario() -> list[tuple[int, bytes]]:
        app = Ingest()
        answers = [await _one(app, door.post())]
        await asyncio.to_thread(_cut_connections)
        answers += [await _one(app, door.post()) for _ in range(2)]
        await app.stop()
        return answers

    statuses = [status for status, _ in asyncio.run(_scenario())]
    assert statuses == [200, 503, 200]
    assert len(door.stored()) == 2


def _cut_connections() -> None:
    home = instance().home
    with connect(params(home, SUPERUSER, passwords(home).superuser, words()["dbname"])) as server:
        found = server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND application_name = 'sapa ingest'"
        ).fetchall()
    assert found == [(True,)] * 2


def test_bodies_never_reach_the_log(door: Door, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("DEBUG"):
        send(door.post(b"broken"), door.post(b"unreadable"), door.post(b"Dewi", headers={}))
        process_raw(now=LATER)
    assert not any(word in caplog.text for word in ("Dewi", "b'broken'", "ValueError: broken"))
    assert "failed" in caplog.text
