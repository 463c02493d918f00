"""The control plane under /_control: clock, customers, faults and what happened. For demos and tests."""

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from aiohttp import web

from simulator import webhooks
from simulator.errors import GraphError
from simulator.ledger import line
from simulator.phones import e164
from simulator.simulator import SIMULATOR, Simulator

Body = dict[str, Any]


def routes() -> list[web.RouteDef]:
    return [
        web.get("/_control/state", state),
        web.get("/_control/messages", messages),
        web.get("/_control/webhooks", attempts),
        web.post("/_control/clock", clock),
        web.post("/_control/due", due),
        web.post("/_control/inbound", inbound),
        web.post("/_control/faults", faults),
        web.delete("/_control/faults", no_faults),
        web.post("/_control/phones", phone),
        web.post("/_control/templates", template),
        web.post("/_control/webhook", webhook),
        web.post("/_control/reset", reset),
    ]


async def read_body(request: web.Request) -> Body:
    try:
        body = await request.json()
    except ValueError:
        raise refused("The body must be JSON.") from None
    if not isinstance(body, dict):
        raise refused("The body must be a JSON object.")
    return body


def refused(text: str) -> web.HTTPBadRequest:
    return web.HTTPBadRequest(text=json.dumps({"error": text}), content_type="application/json")


def number(simulator: Simulator, body: Body, key: str) -> str:
    if not body.get(key):
        raise refused(f"{key} is required.")
    return e164(str(body[key]), simulator.config.country_code)


async def state(request: web.Request) -> web.Response:
    return web.json_response(request.app[SIMULATOR].state())


async def messages(request: web.Request) -> web.Response:
    """Every message, or those of ?phone=; in the order in which they happened."""
    network, wanted = request.app[SIMULATOR].network, request.query.get("phone")
    found = list(network.messages.values())
    if wanted:
        wanted = e164(wanted.replace(" ", "+", 1), network.config.country_code)
        found = [m for m in found if m.phone == wanted]
    return web.json_response(
        {
            "messages": [
                {
                    **line(m),
                    "status": m.status,
                    "error": m.error,
                    "callback": m.callback,
                    "buttons": [asdict(button) for button in m.buttons],
                }
                for m in found
            ]
        }
    )


async def attempts(request: web.Request) -> web.Response:
    return web.json_response({"attempts": request.app[SIMULATOR].courier.attempts()})


async def clock(request: web.Request) -> web.Response:
    """{"now": ISO with zone} or {"offset_seconds": number}; tells what comes next, as `due` does."""
    simulator, body = request.app[SIMULATOR], await read_body(request)
    if "now" in body:
        simulator.clock.set(instant(str(body["now"])))
    elif isinstance(body.get("offset_seconds"), int | float):
        simulator.clock.offset(body["offset_seconds"])
    else:
        raise refused("Give now or offset_seconds.")
    simulator.courier.wake()
    return web.json_response({"now": stamp(simulator.now()), **ahead(simulator)})


async def due(request: web.Request) -> web.Response:
    """{"until": ISO with zone}, frozen clock only: it becomes `until`, and what fell due comes back signed.

    `next`: when the next webhook of any kind is due; `next_answer`: the next that is no mere receipt.
    """
    simulator, body = request.app[SIMULATOR], await read_body(request)
    if not simulator.config.frozen:
        raise refused("Start the simulator with --frozen.")
    until = instant(str(body.get("until")))
    happened = [one for _, one in simulator.network.due_webhooks(until)]
    simulator.clock.set(until)
    raws = [webhooks.encoded(one) for one in webhooks.batches(happened, simulator.config.webhook_batch)]
    secret = simulator.config.app_secret
    return web.json_response(
        {
            "webhooks": [{"raw": raw.decode(), "signature": webhooks.signature(secret, raw)} for raw in raws],
            **ahead(simulator),
        }
    )


def ahead(simulator: Simulator) -> dict[str, str | None]:
    network = simulator.network
    return {"next": stamp(network.next_at()), "next_answer": stamp(network.next_answer_at())}


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


async def inbound(request: web.Request) -> web.Response:
    """{"from", "text", "type"?, "id"?, "context"?, "message_id"?, "name"?}: a customer writes or taps."""
    simulator, body = request.app[SIMULATOR], await read_body(request)
    sender = number(simulator, body, "from")
    if name := body.get("name"):
        simulator.network.phones.get(sender).name = str(name)
    try:
        wamid = simulator.network.inbound(sender, body, simulator.now())
    except GraphError as error:
        raise refused(error.details) from error
    simulator.courier.wake()
    return web.json_response({"id": wamid})


async def faults(request: web.Request) -> web.Response:
    """{"kind", "rate"?, "count"?, "seconds"?}; DELETE takes all away."""
    try:
        fault = request.app[SIMULATOR].faults.add(await read_body(request))
    except (GraphError, TypeError, ValueError) as error:
        raise refused(getattr(error, "details", str(error))) from error
    return web.json_response({"kind": fault.kind, "rate": fault.rate, "count": fault.count})


async def no_faults(request: web.Request) -> web.Response:
    request.app[SIMULATOR].faults.clear()
    return web.json_response({"faults": []})


async def phone(request: web.Request) -> web.Response:
    """{"phone", "name"?, "username"?, "hidden"?, "fails_with"?: an error code or null}."""
    simulator, body = request.app[SIMULATOR], await read_body(request)
    found = simulator.network.phones.get(number(simulator, body, "phone"))
    found.name, found.username = str(body.get("name", found.name)), str(body.get("username", found.username))
    found.hidden = bool(body.get("hidden", found.hidden))
    found.fails_with = body.get("fails_with", found.fails_with)
    return web.json_response({"phone": found.number, "user_id": found.user_id, "name": found.name})


async def template(request: web.Request) -> web.Response:
    """{"name", "language", "status"}: changes the status and tells the app."""
    simulator, body = request.app[SIMULATOR], await read_body(request)
    found = simulator.network.templates.find(str(body.get("name")), str(body.get("language")))
    if found is None:
        raise refused("There is no such template.")
    found.status = str(body.get("status", "APPROVED")).upper()
    told = webhooks.template_status(simulator.config, found.id, found.name, found.language, found.status)
    simulator.network.announce(simulator.now(), told)
    simulator.courier.wake()
    return web.json_response(found.listed())


async def webhook(request: web.Request) -> web.Response:
    """{"url", "verify_token"?}: with a token the address must answer its challenge first."""
    simulator, body = request.app[SIMULATOR], await read_body(request)
    url = str(body["url"]) if body.get("url") else None
    if url and "verify_token" in body:
        try:
            await simulator.courier.subscribe(url, str(body["verify_token"]))
        except GraphError as error:
            raise refused(error.details) from error
    simulator.courier.url = url
    return web.json_response({"url": url})


async def reset(request: web.Request) -> web.Response:
    request.app[SIMULATOR].reset()
    return web.json_response({"reset": True})
