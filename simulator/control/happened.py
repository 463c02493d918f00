"""What happened: state, messages, what the phones have shown, webhooks, costs."""

from dataclasses import asdict

from aiohttp import web

from simulator import oracle
from simulator.errors import Json
from simulator.ledger import line
from simulator.phones import Message, e164
from simulator.simulator import SIMULATOR, Simulator


async def state(request: web.Request) -> web.Response:
    return web.json_response(request.app[SIMULATOR].state())


def wanted(request: web.Request) -> list[Message]:
    """Of ?phone= and ?number=, in the order in which they happened."""
    simulator, query = request.app[SIMULATOR], request.query
    found = list(simulator.network.messages.values())
    if query.get("phone"):
        phone = e164(query["phone"].replace(" ", "+", 1), simulator.config.country_code)
        found = [m for m in found if m.phone == phone]
    if query.get("number"):
        found = [m for m in found if m.number == query["number"]]
    return found


async def messages(request: web.Request) -> web.Response:
    return web.json_response({"messages": [told(m) for m in wanted(request)]})


def told(message: Message) -> Json:
    return {
        **line(message),
        "status": message.status,
        "error": message.error,
        "callback": message.callback,
        "buttons": [asdict(button) for button in message.buttons],
        "number": message.number,
        "shown": message.shown_at is not None,
        "header": message.header,
        "media": message.media,
        "context": message.context,
        "category": message.category,
        "pricing": message.pricing,
        "held": message.held,
        "reaction": message.reaction,
    }


async def shown(request: web.Request) -> web.Response:
    """What reached the phones, with time, wamid, biz data and whether it was there before."""
    listed = oracle.shown(wanted(request))
    return web.json_response({"shown": listed, "summary": oracle.summary(listed)})


async def attempts(request: web.Request) -> web.Response:
    return web.json_response({"attempts": request.app[SIMULATOR].courier.attempts()})


async def costs(request: web.Request) -> web.Response:
    simulator: Simulator = request.app[SIMULATOR]
    pricing = simulator.network.pricing
    return web.json_response({"costs": pricing.listed(), "free_service": pricing.free_service()})
