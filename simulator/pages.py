"""The pages in the browser: the phones, one phone and its answers, the log, and the poll that keeps all fresh."""

import re
from pathlib import Path
from typing import Any

from aiohttp import web
from aiohttp.web_request import FileField

from simulator import inbound, markup, personas, words
from simulator.accounts import Number
from simulator.errors import GraphError
from simulator.markup.events import version
from simulator.media import CONTENT
from simulator.phones import Phone, e164
from simulator.simulator import SIMULATOR, Simulator

STATIC = Path(__file__).parent / "static"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)
ANSWER_FIELDS = ("type", "id", "text", "context", "message_id")
LARGEST = 16 * 1024 * 1024


def routes() -> list[web.AbstractRouteDef]:
    phone = r"/phones/{number:\+?\d{8,15}}"
    return [
        web.get("/", phones),
        web.get("/poll", poll),
        web.get("/events", events),
        web.get(r"/phones/media/{media:\d+}", picture),
        web.get(phone, one_phone),
        web.post(phone + "/answer", answer),
        web.post(phone + "/deed", deed),
        web.post(phone + "/read", read),
        web.static("/static", STATIC),
    ]


def html(text: str) -> web.Response:
    headers = {
        "Content-Security-Policy": POLICY,
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
    body = text.encode(errors="replace")
    return web.Response(body=body, content_type="text/html", charset="utf-8", headers=headers)


def number_of(request: web.Request) -> str:
    return "+" + re.sub(r"\D", "", request.match_info["number"])


def business_of(simulator: Simulator, number: str, wanted: str) -> Number:
    """The business number that is asked for, else the last that this phone has to do with."""
    business = simulator.network.business
    phone = simulator.network.phones.find(number)
    last = phone.messages[-1].number if phone and phone.messages else ""
    return business.numbers.get(wanted) or business.numbers.get(last) or business.primary


async def phones(request: web.Request) -> web.Response:
    simulator, query = request.app[SIMULATOR], request.query.get("q", "")
    listed = markup.phone_list(simulator, query, "")
    nothing = markup.nothing_open()
    return html(
        markup.page(simulator, title="Ponsel simulasi", listed=listed, query=query, chat=nothing, number="")
    )


async def one_phone(request: web.Request) -> web.Response:
    simulator, number, query = request.app[SIMULATOR], number_of(request), request.query.get("q", "")
    phone = simulator.network.phones.find(number)
    name = markup.title_of(phone) if phone else words.phone_number(number)
    business = business_of(simulator, number, request.query.get("number", ""))
    return html(
        markup.page(
            simulator,
            title=f"{name} · Ponsel simulasi",
            listed=markup.phone_list(simulator, query, number),
            query=query,
            chat=markup.chat(simulator, number, business, request.query.get("reply", "")),
            number=number,
            business=business.id,
        )
    )


async def events(request: web.Request) -> web.Response:
    return html(markup.events_page(request.app[SIMULATOR]))


async def poll(request: web.Request) -> web.Response:
    """What changed since the versions ?list=, ?chat= and ?log=: HTML of each, or null."""
    simulator, asked = request.app[SIMULATOR], request.query
    number = "+" + re.sub(r"\D", "", asked.get("phone", ""))
    return web.json_response(
        {
            "now": words.moment(markup.local(simulator.now(), simulator)),
            "list": fresh_list(simulator, asked.get("list", ""), asked.get("q", ""), number),
            "chat": fresh_chat(simulator, asked.get("chat", ""), number, asked.get("number", "")),
            "log": fresh_log(simulator, asked.get("log")),
        }
    )


def fresh_list(simulator: Simulator, known: str, query: str, number: str) -> dict[str, str | int] | None:
    version = simulator.network.version
    if known == str(version):
        return None
    return {"version": version, "html": markup.phone_list(simulator, query, number)}


def fresh_chat(simulator: Simulator, known: str, number: str, wanted: str) -> dict[str, str | int] | None:
    phone = simulator.network.phones.find(number)
    if phone is None or (known == str(phone.version) and not phone.typing_until):
        return None
    shown = markup.bubbles(simulator, phone, business_of(simulator, number, wanted))
    return {"version": phone.version, "unread": phone.unread, "html": shown}


def fresh_log(simulator: Simulator, known: str | None) -> dict[str, str | int] | None:
    newest = version(simulator)
    if known is None or known == str(newest):
        return None
    return {"version": newest, "html": markup.events(simulator)}


async def answer(request: web.Request) -> web.Response:
    """The customer writes, taps, reacts or sends a file; scripts ask for JSON and stay on the page."""
    simulator, number, form = request.app[SIMULATOR], number_of(request), await request.post()
    told: dict[str, Any] = {key: str(form[key]) for key in ANSWER_FIELDS if form.get(key)}
    file = form.get("file")
    if isinstance(file, FileField):
        told |= attached(file)
    business = business_of(simulator, number, str(form.get("number", "")))
    try:
        simulator.network.inbound(number, told, simulator.now(), business)
    except GraphError as error:
        raise web.HTTPBadRequest(text=error.details) from error
    return done(request, number)


def attached(file: FileField) -> dict[str, Any]:
    """A file of the customer's own: a document unless it is a picture, a sound or a film."""
    mime_type = file.content_type or "application/octet-stream"
    kind = next((one for one in ("image", "audio", "video") if mime_type in CONTENT[one]), "document")
    content = file.file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise web.HTTPBadRequest(text="Berkas terlalu besar.")
    return {"type": kind, "content": content, "mime_type": mime_type, "filename": file.filename}


def done(request: web.Request, number: str) -> web.Response:
    request.app[SIMULATOR].courier.wake()
    if request.headers.get("Accept") == "application/json":
        return web.json_response({"answered": True})
    raise web.HTTPSeeOther(f"/phones/{number[1:]}")


async def deed(request: web.Request) -> web.Response:
    """The customer turns the phone off or on, blocks, stops offers, hides the number, moves, calls or listens."""
    simulator, number, form = request.app[SIMULATOR], number_of(request), await request.post()
    phone, name = simulator.network.phones.get(number), str(form.get("deed", ""))
    business = business_of(simulator, number, str(form.get("number", "")))
    try:
        acted(simulator, phone, business, name, str(form.get("to", "")))
    except GraphError as error:
        raise web.HTTPBadRequest(text=error.details) from error
    moved = phone.moved_to if name == "move" and phone.moved_to else number
    if moved != number:
        simulator.courier.wake()
        raise web.HTTPSeeOther(f"/phones/{moved[1:]}")
    return done(request, number)


def acted(simulator: Simulator, phone: Phone, business: Number, name: str, to: str) -> None:
    network, now, thread = simulator.network, simulator.now(), phone.thread(business.id)
    changes: dict[str, dict[str, Any]] = {
        "online": {"online": not phone.online},
        "blocks": {"blocks": not thread.blocked},
        "marketing": {"marketing": "resume" if thread.stopped else "stop"},
        "hidden": {
            "hidden": not phone.hidden,
            "username": phone.username or f"pelanggan.{phone.digits[-4:]}",
        },
    }
    if name in changes:
        personas.change(network, phone, changes[name], now, business)
    elif name == "call":
        inbound.call(network, phone, business, now)
    elif name == "play":
        inbound.play(network, phone, now)
    elif name == "move" and 8 <= len(new := e164(local_number(to), simulator.config.country_code)) <= 16:
        inbound.change_number(network, phone, new, now)
    else:
        raise GraphError(100, "Tidak dikenal.")


def local_number(text: str) -> str:
    """0813… as people write it."""
    plain = re.sub(r"[^\d+]", "", text)
    return plain[1:] if plain.startswith("0") else "+" + plain if plain.startswith("62") else plain


async def read(request: web.Request) -> web.Response:
    """The customer looks at the chat."""
    simulator, number = request.app[SIMULATOR], number_of(request)
    phone = simulator.network.phones.find(number)
    if phone and phone.online:
        simulator.network.read(number, simulator.now())
        simulator.courier.wake()
    return web.Response(status=204)


async def picture(request: web.Request) -> web.Response:
    media = request.app[SIMULATOR].network.media.find(request.match_info["media"])
    if media is None or not media.mime_type.startswith("image/"):
        raise web.HTTPNotFound
    headers = {"Content-Security-Policy": "sandbox", "X-Content-Type-Options": "nosniff"}
    return web.Response(body=media.content, content_type=media.mime_type.split(";")[0], headers=headers)
