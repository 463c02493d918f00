"""POST /{number}/messages and /{number}/marketing_messages."""

import functools

from aiohttp import web

from simulator import sending
from simulator.accounts import Number
from simulator.errors import Json
from simulator.faults import told_by
from simulator.graph.guard import json_body, number
from simulator.graph.trouble import trouble
from simulator.simulator import Simulator


async def messages(request: web.Request, simulator: Simulator) -> web.StreamResponse:
    sender, body = number(request, simulator, 131005), await json_body(request)
    if not simulator.faults.rules or body.get("status") == "read":
        return answered(simulator, sender, body)
    fault = simulator.faults.sending(told_by(request.path, sender.id, body))
    if fault is None:
        return answered(simulator, sender, body)
    return await trouble(
        request, simulator, fault, functools.partial(answered_later, simulator, sender, body)
    )


def answered(simulator: Simulator, sender: Number, body: Json) -> web.Response:
    status, answer = simulator.network.send(body, simulator.now(), sender.id)
    return web.json_response(answer, status=status)


async def answered_later(simulator: Simulator, sender: Number, body: Json) -> web.StreamResponse:
    return answered(simulator, sender, body)


async def offers(request: web.Request, simulator: Simulator) -> web.StreamResponse:
    """Marketing templates only."""
    sender, body = number(request, simulator, 131005), await json_body(request)
    return web.json_response(
        sending.accept(simulator.network, sender, body, simulator.now(), offers_only=True)
    )
