"""Faults, held requests, and where webhooks go."""

from aiohttp import web

from simulator import webhooks
from simulator.control.body import answered, read_body, refused
from simulator.courier import Subscriber
from simulator.simulator import SIMULATOR


async def listed(request: web.Request) -> web.Response:
    return web.json_response({"faults": [one.listed() for one in request.app[SIMULATOR].faults.rules]})


async def faults(request: web.Request) -> web.Response:
    """{"kind" or "phase", "match"?, "rate"?, "count" or "times"?, "seconds"?, "code"?, "http"?}; DELETE ends all."""
    simulator, body = request.app[SIMULATOR], await read_body(request)
    with answered():
        fault = simulator.faults.add(body)
    return web.json_response(fault.listed())


async def no_faults(request: web.Request) -> web.Response:
    simulator = request.app[SIMULATOR]
    simulator.faults.clear()
    simulator.holds.release()
    return web.json_response({"faults": []})


async def release(request: web.Request) -> web.Response:
    """Requests that `hold_…` keeps waiting go on."""
    return web.json_response({"released": request.app[SIMULATOR].holds.release()})


async def webhook(request: web.Request) -> web.Response:
    """{"url", "verify_token"?}: with a token the address must answer its challenge first."""
    simulator, body = request.app[SIMULATOR], await read_body(request)
    url = str(body["url"]) if body.get("url") else None
    if url and "verify_token" in body:
        with answered():
            await simulator.courier.subscribe(url, str(body["verify_token"]))
    simulator.courier.url = url
    return web.json_response({"url": url})


async def subscriber(request: web.Request) -> web.Response:
    """{"url", "app_secret"?}: one more app gets every webhook too; a retry goes to all."""
    simulator, body = request.app[SIMULATOR], await read_body(request)
    if not body.get("url"):
        raise refused("url is required.")
    made = Subscriber(str(body["url"]), str(body.get("app_secret", simulator.config.app_secret)))
    simulator.courier.others.append(made)
    return web.json_response({"urls": [one.url for one in simulator.courier.others]})


async def no_subscribers(request: web.Request) -> web.Response:
    request.app[SIMULATOR].courier.others.clear()
    return web.json_response({"urls": []})


async def inject(request: web.Request) -> web.Response:
    """{"body"} as it is, or {"field", "value", "account"?}: any other webhook."""
    simulator, told = request.app[SIMULATOR], await read_body(request)
    body = told.get("body")
    if body is None:
        account = str(told.get("account", simulator.config.waba_id))
        body = webhooks.envelope(account, str(told.get("field", "messages")), dict(told.get("value") or {}))
    with answered():
        webhooks.number_of(body)
        simulator.network.announce(simulator.now(), body)
    simulator.courier.wake()
    return web.json_response({"injected": True})


async def replay(request: web.Request) -> web.Response:
    """{"last"?: 100}: posts the last so many parcels that were taken once more, byte for byte."""
    simulator, body = request.app[SIMULATOR], await read_body(request)
    again = simulator.courier.again(int(body.get("last", 100)))
    simulator.courier.wake()
    return web.json_response({"parcels": again})
