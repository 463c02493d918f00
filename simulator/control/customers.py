"""The customers: what they are, what they write and what they do."""

from aiohttp import web

from simulator import inbound as doings
from simulator import personas
from simulator.control.body import Body, answered, number_of, phone_of, read_body, refused
from simulator.phones import Phone, e164
from simulator.simulator import SIMULATOR, Simulator


async def phones(request: web.Request) -> web.Response:
    simulator = request.app[SIMULATOR]
    found = [personas.listed(one, simulator.now()) for one in simulator.network.phones.all()]
    return web.json_response({"phones": found})


async def phone(request: web.Request) -> web.Response:
    """{"phone", "number"?, …}: what `personas.change` takes."""
    simulator, body = request.app[SIMULATOR], await read_body(request)
    with answered():
        found = phone_of(simulator, body)
        personas.change(simulator.network, found, body, simulator.now(), number_of(simulator, body))
    simulator.courier.wake()
    return web.json_response(personas.listed(found, simulator.now()))


async def inbound(request: web.Request) -> web.Response:
    """{"from", "number"?, "type"?, "text"?, "id"?, "context"?, "message_id"?, "name"?, …}: a customer writes.

    "repeat"?: that many messages of the same content at once.
    """
    simulator, body = request.app[SIMULATOR], await read_body(request)
    with answered():
        sender = phone_of(simulator, body, "from")
        if name := body.get("name"):
            sender.name = str(name)
        times, to = int(body.get("repeat", 1)), number_of(simulator, body)
        told = {key: value for key, value in body.items() if key != "name" or body.get("type") == "location"}
        wamids = [simulator.network.inbound(sender.number, told, simulator.now(), to) for _ in range(times)]
    simulator.courier.wake()
    return web.json_response({"id": wamids[-1], "ids": wamids})


async def deed(request: web.Request) -> web.Response:
    """{"phone", "number"?} and, for `move`, "to": read, play, call, move (to another number), rename (another id),
    hand_back (the talk to Meta's agent).
    """
    simulator, body = request.app[SIMULATOR], await read_body(request)
    with answered():
        found = act(simulator, request.match_info["deed"], phone_of(simulator, body), body)
    simulator.courier.wake()
    return web.json_response(personas.listed(found, simulator.now()))


def act(simulator: Simulator, name: str, phone: Phone, body: Body) -> Phone:
    network, now, number = simulator.network, simulator.now(), number_of(simulator, body)
    if name == "read":
        network.read(phone.number, now)
    elif name == "play":
        doings.play(network, phone, now)
    elif name == "call":
        doings.call(network, phone, number, now)
    elif name == "hand_back":
        phone.thread(number.id).taken = False
    elif name == "rename":
        doings.change_user_id(network, phone, now)
    elif name == "move" and body.get("to"):
        return doings.change_number(network, phone, e164(str(body["to"]), simulator.config.country_code), now)
    else:
        raise refused("Deeds are read, play, call, hand_back, rename and move (with to).")
    return phone
