"""Bodies and answers of the control plane."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from aiohttp import web

from simulator.accounts import Number
from simulator.errors import GraphError
from simulator.phones import Phone, e164
from simulator.simulator import Simulator

Body = dict[str, Any]


async def read_body(request: web.Request) -> Body:
    """An empty body is an empty object."""
    try:
        body = json.loads(await request.read() or b"{}")
    except ValueError:
        raise refused("The body must be JSON.") from None
    if not isinstance(body, dict):
        raise refused("The body must be a JSON object.")
    return body


def refused(text: str) -> web.HTTPBadRequest:
    return web.HTTPBadRequest(text=json.dumps({"error": text}), content_type="application/json")


@contextmanager
def answered() -> Iterator[None]:
    """What the simulator does not understand is 400 with a sentence."""
    try:
        yield
    except GraphError as error:
        raise refused(error.details) from error
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        raise refused(f"{type(error).__name__}: {error}") from error


def stamp(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


def instant(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise refused("now must be an ISO time.") from None
    if found.tzinfo is None:
        raise refused("now needs a zone, such as +07:00.")
    return found


def phone_of(simulator: Simulator, body: Body, key: str = "phone") -> Phone:
    if not body.get(key):
        raise refused(f"{key} is required.")
    return simulator.network.phones.get(e164(str(body[key]), simulator.config.country_code))


def number_of(simulator: Simulator, body: Body) -> Number:
    """`number`: the id of a business number, the first one without it."""
    business = simulator.network.business
    found = business.numbers.get(str(body["number"])) if body.get("number") else business.primary
    if found is None:
        raise refused(f"There is no number {body['number']}.")
    return found
