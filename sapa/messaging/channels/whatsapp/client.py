"""Calls to the Cloud API: connect 5 s, 15 s in all, no retries, no redirects (decisions.md 29)."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from sapa.base.egress import AnswerTooLargeError, egress_session, fetch
from sapa.base.instance import instance
from sapa.messaging.channels.whatsapp.wire import answered, read_answer, request_body
from sapa.messaging.schemas import Letter, Outcome, Sender

NOTHING_SENT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)


class WhatsAppClient:
    """Sends one message over a shared keep-alive session; never raises for what happens on the way."""

    def __init__(self, session: aiohttp.ClientSession, base: str) -> None:
        self._session = session
        self._base = base

    async def send(self, channel: Sender, message: Letter, token: str) -> Outcome:  # noqa: ARG002 (in the letter)
        try:
            answer = await self._post(
                f"{channel.external_id}/messages", request_body(message), channel.credential
            )
        except NOTHING_SENT as error:
            return Outcome("not_sent", detail=type(error).__name__)
        except (aiohttp.TooManyRedirects, aiohttp.InvalidURL) as error:
            return Outcome("refused", detail=type(error).__name__)
        except (aiohttp.ClientError, AnswerTooLargeError, TimeoutError, OSError) as error:
            return Outcome("unknown", detail=type(error).__name__)
        return read_answer(answer[0], answer[1])

    async def call(
        self, channel: Sender, method: str, path: str, body: dict[str, Any] | None = None, **query: str
    ) -> dict[str, Any]:
        """Any other call of the Graph API: the JSON object of the answer, empty when nobody answered."""
        try:
            answer = await self._ask(method, path, channel.credential, json=body, params=query)
        except (aiohttp.ClientError, AnswerTooLargeError, TimeoutError, OSError):
            return {}
        return answered(answer[1])

    async def _post(self, path: str, body: dict[str, Any], credential: str) -> tuple[int, bytes]:
        return await self._ask("POST", path, credential, json=body)

    async def _ask(self, method: str, path: str, credential: str, **request: Any) -> tuple[int, bytes]:
        headers = {"Authorization": f"Bearer {credential}"}
        answer = await fetch(self._session, method, f"{self._base}/{path}", headers=headers, **request)
        return answer.status, answer.body


@asynccontextmanager
async def client() -> AsyncIterator[WhatsAppClient]:
    """One session for as long as the loop lives."""
    settings = instance()
    async with egress_session() as session:
        yield WhatsAppClient(session, f"{settings.graph_url}/{settings.graph_version}")
