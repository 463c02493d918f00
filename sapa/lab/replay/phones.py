"""What the replay says to the simulated phones, over one kept connection through the one way out."""

import asyncio
import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import aiohttp
from django.conf import settings

from sapa.base.egress import egress_session, fetch
from sapa.messaging.channels.whatsapp.client import WhatsAppClient
from sapa.messaging.schemas import Letter, Outcome, Sender


@dataclass(frozen=True, slots=True)
class Webhook:
    """Exactly what would have been posted."""

    raw: bytes
    signature: str


class Phones:
    """A `Transport` of deliveries, and the hand on the simulator's clock.

    `next_answer`: when a customer does something next, receipts apart; as of the last word with the simulator.
    """

    def __init__(
        self, runner: asyncio.Runner, session: aiohttp.ClientSession, base: str, version: str
    ) -> None:
        self._runner, self._session, self._base = runner, session, base
        self._client = WhatsAppClient(session, f"{base}/{version}")
        self.next_answer: datetime | None = None

    def send(self, channel: Sender, message: Letter, token: str) -> Outcome:
        """The real client's request."""
        return self._runner.run(self._client.send(channel, message, token))

    def set_clock(self, now: datetime) -> None:
        self._ask("/_control/clock", {"now": now.isoformat()})

    def due(self, until: datetime) -> list[Webhook]:
        """Moves the phones' clock to `until` and gives what they had to say by then, in time order."""
        told = self._ask("/_control/due", {"until": until.isoformat()})
        return [Webhook(one["raw"].encode(), one["signature"]) for one in told["webhooks"]]

    def _ask(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        answer = self._runner.run(fetch(self._session, "POST", self._base + path, json=body, largest=1 << 28))
        if answer.status != 200:
            raise RuntimeError(f"{path}: HTTP {answer.status}")
        told: dict[str, Any] = json.loads(answer.body)
        self.next_answer = datetime.fromisoformat(told["next_answer"]) if told["next_answer"] else None
        return told


@contextlib.contextmanager
def connected() -> Iterator[Phones]:
    here = settings.SAPA
    with asyncio.Runner() as runner:
        session = runner.run(_session())
        try:
            yield Phones(runner, session, here.graph_url, here.graph_version)
        finally:
            runner.run(session.close())


async def _session() -> aiohttp.ClientSession:
    return egress_session()
