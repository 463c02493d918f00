"""Every body of the table, signed and posted through the real door, then applied by a worker (IN-01, IN-02)."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import LazySettings

from sapa.base.scope import workspace_scope
from sapa.base.signatures import sign
from sapa.events.ingest import Ingest
from sapa.events.models import Event, RawDelivery
from sapa.events.services import process_raw
from sapa.messaging.models import Message
from tests.rooms.messaging.delivery import Post
from tests.rooms.messaging.webhooks import SIGNED, Case, numbered

SECRET = "rahasia"
CASES = numbered()


@pytest.fixture(autouse=True)
def door(settings: LazySettings) -> None:
    settings.SOURCES = "sapa.config.sources.SOURCES"


def deliver(path: str, cases: list[Case]) -> list[int]:
    """All at once against an application of their own, as a server would call it."""

    async def _all() -> list[int]:
        app = Ingest(patience=30)
        try:
            return await asyncio.gather(*(_one(app, path, case) for case in cases))
        finally:
            await app.stop()

    return asyncio.run(_all())


async def _one(app: Ingest, path: str, case: Case) -> int:
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": case.raw, "more_body": False}

    async def answer(message: Any) -> None:
        sent.append(message)

    headers = [(b"x-hub-signature-256", signature(case).encode())]
    scope: Any = {"type": "http", "path": path, "method": "POST", "headers": headers, "query_string": b""}
    await app(scope, receive, answer)
    return int(sent[0]["status"])


def signature(case: Case) -> str:
    known = {SIGNED: (case.raw, SECRET), "other": (case.raw, "lain"), "moved": (case.raw + b" ", SECRET)}
    return sign(*known[case.signature]) if case.signature in known else case.signature


def effect(case: Case, number: int, answered: int, parked: dict[bytes, str]) -> str:
    """The effect that is seen, in the words of the one that is wanted."""
    if answered != 200:
        return "refused" if answered == 401 else f"answered with {answered}"
    if error := parked.get(case.raw):
        return f"parked {error}"
    message = Message.objects.filter(wamid__in=[f"w{number}", f"e{number}"]).first()
    if message is None:
        return "nothing"
    if case.effect.startswith("delivery"):
        return f"delivery {message.delivery}"
    if message.direction == "out":
        return f"answered {message.text}"
    return f"is {message.type}" if case.effect.startswith("is ") else f"says {message.text}"


def effects(answers: list[int]) -> dict[str, str]:
    parked = {bytes(row.body): row.error for row in RawDelivery.objects.exclude(state="done")}
    return {
        case.name: effect(case, n, status, parked)
        for n, (case, status) in enumerate(zip(CASES, answers, strict=True))
    }


def test_every_webhook_has_the_effect_that_stands_beside_it_and_only_once(post: Post) -> None:
    with post.inside():
        path = f"/hooks/whatsapp/{post.channel.endpoint.public_id}/"
    wanted = {case.name: case.effect for case in CASES}
    assert len(wanted) == len(CASES) >= 164
    answers = deliver(path, CASES)
    process_raw(now=datetime.now(UTC) + timedelta(days=1))
    with post.inside():
        found = effects(answers)
        counts = Message.objects.count(), Event.objects.count()
    assert {name: (found[name], effect) for name, effect in wanted.items() if found[name] != effect} == {}
    taken = [case for case in CASES if not case.effect.startswith(("parked", "refused"))]
    assert deliver(path, taken) == [200] * len(taken)
    process_raw(now=datetime.now(UTC) + timedelta(days=2))
    with workspace_scope(post.workspace_id):
        assert (Message.objects.count(), Event.objects.count()) == counts
