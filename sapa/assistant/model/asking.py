"""One question to a server that speaks like OpenAI's chat completions, and what came of it; it never raises.

Everything that goes wrong has a code, and the caller goes on without the model.
"""

import asyncio
import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

import aiohttp
from pydantic import BaseModel, Field
from yarl import URL

from sapa.assistant.model.choice import Plug
from sapa.assistant.model.reaching import is_plain_abroad
from sapa.base.egress import Answer, AnswerTooLargeError, EgressRefusedError, fetch

TIMEOUT, INVALID, TOO_LONG, DECLINED = "model_timeout", "model_invalid", "model_too_long", "model_declined"
REFUSED, BUSY, BROKEN, ODD = "model_refused", "model_busy", "model_broken", "model_odd"
UNREACHABLE, PRIVATE, KEY = "model_unreachable", "model_private_address", "model_key"
PLAIN = "model_plain_address"
CAP, RESTS, NO_PLUG = "model_cap", "model_rests", "model_off"
SLOW_OR_DOWN = frozenset((TIMEOUT, BROKEN, UNREACHABLE, PRIVATE, PLAIN, REFUSED, BUSY, ODD, KEY))
CODES = (
    *(TIMEOUT, INVALID, TOO_LONG, DECLINED, REFUSED, BUSY, BROKEN, ODD),
    *(UNREACHABLE, PRIVATE, PLAIN, KEY, CAP, RESTS, NO_PLUG),
)
STATUSES = {401: REFUSED, 403: REFUSED, 402: REFUSED, 429: BUSY}
TRIES = 2
LARGEST = 200_000  # bytes of an answer; commands take a few hundred
LETTERS_A_TOKEN = 3
AGAIN = "That was no JSON of the given schema. Answer with that JSON only."
NEWER = ("max_completion_tokens", "temperature")  # newer models want the one and refuse the other
newer: set[tuple[str, str]] = set()
Value = TypeVar("Value")
Messages = Sequence[Mapping[str, str]]


@dataclass(frozen=True)
class Question(Generic[Value]):
    """`read`: from the model's words to a value; raises ValueError."""

    messages: Messages
    schema_name: str
    schema: Mapping[str, Any]
    read: Callable[[str], Value]

    @property
    def tokens(self) -> int:
        """About how many it costs to ask."""
        told = sum(len(one["content"]) for one in self.messages) + len(json.dumps(self.schema))
        return told // LETTERS_A_TOKEN + 1


@dataclass(frozen=True)
class Told(Generic[Value]):
    """`failed`: one of `CODES`, blank where there is a value; tokens are guessed where the server counts none."""

    value: Value | None = None
    failed: str = ""
    tokens_in: int = 0
    tokens_out: int = 0
    seconds: float = 0.0


class Spoken(BaseModel):
    content: str | None = None
    refusal: str | None = None


class Choice(BaseModel):
    message: Spoken
    finish_reason: str | None = None


class Usage(BaseModel):
    prompt_tokens: int = Field(ge=0, le=10_000_000)
    completion_tokens: int = Field(default=0, ge=0, le=10_000_000)


class Completion(BaseModel):
    choices: list[Choice] = Field(min_length=1)
    usage: Usage | None = None


async def ask(
    session: aiohttp.ClientSession,
    plug: Plug,
    key: str,
    question: Question[Value],
    *,
    seconds: float | None = None,
) -> Told[Value]:
    """Within `seconds`, by default the plug's timeout; a second try after an answer that is no JSON of the schema."""
    if is_plain_abroad(plug.address):
        return Told(failed=PLAIN)
    begun, sofar = time.monotonic(), Told[Value](failed=TIMEOUT)
    messages = list(question.messages)
    try:
        async with asyncio.timeout(plug.timeout if seconds is None else seconds):
            for _try in range(TRIES):
                sofar = replace(sofar, failed=TIMEOUT, tokens_in=sofar.tokens_in + question.tokens)
                answer = await _posted(session, plug, key, messages, question)
                sofar = _added(sofar, _told(answer, question))
                if sofar.failed != INVALID:
                    break
                messages = [*question.messages, {"role": "user", "content": AGAIN}]
    except TimeoutError:
        pass
    except AnswerTooLargeError:
        sofar = replace(sofar, failed=TOO_LONG)
    except aiohttp.ClientConnectorError as error:
        private = isinstance(error.os_error, EgressRefusedError)
        sofar = replace(sofar, failed=PRIVATE if private else UNREACHABLE, tokens_in=0)
    except (aiohttp.ClientError, OSError, ValueError):
        sofar = replace(sofar, failed=UNREACHABLE)
    return replace(sofar, seconds=time.monotonic() - begun)


def _added(sofar: Told[Value], told: Told[Value]) -> Told[Value]:
    """The guess of this try gives way to what the server counted."""
    return replace(
        told, tokens_in=sofar.tokens_in + told.tokens_in, tokens_out=sofar.tokens_out + told.tokens_out
    )


async def _posted(
    session: aiohttp.ClientSession, plug: Plug, key: str, messages: Messages, question: Question[Value]
) -> Answer:
    known = (plug.address, plug.model)
    answer = await _sent(session, plug, key, _body(plug, messages, question, is_newer=known in newer))
    if answer.status == 400 and known not in newer and any(name.encode() in answer.body for name in NEWER):
        newer.add(known)
        answer = await _sent(session, plug, key, _body(plug, messages, question, is_newer=True))
    return answer


async def _sent(session: aiohttp.ClientSession, plug: Plug, key: str, body: Mapping[str, Any]) -> Answer:
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    url = URL(f"{plug.address}/chat/completions", encoded=True)
    return await fetch(session, "POST", url, json=body, headers=headers, largest=LARGEST)


def _body(plug: Plug, messages: Messages, question: Question[Any], *, is_newer: bool) -> dict[str, Any]:
    shape = {"name": question.schema_name, "strict": True, "schema": question.schema}
    length = (
        {"max_completion_tokens": plug.max_tokens}
        if is_newer
        else {"max_tokens": plug.max_tokens, "temperature": 0}
    )
    return {
        "model": plug.model,
        "messages": list(messages),
        "response_format": {"type": "json_schema", "json_schema": shape},
        **length,
    }


def _told(answer: Answer, question: Question[Value]) -> Told[Value]:
    """Tokens relative to the guess that was counted when the question was sent."""
    if answer.status != 200:
        code = BROKEN if answer.status >= 500 else STATUSES.get(answer.status, ODD)
        return Told(failed=code, tokens_in=-question.tokens)
    try:
        completion = Completion.model_validate_json(answer.body)
    except ValueError:
        return Told(failed=INVALID)
    choice, used = completion.choices[0], completion.usage
    words = choice.message.content or ""
    spent = Told[Value](
        tokens_in=used.prompt_tokens - question.tokens if used else 0,
        tokens_out=used.completion_tokens if used else len(words) // LETTERS_A_TOKEN + 1,
    )
    if choice.message.refusal or choice.finish_reason == "content_filter":
        return replace(spent, failed=DECLINED)
    if choice.finish_reason == "length":
        return replace(spent, failed=TOO_LONG)
    try:
        return replace(spent, value=question.read(words))
    except ValueError:
        return replace(spent, failed=INVALID)
