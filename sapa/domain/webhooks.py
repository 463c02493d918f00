"""Outgoing webhooks by the Standard Webhooks specification 1.0.0: signature, envelope, what an answer means.

Every time here is the machine's, never a demo's: receivers compare it with their own clock.
"""

import base64
import hmac
import json
import random
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

PREFIX = "whsec_"
SECRET_BYTES = 32
TEST = "webhook.test"
# The specification's own example: ten attempts within about three days.
WAITS = tuple(
    timedelta(seconds=seconds) for seconds in (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
)
JITTER = 0.2
LONGEST_WISH = timedelta(days=1)
REST = timedelta(seconds=30)
FAILING_FOR = timedelta(days=5)
THROTTLES = frozenset({429, 502, 503, 504})
# What may be told of an event beside public ids: closed words and figures, never what a customer wrote.
CODES = frozenset(
    {"score", "reason", "code", "promo", "follow_up", "all", "scope", "channel", "type", "hold", "template"}
)
WORD = re.compile(r"[A-Za-z0-9_.:-]{1,64}")


@dataclass(frozen=True, slots=True)
class Answer:
    """`status` is None when nobody answered; `error` then says why, in a word."""

    status: int | None
    error: str = ""
    retry_after: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of one delivery: done, again after `wait`, or dead. `gone`: the receiver wants no more.

    `rest`: how long the whole receiver is left alone.
    """

    outcome: Literal["done", "again", "dead"]
    wait: timedelta = timedelta()
    rest: timedelta = timedelta()
    gone: bool = False


def written_secret(key: bytes) -> str:
    """As people see and copy it."""
    return PREFIX + base64.b64encode(key).decode()


def signatures(*, message_id: str, at: datetime, body: bytes, secrets: Iterable[str]) -> str:
    """The header's value: one `v1,…` for each secret, newest first."""
    signed = b".".join([message_id.encode(), str(int(at.timestamp())).encode(), body])
    return " ".join("v1," + _signature(secret, signed) for secret in secrets)


def _signature(secret: str, signed: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    return base64.b64encode(hmac.digest(key, signed, "sha256")).decode()


def envelope(*, name: str, at: datetime, data: Mapping[str, object]) -> bytes:
    """The same bytes at every attempt."""
    stamp = at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    told = {"type": name, "timestamp": stamp, "data": dict(sorted(data.items()))}
    return json.dumps(told, separators=(",", ":"), ensure_ascii=False).encode()


def codes(data: Mapping[str, object]) -> dict[str, object]:
    """What of an event's data may leave the house as it is; everything that is not listed stays."""
    return {name: value for name, value in data.items() if name in CODES and _is_code(value)}


def _is_code(value: object) -> bool:
    return isinstance(value, bool | int) or (isinstance(value, str) and bool(WORD.fullmatch(value)))


def judge(answer: Answer, *, attempt: int, seed: str) -> Verdict:
    """`attempt` counts from 1; `seed` makes the jitter, so that a queue does not come back all at once."""
    if answer.status is not None and 200 <= answer.status < 300:
        return Verdict("done")
    rest = _rest(answer)
    if answer.status == 410:
        return Verdict("dead", gone=True)
    if attempt > len(WAITS):
        return Verdict("dead", rest=rest)
    return Verdict("again", max(_jittered(WAITS[attempt - 1], f"{seed}:{attempt}"), rest), rest)


def _rest(answer: Answer) -> timedelta:
    """A receiver that is not there or over its limit is left alone, as long as it asks."""
    if answer.status is not None and answer.status not in THROTTLES:
        return timedelta()
    return min(max(answer.retry_after or REST, REST), LONGEST_WISH)


def _jittered(wait: timedelta, seed: str) -> timedelta:
    return wait * (1 + JITTER * random.Random(seed).uniform(-1, 1))  # noqa: S311 (spreading, not secrecy)


def is_given_up(failing_since: datetime | None, now: datetime) -> bool:
    """Five days without a single success."""
    return failing_since is not None and now - failing_since >= FAILING_FOR
