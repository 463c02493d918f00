"""The Graph endpoints: /{version}/{object} and its edges, with bearer token and documented error bodies."""

import asyncio
import functools
import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from simulator import upload
from simulator.errors import GraphError, Json, bad_token, unknown_object
from simulator.faults import Fault
from simulator.limits import well_shaped
from simulator.simulator import SIMULATOR, Simulator
from simulator.templates import Template

VERSION = r"/{version:v\d+\.\d+}"
Endpoint = Callable[[web.Request, Simulator], Awaitable[web.StreamResponse]]
WebHandler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def routes() -> list[web.RouteDef]:
    node = VERSION + "/{node}"
    return [
        web.post(node + "/messages", guarded(messages)),
        web.post(node + "/media", guarded(upload.upload)),
        web.get(node + "/message_templates", guarded(list_templates)),
        web.post(node + "/message_templates", guarded(register_template)),
        web.delete(node + "/message_templates", guarded(delete_template)),
        web.get(node + "/subscribed_apps", guarded(subscribed)),
        web.post(node + "/subscribed_apps", guarded(subscribe)),
        web.get(node + "/phone_numbers", guarded(phone_numbers)),
        web.get(node, guarded(read_node)),
        web.post(node, guarded(write_node)),
        web.delete(node, guarded(delete_node)),
        web.get("/media/{media}", guarded(upload.download)),
    ]


def guarded(endpoint: Endpoint) -> WebHandler:
    """Checks the token and turns a GraphError into its body."""

    @functools.wraps(endpoint)
    async def handler(request: web.Request) -> web.StreamResponse:
        simulator = request.app[SIMULATOR]
        try:
            check_token(request, simulator)
            return await endpoint(request, simulator)
        except GraphError as error:
            return web.json_response(simulator.network.refusal(error), status=error.status)
        finally:
            simulator.courier.wake()

    return handler


def check_token(request: web.Request, simulator: Simulator) -> None:
    wanted = simulator.config.token
    if not wanted or request.headers.get("Authorization") != f"Bearer {wanted}":
        raise bad_token()


def check_node(request: web.Request, wanted: str) -> None:
    if request.match_info["node"] != wanted:
        raise unknown_object(request.match_info["node"], request.method.lower())


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


async def messages(request: web.Request, simulator: Simulator) -> web.StreamResponse:
    check_node(request, simulator.config.phone_number_id)
    body = await json_body(request)
    fault = None if body.get("status") == "read" else simulator.faults.sending()
    if fault is None:
        return answered(simulator, body)
    return await disturbed(request, simulator, body, fault)


def answered(simulator: Simulator, body: Json) -> web.Response:
    status, answer = simulator.network.send(body, simulator.now())
    return web.json_response(answer, status=status)


async def disturbed(
    request: web.Request, simulator: Simulator, body: Json, fault: Fault
) -> web.StreamResponse:
    refuse_cleanly(fault.kind)
    if fault.kind == "500_before_accept":
        return broken(simulator)
    if fault.kind in ("timeout", "reset"):
        return await gone(request, fault.seconds if fault.kind == "timeout" else 0)
    if fault.kind == "slow":
        await asyncio.sleep(fault.seconds)
        return answered(simulator, body)
    answered(simulator, body)
    simulator.courier.wake()
    if fault.kind == "500_after_accept":
        return broken(simulator)
    if fault.kind == "garbage":
        return web.Response(text="<!doctype html><title>Sorry</title>", content_type="text/html")
    return await gone(request, fault.seconds if fault.kind == "accept_then_timeout" else 0)


def refuse_cleanly(kind: str) -> None:
    if kind == "rate_limit":
        raise GraphError(130429, "Cloud API message throughput has been reached.")
    if kind == "pair_limit":
        raise GraphError(131056, "Too many messages to the same phone number in a short period of time.")
    if kind == "bad_token":
        raise bad_token()


def broken(simulator: Simulator) -> web.Response:
    return web.json_response(
        simulator.network.refusal(GraphError(131000, "Message failed to send due to an unknown error.")),
        status=500,
    )


async def gone(request: web.Request, seconds: float) -> web.StreamResponse:
    """Says nothing for a while, then cuts the connection."""
    await asyncio.sleep(seconds)
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)


async def list_templates(request: web.Request, simulator: Simulator) -> web.StreamResponse:
    check_node(request, simulator.config.waba_id)
    query, found = request.query, simulator.network.templates.all()
    for key in ("name", "language", "status", "category"):
        if key in query:
            found = [t for t in found if getattr(t, key) == query[key]]
    start, limit = counted(query.get("after", "0")), counted(query.get("limit", "25"))
    page, end = found[start : start + limit], start + limit
    cursors = {"before": str(start), "after": str(end)}
    more = {"next": str(request.url.update_query(after=str(end)))} if end < len(found) else {}
    return web.json_response({"data": [t.listed() for t in page], "paging": {"cursors": cursors, **more}})


def counted(text: str) -> int:
    if not text.isdecimal():
        raise GraphError(100, "Param limit and cursors must be whole numbers")
    return int(text)


async def register_template(request: web.Request, simulator: Simulator) -> web.StreamResponse:
    check_node(request, simulator.config.waba_id)
    body = await json_body(request)
    with well_shaped():
        return template_answer(simulator.network.templates.register(body))


def template_answer(template: Template) -> web.Response:
    return web.json_response({"id": template.id, "status": template.status, "category": template.category})


async def delete_template(request: web.Request, simulator: Simulator) -> web.StreamResponse:
    check_node(request, simulator.config.waba_id)
    if not simulator.network.templates.delete(request.query.get("name", "")):
        raise GraphError(100, "Message template was not found", subcode=2593002)
    return web.json_response({"success": True})


async def subscribed(request: web.Request, simulator: Simulator) -> web.StreamResponse:
    check_node(request, simulator.config.waba_id)
    data = [{"whatsapp_business_api_data": {"id": "1", "name": "Sapa"}}] if simulator.courier.url else []
    return web.json_response({"data": data})


async def subscribe(request: web.Request, simulator: Simulator) -> web.StreamResponse:
    """With `override_callback_uri` the address must answer its challenge first."""
    check_node(request, simulator.config.waba_id)
    body = await json_body(request)
    if url := body.get("override_callback_uri"):
        await simulator.courier.subscribe(str(url), str(body.get("verify_token", "")))
    return web.json_response({"success": True})


async def phone_numbers(request: web.Request, simulator: Simulator) -> web.StreamResponse:
    check_node(request, simulator.config.waba_id)
    return web.json_response({"data": [phone_node(simulator)]})


async def read_node(request: web.Request, simulator: Simulator) -> web.StreamResponse:
    node, config = request.match_info["node"], simulator.config
    if node == config.phone_number_id:
        return web.json_response(picked(phone_node(simulator), request.query.get("fields")))
    if node == config.waba_id:
        return web.json_response({"id": config.waba_id, "name": config.verified_name, "currency": "IDR"})
    if template := simulator.network.templates.by_id(node):
        return web.json_response(template.listed())
    return upload.describe(request, simulator, node)


async def write_node(request: web.Request, simulator: Simulator) -> web.StreamResponse:
    node, body = request.match_info["node"], await json_body(request)
    if node == simulator.config.phone_number_id and "webhook_configuration" in body:
        wiring = body["webhook_configuration"]
        url, token = str(wiring.get("override_callback_uri")), str(wiring.get("verify_token", ""))
        await simulator.courier.subscribe(url, token)
        return web.json_response({"success": True})
    if template := simulator.network.templates.by_id(node):
        simulator.network.templates.edit(template, body)
        return web.json_response({"success": True})
    raise unknown_object(node)


async def delete_node(request: web.Request, simulator: Simulator) -> web.StreamResponse:
    if not simulator.network.media.delete(request.match_info["node"]):
        raise unknown_object(request.match_info["node"], "delete")
    return web.json_response({"success": True})


def picked(node: Json, fields: str | None) -> Json:
    wanted = fields.split(",") if fields else ["verified_name", "display_phone_number", "quality_rating"]
    return {key: value for key, value in node.items() if key == "id" or key in wanted}


def phone_node(simulator: Simulator) -> Json:
    config = simulator.config
    entities = [
        {"entity_type": "PHONE_NUMBER", "id": config.phone_number_id, "can_send_message": "AVAILABLE"}
    ]
    return {
        "id": config.phone_number_id,
        "verified_name": config.verified_name,
        "display_phone_number": config.display_phone,
        "quality_rating": "GREEN",
        "throughput": {"level": "STANDARD"},
        "code_verification_status": "VERIFIED",
        "name_status": "APPROVED",
        "platform_type": "CLOUD_API",
        "is_on_biz_app": False,
        "whatsapp_business_manager_messaging_limit": "TIER_2K",
        "webhook_configuration": {"application": simulator.courier.url or ""},
        "health_status": {"can_send_message": "AVAILABLE", "entities": entities},
    }
