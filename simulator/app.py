"""The HTTP side: a thin shell over the network, the courier and the clock."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

from simulator import control, graph, pages
from simulator.clock import Clock
from simulator.config import Config
from simulator.simulator import SIMULATOR, Simulator

MOST_BYTES = 101 * 1024 * 1024


def create_app(config: Config, clock: Clock | None = None) -> web.Application:
    """The simulator as an application; its `Simulator` is at `app[SIMULATOR]`."""
    app = web.Application(middlewares=[own_pages_only], client_max_size=MOST_BYTES)
    app[SIMULATOR] = Simulator(config, clock or (Clock.frozen() if config.frozen else Clock()))
    app.cleanup_ctx.append(courier_running)
    app.add_routes([*pages.routes(), *control.routes(), *graph.routes()])
    return app


@web.middleware
async def own_pages_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """No other site that is open in the same browser may press buttons here."""
    origin = request.headers.get("Origin")
    if request.method != "GET" and origin and urlsplit(origin).netloc != request.host:
        raise web.HTTPForbidden(text="This page may only be used from itself.")
    return await handler(request)


async def courier_running(app: web.Application) -> AsyncIterator[None]:
    """With a frozen clock nothing is carried: the webhooks wait until they are fetched."""
    simulator = app[SIMULATOR]
    task = None if simulator.config.frozen else asyncio.create_task(simulator.courier.run())
    yield
    simulator.holds.release()
    if task is not None:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
    simulator.network.ledger.close()
