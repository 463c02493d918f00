"""Who may call: tokens, scopes, the assets of a token, and Graph errors as answers."""

import functools
import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from simulator import rates
from simulator.accounts import Account, Number, Token
from simulator.errors import GraphError, Json, bad_token, expired_token, unknown_object
from simulator.faults import Fault
from simulator.graph.trouble import trouble
from simulator.simulator import SIMULATOR, Simulator

Endpoint = Callable[[web.Request, Simulator], Awaitable[web.StreamResponse]]
WebHandler = Callable[[web.Request], Awaitable[web.StreamResponse]]
THROTTLED = 80007
MESSAGING, MANAGEMENT = "whatsapp_business_messaging", "whatsapp_business_management"


def guarded(scope: str | None) -> Callable[[Endpoint], WebHandler]:
    """Checks token and scope and turns a GraphError into its body."""

    def wrap(endpoint: Endpoint) -> WebHandler:
        @functools.wraps(endpoint)
        async def handler(request: web.Request) -> web.StreamResponse:
            simulator = request.app[SIMULATOR]
            try:
                check_token(request, simulator, scope)
                if fault := elsewhere(request, simulator):
                    return await trouble(request, simulator, fault, lambda: endpoint(request, simulator))
                return await endpoint(request, simulator)
            except GraphError as error:
                headers = usage(request) if error.code == THROTTLED else None
                return web.json_response(
                    simulator.network.refusal(error), status=error.status, headers=headers
                )
            finally:
                simulator.courier.wake()

        return handler

    return wrap


def usage(request: web.Request) -> dict[str, str]:
    """When management calls are possible again, in minutes."""
    used = {
        "type": "whatsapp_business_management",
        "call_count": 100,
        "total_cputime": 25,
        "total_time": 25,
        "estimated_time_to_regain_access": 60,
    }
    return {"X-Business-Use-Case-Usage": json.dumps({request.match_info.get("node", ""): [used]})}


def elsewhere(request: web.Request, simulator: Simulator) -> Fault | None:
    """A fault of a call that sends no message; `messages` looks for its own."""
    if not simulator.faults.rules or request.path.endswith(("/messages", "/marketing_messages")):
        return None
    return simulator.faults.elsewhere(request.path)


def token_of(request: web.Request, simulator: Simulator) -> Token:
    kind, _, shown = request.headers.get("Authorization", "").partition(" ")
    if not kind:
        kind, shown = "Bearer", request.query.get("access_token", "")
    token = simulator.network.business.tokens.get(shown) if kind in ("Bearer", "OAuth") else None
    if token is None:
        raise bad_token()
    if token.expires is not None and simulator.now() >= token.expires:
        raise expired_token()
    return token


def check_token(request: web.Request, simulator: Simulator, scope: str | None) -> None:
    token = token_of(request, simulator)
    if scope and token.scopes is not None and scope not in token.scopes:
        raise GraphError(200, f"The token lacks the permission {scope}")


def may_use(request: web.Request, simulator: Simulator, code: int, *assets: str) -> None:
    """The token reaches one of these ids. Raises GraphError 10 or 131005."""
    allowed = token_of(request, simulator).assets
    if allowed is not None and not set(assets) & set(allowed):
        raise GraphError(code, "The token has no access to this number or account")


def number(request: web.Request, simulator: Simulator, code: int = 10) -> Number:
    found = simulator.network.business.number(request.match_info["node"], request.method.lower())
    may_use(request, simulator, code, found.id, found.account_id)
    return found


def account(request: web.Request, simulator: Simulator) -> Account:
    """Counts as a management call."""
    found = simulator.network.business.account(request.match_info["node"], request.method.lower())
    may_use(request, simulator, 10, found.id, *(n.id for n in simulator.network.business.numbers_of(found)))
    rates.take_management(found, simulator.network.rules, simulator.now())
    return found


async def json_body(request: web.Request) -> Json:
    """JSON object or form fields, as the Graph API takes both. Raises GraphError 100."""
    if request.content_type == "application/x-www-form-urlencoded":
        return {key: decoded(str(value)) for key, value in (await request.post()).items()}
    raw = await request.read()
    try:
        body = json.loads(raw) if raw else {}
    except ValueError:
        raise GraphError(100, "The request body is not valid JSON") from None
    if not isinstance(body, dict):
        raise GraphError(100, "The request body must be a JSON object")
    return body


def decoded(value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        return value


def picked(node: Json, fields: str | None, usual: tuple[str, ...]) -> Json:
    """The id and the fields that were asked for; `name{...}` asks for name."""
    wanted = [one.split("{")[0].split(".")[0].strip() for one in fields.split(",")] if fields else usual
    return {key: value for key, value in node.items() if key == "id" or key in wanted}


def success() -> web.Response:
    return web.json_response({"success": True})


def missing(request: web.Request) -> GraphError:
    return unknown_object(request.match_info["node"], request.method.lower())
