"""The pages in the browser: the phones, one phone, its answers, and the poll that keeps both fresh."""

import re
from pathlib import Path

from aiohttp import web

from simulator import markup, words
from simulator.errors import GraphError
from simulator.simulator import SIMULATOR, Simulator

STATIC = Path(__file__).parent / "static"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)
ANSWER_FIELDS = ("type", "id", "text", "context")


def routes() -> list[web.AbstractRouteDef]:
    phone = r"/phones/{number:\+?\d{8,15}}"
    return [
        web.get("/", phones),
        web.get("/poll", poll),
        web.get(r"/phones/media/{media:\d+}", picture),
        web.get(phone, one_phone),
        web.post(phone + "/answer", answer),
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


async def phones(request: web.Request) -> web.Response:
    simulator, query = request.app[SIMULATOR], request.query.get("q", "")
    listed = markup.phone_list(simulator, query, "")
    return html(
        markup.page(
            simulator,
            title="Ponsel simulasi",
            listed=listed,
            query=query,
            chat=markup.nothing_open(),
            number="",
        )
    )


async def one_phone(request: web.Request) -> web.Response:
    simulator, number, query = request.app[SIMULATOR], number_of(request), request.query.get("q", "")
    phone = simulator.network.phones.find(number)
    name = markup.title_of(phone) if phone else words.phone_number(number)
    return html(
        markup.page(
            simulator,
            title=f"{name} · Ponsel simulasi",
            listed=markup.phone_list(simulator, query, number),
            query=query,
            chat=markup.chat(simulator, number),
            number=number,
        )
    )


async def poll(request: web.Request) -> web.Response:
    """What changed since the versions ?list= and ?chat=: HTML of the list and of the chat, or null."""
    simulator, asked = request.app[SIMULATOR], request.query
    number = "+" + re.sub(r"\D", "", asked.get("phone", ""))
    return web.json_response(
        {
            "now": words.moment(markup.local(simulator.now(), simulator)),
            "list": fresh_list(simulator, asked.get("list", ""), asked.get("q", ""), number),
            "chat": fresh_chat(simulator, asked.get("chat", ""), number),
        }
    )


def fresh_list(simulator: Simulator, known: str, query: str, number: str) -> dict[str, str | int] | None:
    version = simulator.network.version
    if known == str(version):
        return None
    return {"version": version, "html": markup.phone_list(simulator, query, number)}


def fresh_chat(simulator: Simulator, known: str, number: str) -> dict[str, str | int] | None:
    phone = simulator.network.phones.find(number)
    if phone is None or (known == str(phone.version) and not phone.typing_until):
        return None
    return {"version": phone.version, "unread": phone.unread, "html": markup.bubbles(simulator, phone)}


async def answer(request: web.Request) -> web.Response:
    """The customer writes, taps a button or sends a picture; scripts ask for JSON and stay on the page."""
    simulator, number, form = request.app[SIMULATOR], number_of(request), await request.post()
    told = {key: str(form[key]) for key in ANSWER_FIELDS if form.get(key)}
    try:
        simulator.network.inbound(number, told, simulator.now())
    except GraphError as error:
        raise web.HTTPBadRequest(text=error.details) from error
    simulator.courier.wake()
    if request.headers.get("Accept") == "application/json":
        return web.json_response({"answered": True})
    raise web.HTTPSeeOther(f"/phones/{number[1:]}")


async def read(request: web.Request) -> web.Response:
    """The customer looks at the chat."""
    simulator, number = request.app[SIMULATOR], number_of(request)
    if simulator.network.phones.find(number):
        simulator.network.read(number, simulator.now())
        simulator.courier.wake()
    return web.Response(status=204)


async def picture(request: web.Request) -> web.Response:
    media = request.app[SIMULATOR].network.media.find(request.match_info["media"])
    if media is None or not media.mime_type.startswith("image/"):
        raise web.HTTPNotFound
    headers = {"Content-Security-Policy": "sandbox", "X-Content-Type-Options": "nosniff"}
    return web.Response(body=media.content, content_type=media.mime_type.split(";")[0], headers=headers)
