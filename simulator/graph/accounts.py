"""Nodes and accounts over HTTP: wiring of webhooks, analytics, and whatever an id may lead to."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import web

from simulator import deeds
from simulator.accounts import Account, Number
from simulator.errors import GraphError, Json
from simulator.graph import media, numbers, templates
from simulator.graph.guard import MANAGEMENT, MESSAGING, account, json_body, missing, number, picked, success
from simulator.simulator import Simulator

USUAL = ("name", "currency", "timezone_id", "message_template_namespace")


async def subscribed(request: web.Request, simulator: Simulator) -> web.StreamResponse:
    owner = account(request, simulator)
    urls = [one.url for one in simulator.courier.targets(owner.id, "")]
    apps = [{"whatsapp_business_api_data": {"id": str(nth), "name": "Sapa"}} for nth, _ in enumerate(urls, 1)]
    return web.json_response({"data": apps})


async def subscribe(request: web.Request, simulator: Simulator) -> web.StreamResponse:
    """With `override_callback_uri` the address must answer its challenge first."""
    owner, body = account(request, simulator), await json_body(request)
    if url := body.get("override_callback_uri"):
        await simulator.courier.verify(str(url), str(body.get("verify_token", "")))
        rewire(simulator, owner, str(url))
    return success()


def rewire(simulator: Simulator, owner: Account, url: str) -> None:
    """With a single account its address is everybody's, as `/_control/webhook` shows it."""
    if len(simulator.network.business.accounts) == 1:
        simulator.courier.url = url
    else:
        owner.callback_url = url


async def unsubscribe(request: web.Request, simulator: Simulator) -> web.StreamResponse:
    account(request, simulator).callback_url = ""
    return success()


async def read_node(request: web.Request, simulator: Simulator) -> web.StreamResponse:
    node, fields, business = (
        request.match_info["node"],
        request.query.get("fields"),
        simulator.network.business,
    )
    if node in business.numbers:
        told = numbers.described(simulator, number(request, simulator))
        return web.json_response(picked(told, fields, numbers.USUAL))
    if node in business.accounts:
        return web.json_response(picked(described(request, simulator), fields, USUAL))
    if found := templates.of_node(request, simulator):
        return web.json_response(picked(found[1].listed(), fields, templates.USUAL))
    if node.startswith("upload:"):
        return media.offset(simulator, node)
    if node == "debug_token":
        return web.json_response({"data": debugged(simulator, request.query.get("input_token", ""))})
    return media.describe(request, simulator, node)


def debugged(simulator: Simulator, shown: str) -> Json:
    """Whether a token is valid, until when, and what it may do."""
    token, now = simulator.network.business.tokens.get(shown), simulator.now()
    if token is None or (token.expires is not None and now >= token.expires):
        return {"is_valid": False, "error": {"code": 190, "message": "Invalid OAuth access token."}}
    scopes = [MESSAGING, MANAGEMENT] if token.scopes is None else list(token.scopes)
    targets = {} if token.assets is None else {"target_ids": list(token.assets)}
    return {
        "app_id": simulator.config.app_id,
        "type": "SYSTEM_USER",
        "is_valid": True,
        "expires_at": int(token.expires.timestamp()) if token.expires else 0,
        "scopes": scopes,
        "granular_scopes": [{"scope": scope, **targets} for scope in scopes],
    }


def described(request: web.Request, simulator: Simulator) -> Json:
    owner = account(request, simulator)
    told: Json = {
        "id": owner.id,
        "name": owner.name,
        "currency": owner.currency,
        "timezone_id": owner.zone,
        "account_review_status": "APPROVED",
        "status": owner.status or "ACTIVE",
        "message_template_namespace": f"ns_{owner.id}",
    }
    fields = request.query.get("fields", "")
    for name in ("pricing_analytics", "conversation_analytics"):
        if name in fields:
            told[name] = {"data": [{"data_points": list(points(simulator, owner, asked(fields, name)))}]}
    return told


def asked(fields: str, name: str) -> dict[str, str]:
    """`name.start(1).end(2).granularity(DAILY)` as {start, end, …}."""
    rest, found = fields.partition(name)[2], {}
    while rest.startswith(".") and "(" in rest:
        key, _, tail = rest[1:].partition("(")
        found[key], _, rest = tail.partition(")")
    return found


def points(simulator: Simulator, owner: Account, span: dict[str, str]) -> Iterable[dict[str, Any]]:
    """One point per number, month, category and type, for the months that touch the span."""
    zone = ZoneInfo(owner.zone)
    mine: dict[str, Number] = {one.id: one for one in simulator.network.business.numbers_of(owner)}
    first, last = month_of(span.get("start", "0"), zone), month_of(span.get("end", "9999999999"), zone)
    for entry in simulator.network.pricing.listed():
        if entry["number"] not in mine or not first <= entry["month"] <= last:
            continue
        begun = datetime.fromisoformat(entry["month"] + "-01").replace(tzinfo=zone)
        following = begun.replace(month=begun.month % 12 + 1, year=begun.year + begun.month // 12)
        yield {
            "start": int(begun.timestamp()),
            "end": int(following.timestamp()),
            "phone_number": mine[entry["number"]].digits,
            "country": "ID",
            "pricing_category": entry["category"].upper(),
            "pricing_type": entry["type"].upper(),
            "volume": entry["count"],
            "cost": entry["cost"],
        }


def month_of(seconds: str, zone: ZoneInfo) -> str:
    if not seconds.isdecimal():
        raise GraphError(100, "start and end are UNIX times")
    return datetime.fromtimestamp(int(seconds), UTC).astimezone(zone).strftime("%Y-%m")


async def write_node(request: web.Request, simulator: Simulator) -> web.StreamResponse:
    node = request.match_info["node"]
    if node.startswith("upload:"):
        return await media.take(request, simulator, node)
    body = await json_body(request)
    if node in simulator.network.business.numbers:
        return await write_number(number(request, simulator), simulator, body)
    if found := templates.of_node(request, simulator):
        deeds.edit(simulator.network, found[0], found[1], body, simulator.now())
        return success()
    raise missing(request)


async def write_number(sender: Number, simulator: Simulator, body: Json) -> web.StreamResponse:
    """`webhook_configuration` with an address that answers its challenge."""
    wiring = body.get("webhook_configuration")
    if not isinstance(wiring, dict):
        raise GraphError(100, "Nothing to change")
    url = str(wiring.get("override_callback_uri") or "")
    if url:
        await simulator.courier.verify(url, str(wiring.get("verify_token", "")))
    if len(simulator.network.business.numbers) == 1 and url:
        simulator.courier.url = url
    else:
        sender.callback_url = url
    return success()


async def delete_node(request: web.Request, simulator: Simulator) -> web.StreamResponse:
    return await media.delete(simulator, request.match_info["node"])
