"""The clock, the frozen clock's webhooks, the beginning anew, and moments to come back to."""

from datetime import timedelta

from aiohttp import web

from simulator import webhooks
from simulator.control.body import instant, read_body, refused, stamp
from simulator.simulator import SIMULATOR, Simulator


async def clock(request: web.Request) -> web.Response:
    """{"now": ISO with zone}, {"offset_seconds"} or {"advance_seconds"}, {"stopped": true}; tells what comes next."""
    simulator, body = request.app[SIMULATOR], await read_body(request)
    if isinstance(body.get("stopped"), bool):
        (simulator.clock.stop if body["stopped"] else simulator.clock.run_on)()
    if "now" in body:
        simulator.clock.set(instant(str(body["now"])))
    elif isinstance(body.get("offset_seconds"), int | float):
        simulator.clock.offset(body["offset_seconds"])
    elif isinstance(body.get("advance_seconds"), int | float):
        simulator.clock.set(simulator.now() + timedelta(seconds=body["advance_seconds"]))
    elif "stopped" not in body:
        raise refused("Give now, offset_seconds, advance_seconds or stopped.")
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
    size = max(1, simulator.network.rules.webhook_batch)
    raws = [webhooks.encoded(one) for one in webhooks.batches(happened, size)]
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


async def reset(request: web.Request) -> web.Response:
    request.app[SIMULATOR].reset()
    return web.json_response({"reset": True})


async def snapshot(request: web.Request) -> web.Response:
    """{"name"?}: keeps everything that the network knows, in memory."""
    simulator, body = request.app[SIMULATOR], await read_body(request)
    name = str(body.get("name", "snapshot"))
    simulator.snapshots[name] = simulator.network.snapshot()
    return web.json_response({"name": name, "names": sorted(simulator.snapshots)})


async def restore(request: web.Request) -> web.Response:
    """{"name"?, "clock"?: ISO with zone}: as it was at the snapshot; webhooks on their way are forgotten."""
    simulator, body = request.app[SIMULATOR], await read_body(request)
    kept = simulator.snapshots.get(str(body.get("name", "snapshot")))
    if kept is None:
        raise refused("There is no such snapshot.")
    simulator.network.restore(kept)
    simulator.courier.waiting.clear()
    if "clock" in body:
        simulator.clock.set(instant(str(body["clock"])))
    return web.json_response({"restored": True, **ahead(simulator)})
