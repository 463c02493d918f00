"""The way out to the services behind the senders: what they are asked with, and one request at a time."""

import asyncio
import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

import aiohttp
from django.db import transaction
from yarl import URL

from sapa.base.egress import Answer, EgressRefusedError, egress_session, fetch
from sapa.base.scope import current_workspace_id
from sapa.base.sealed import Place, seal, unseal
from sapa.commerce.models import Sender
from sapa.commerce.sources.asking import Access, Ask, AskFailed, Request
from sapa.events.models import Endpoint
from sapa.events.services import open_secrets

TABLE, FIELD = "commerce_sender", "access"
PAUSE = 0.5  # seconds between two requests: half of what the strictest of them allows
LONGEST_WAIT = 6 * 3600.0
CODES = {401: "refused_key", 403: "refused_key", 404: "not_there", 429: "busy"}


def sender_of(endpoint_id: int) -> Sender:
    """Made when it is first needed."""
    known = Sender.objects.filter(endpoint_id=endpoint_id).first()
    if known is None:
        Sender.objects.bulk_create([Sender(endpoint_id=endpoint_id)], ignore_conflicts=True)
    return known or Sender.objects.get(endpoint_id=endpoint_id)


@transaction.atomic
def keep_access(*, endpoint_id: int, fields: Mapping[str, str], shop: str, now: datetime) -> None:
    """New credentials, sealed; the next look is due at once. `shop`: blank leaves the one that is bound."""
    sender = sender_of(endpoint_id)
    values = {
        "access": _sealed(fields, sender.pk),
        "access_at": now,
        "next_at": now,
        "failures": 0,
        "error": "",
    }
    Sender.objects.filter(pk=sender.pk).update(**values, **({"shop": shop} if shop else {}))


def forget_access(*, endpoint_id: int) -> None:
    Sender.objects.filter(endpoint_id=endpoint_id).update(access="", access_at=None, error="", failures=0)


def bind_shop(*, endpoint_id: int, shop: str) -> None:
    """Blank: the next call that names its shop binds."""
    Sender.objects.filter(pk=sender_of(endpoint_id).pk).update(shop=shop)


def access_of(sender: Sender, endpoint: Endpoint) -> Access:
    """Without `keep`. Raises SealError."""
    workspace_id = current_workspace_id()
    fields = json.loads(unseal(sender.access, Place(workspace_id, TABLE, sender.pk, FIELD)))
    secrets = open_secrets(sealed=endpoint.secrets[:1], workspace_id=workspace_id, endpoint_id=endpoint.pk)
    return Access({"shop_id": sender.shop, **fields}, secrets[0] if secrets else "")


def renew_access(*, sender_id: int, fields: Mapping[str, str], given_at: datetime | None) -> None:
    """What the service itself gave anew; nothing where a person gave something else since `given_at`."""
    same = Sender.objects.filter(pk=sender_id, access_at=given_at)
    same.update(access=_sealed(fields, sender_id))


@contextmanager
def asking(pause: float | None = None) -> Iterator[Ask]:
    """Not within a transaction, and not inside an event loop."""
    rest = PAUSE if pause is None else pause
    with asyncio.Runner() as runner:
        session = runner.run(_opened())
        line = _Line(runner, session, rest)
        try:
            yield line.ask
        finally:
            runner.run(session.close())


class _Line:
    def __init__(self, runner: asyncio.Runner, session: aiohttp.ClientSession, pause: float) -> None:
        self._runner = runner
        self._session = session
        self._pause = pause
        self._next = 0.0

    def ask(self, request: Request) -> Answer:
        time.sleep(max(0.0, self._next - time.monotonic()))
        try:
            answer = self._runner.run(_fetched(self._session, request))
        finally:
            self._next = time.monotonic() + self._pause
        if 200 <= answer.status < 300:
            return answer
        code = "broken_there" if answer.status >= 500 else CODES.get(answer.status, "odd_answer")
        raise AskFailed(code, _wait(answer.headers.get("Retry-After", "")))


async def _opened() -> aiohttp.ClientSession:
    return egress_session(limit=4)


async def _fetched(session: aiohttp.ClientSession, request: Request) -> Answer:
    try:
        url = URL(request.url, encoded=True)
        return await fetch(
            session,
            request.method,
            url,
            headers=request.headers,
            data=request.body or None,
        )
    except aiohttp.TooManyRedirects:
        raise AskFailed("moved") from None
    except aiohttp.ClientConnectorError as error:
        refused = isinstance(error.os_error, EgressRefusedError)
        raise AskFailed("private_address" if refused else "unreachable") from None
    except aiohttp.InvalidURL:
        raise AskFailed("odd_address") from None
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError):
        raise AskFailed("unreachable") from None


def _wait(text: str) -> float:
    """Seconds; the other form of the header, a date, says too little to be worth reading."""
    plain = text.strip().partition(".")[0]
    return min(float(plain), LONGEST_WAIT) if plain.isdecimal() and len(plain) < 9 else 0


def _sealed(fields: Mapping[str, str], sender_id: int) -> str:
    return seal(json.dumps(dict(fields)), Place(current_workspace_id(), TABLE, sender_id, FIELD))
