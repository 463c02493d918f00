"""Calls to the Cloud API: connect 5 s, 15 s in all, no retries, no redirects (decisions.md 29)."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import IO, Any

import aiohttp

from sapa.base.egress import AnswerTooLargeError, egress_session, fetch
from sapa.base.instance import instance
from sapa.messaging.channels.whatsapp.errors import LOCAL_LIMIT, NEEDS_PHONE
from sapa.messaging.channels.whatsapp.limits import breach
from sapa.messaging.channels.whatsapp.media import Fetched, download, prepared
from sapa.messaging.channels.whatsapp.wire import answered, read_answer, read_mark, request_body, write
from sapa.messaging.schemas import Letter, Outcome, Sender

NOTHING_SENT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)
AS_JSON = "application/json"
CONNECTIONS = 512  # more than the loop has in flight: nobody waits for a free one


class WhatsAppClient:
    """Sends one message over a shared keep-alive session; never raises for what happens on the way."""

    def __init__(self, session: aiohttp.ClientSession, base: str) -> None:
        self.session = session
        self.base = base

    async def send(self, channel: Sender, message: Letter, token: str) -> Outcome:  # noqa: ARG002 (in the letter)
        """What WhatsApp would refuse is refused here and never sent; files are uploaded first."""
        if message.content or message.parts:
            ready = await prepared(self, channel, message)
            if isinstance(ready, Outcome):
                return ready
            message = ready
        body = request_body(message)
        if wrong := self.refusal(message, body):
            return wrong
        try:
            http, answer = await self.post(channel, write(body).encode())
        except NOTHING_SENT as error:
            return Outcome("not_sent", detail=type(error).__name__)
        except (aiohttp.TooManyRedirects, aiohttp.InvalidURL) as error:
            return Outcome("refused", detail=type(error).__name__)
        except (aiohttp.ClientError, AnswerTooLargeError, TimeoutError, OSError) as error:
            return Outcome("unknown", detail=type(error).__name__)
        return read_answer(http, answer)

    def refusal(self, message: Letter, body: dict[str, Any]) -> Outcome | None:
        """Of the limits, and of a template that may only go to a phone (auth) while the customer hides it."""
        if wrong := breach(body):
            return Outcome("refused", code=LOCAL_LIMIT, detail=wrong.sentence)
        if message.parts.get("needs_phone") and not message.to:
            return Outcome("refused", code=NEEDS_PHONE, detail="needs_phone")
        return None

    async def mark_read(self, channel: Sender, wamid: str, *, typing: bool = False) -> bool:
        """Blue ticks, and perhaps «writing …»; False when it was not taken."""
        try:
            http, _answer = await self.post(channel, read_mark(wamid, typing=typing))
        except (aiohttp.ClientError, AnswerTooLargeError, TimeoutError, OSError):
            return False
        return http == 200

    async def download(self, channel: Sender, provider_id: str, into: IO[bytes]) -> Fetched:
        return await download(self, channel, provider_id, into)

    async def call(
        self, channel: Sender, method: str, path: str, body: Mapping[str, Any] | None = None, **query: str
    ) -> dict[str, Any]:
        """Any other call of the Graph API: the JSON object of the answer, empty when nobody answered."""
        try:
            answer = await self.ask(method, path, channel.credential, json=body, params=query)
        except (aiohttp.ClientError, AnswerTooLargeError, TimeoutError, OSError):
            return {}
        return answered(answer[1])

    async def post(self, channel: Sender, body: bytes) -> tuple[int, bytes]:
        """To the messages edge, as bytes that are JSON already."""
        headers = {"Authorization": f"Bearer {channel.credential}", "Content-Type": AS_JSON}
        url = f"{self.base}/{channel.external_id}/messages"
        answer = await fetch(self.session, "POST", url, data=body, headers=headers)
        return answer.status, answer.body

    async def ask(self, method: str, path: str, credential: str, **request: Any) -> tuple[int, bytes]:
        headers = {"Authorization": f"Bearer {credential}"}
        answer = await fetch(self.session, method, f"{self.base}/{path}", headers=headers, **request)
        return answer.status, answer.body


@asynccontextmanager
async def client() -> AsyncIterator[WhatsAppClient]:
    """One session for as long as the loop lives."""
    settings = instance()
    async with egress_session(limit=CONNECTIONS) as session:
        yield WhatsAppClient(session, f"{settings.graph_url}/{settings.graph_version}")
