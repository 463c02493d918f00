"""Answers that go wrong on demand: before or after the message was accepted."""

import asyncio
from collections.abc import Awaitable, Callable

from aiohttp import web

from simulator.errors import GraphError, bad_token
from simulator.faults import Fault
from simulator.simulator import Simulator

Accept = Callable[[], Awaitable[web.StreamResponse]]
PATIENCE = 5.0


async def trouble(
    request: web.Request, simulator: Simulator, fault: Fault, accept: Accept
) -> web.StreamResponse:
    """Does what the fault says; `accept` handles the request as without it."""
    refuse_cleanly(fault)
    if fault.kind == "500_before_accept":
        return broken(simulator, fault)
    if fault.kind in ("timeout", "reset"):
        return await gone(request, fault.seconds if fault.kind == "timeout" else 0)
    if fault.kind == "slow":
        await asyncio.sleep(fault.seconds)
        return await accept()
    if fault.kind == "hold_before_accept":
        await simulator.holds.wait({"kind": fault.kind, "path": request.path}, fault.seconds)
        return await accept()
    answer = await accept()
    simulator.courier.wake()
    return await after_acceptance(request, simulator, fault, answer)


async def after_acceptance(
    request: web.Request, simulator: Simulator, fault: Fault, answer: web.StreamResponse
) -> web.StreamResponse:
    if fault.kind in ("500_after_accept", "error_after_accept"):
        return broken(simulator, fault)
    if fault.kind == "hold_after_accept":
        await simulator.holds.wait({"kind": fault.kind, "path": request.path}, fault.seconds)
        return answer
    if fault.kind == "status_before_answer":
        await told_first(simulator)
        return answer
    if fault.kind in BODIES:
        body, content_type = BODIES[fault.kind]
        return web.Response(text=body, content_type=content_type)
    return await gone(request, fault.seconds if fault.kind == "accept_then_timeout" else 0)


BODIES = {
    "garbage": ("<!doctype html><title>Sorry</title>", "text/html"),
    "empty": ("", "application/json"),
    "truncated": ('{"messaging_product":"whatsapp","contacts":[{"inp', "application/json"),
    "no_id": ('{"messaging_product":"whatsapp","contacts":[],"messages":[]}', "application/json"),
}


async def told_first(simulator: Simulator) -> None:
    """The statuses that are due leave before the answer does, unless the app takes too long."""
    if simulator.config.frozen or not simulator.network.messages:
        return
    newest = next(reversed(simulator.network.messages))
    simulator.network.agenda.hasten(newest, simulator.now())
    await asyncio.wait({asyncio.create_task(simulator.courier.deliver())}, timeout=PATIENCE)


def refuse_cleanly(fault: Fault) -> None:
    if fault.kind == "error":
        raise fault.error()
    if fault.kind == "rate_limit":
        raise GraphError(130429, "Cloud API message throughput has been reached.")
    if fault.kind == "pair_limit":
        raise GraphError(131056, "Too many messages to the same phone number in a short period of time.")
    if fault.kind == "bad_token":
        raise bad_token()


def broken(simulator: Simulator, fault: Fault) -> web.Response:
    """500 with a Graph error, unless the fault names another code."""
    error = GraphError(fault.code, fault.details or "Message failed to send due to an unknown error.")
    return web.json_response(simulator.network.refusal(error), status=fault.http or 500)


async def gone(request: web.Request, seconds: float) -> web.StreamResponse:
    """Says nothing for a while, then cuts the connection."""
    await asyncio.sleep(seconds)
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)
