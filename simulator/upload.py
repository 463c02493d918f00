"""Media over HTTP: upload, address that lives five minutes, download with the token."""

import time

from aiohttp import web
from aiohttp.web_request import FileField

from simulator.errors import GraphError, unknown_object
from simulator.simulator import Simulator

URL_LIVES = 300


async def upload(request: web.Request, simulator: Simulator) -> web.StreamResponse:
    if request.match_info["node"] != simulator.config.phone_number_id:
        raise unknown_object(request.match_info["node"])
    form = await request.post()
    file = form.get("file")
    if form.get("messaging_product") != "whatsapp":
        raise GraphError(100, "Param messaging_product must be one of {WHATSAPP}")
    if not isinstance(file, FileField):
        raise GraphError(131008, "Parameter 'file' is required")
    mime_type = str(form.get("type") or file.content_type)
    media = simulator.network.media.add(file.file.read(), mime_type, filename=file.filename)
    return web.json_response({"id": media.id})


def describe(request: web.Request, simulator: Simulator, media_id: str) -> web.Response:
    media = simulator.network.media.find(media_id)
    if media is None:
        raise unknown_object(media_id, "get")
    until = int(time.monotonic()) + URL_LIVES
    return web.json_response(
        {
            "messaging_product": "whatsapp",
            "url": str(request.url.origin() / "media" / media.id % {"until": until}),
            "mime_type": media.mime_type,
            "sha256": media.sha256,
            "file_size": len(media.content),
            "id": media.id,
        }
    )


async def download(request: web.Request, simulator: Simulator) -> web.StreamResponse:
    media = simulator.network.media.find(request.match_info["media"])
    until = request.query.get("until", "")
    if media is None or not until.isdigit() or int(until) < time.monotonic():
        raise unknown_object(request.match_info["media"], "get")
    return web.Response(body=media.content, content_type=media.mime_type.split(";")[0])
