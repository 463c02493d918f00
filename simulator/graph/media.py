"""Media over HTTP: upload, address that lives five minutes, download with the token, resumable uploads."""

from aiohttp import web
from aiohttp.web_request import FileField

from simulator import ids
from simulator.errors import GraphError, Json, unknown_object
from simulator.graph.guard import number, success
from simulator.media import UPLOAD_LIVES, URL_LIVES, address, check_upload, signed
from simulator.simulator import Simulator

HEADER_TYPES = ("image/jpeg", "image/jpg", "image/png", "video/mp4", "application/pdf")


async def upload(request: web.Request, simulator: Simulator) -> web.StreamResponse:
    number(request, simulator)
    form = await request.post()
    file = form.get("file")
    if form.get("messaging_product") != "whatsapp":
        raise GraphError(100, "Param messaging_product must be one of {WHATSAPP}")
    if not isinstance(file, FileField):
        raise GraphError(131008, "Parameter 'file' is required")
    mime_type, data = str(form.get("type") or file.content_type), file.file.read()
    check_upload(mime_type, data)
    expires = simulator.now() + UPLOAD_LIVES
    media = simulator.network.media.add(data, mime_type, filename=file.filename, expires=expires)
    return web.json_response({"id": media.id})


def describe(request: web.Request, simulator: Simulator, media_id: str) -> web.Response:
    media = simulator.network.media.find(media_id, simulator.now())
    if media is None:
        raise unknown_object(media_id, "get")
    return web.json_response(
        {
            "messaging_product": "whatsapp",
            "url": address(str(request.url.origin()), simulator.config.app_secret, media.id, simulator.now()),
            "mime_type": media.mime_type,
            "sha256": media.sha256,
            "file_size": len(media.content),
            "id": media.id,
        }
    )


async def download(request: web.Request, simulator: Simulator) -> web.StreamResponse:
    media_id, until = request.match_info["media"], request.query.get("until", "")
    media, now = simulator.network.media.find(media_id, simulator.now()), int(simulator.now().timestamp())
    if media is None or not until.isdigit() or not now <= int(until) <= now + URL_LIVES:
        raise unknown_object(media_id, "get")
    if request.query.get("hash") != signed(simulator.config.app_secret, media_id, until):
        raise unknown_object(media_id, "get")
    return web.Response(body=media.content, content_type=media.mime_type.split(";")[0])


async def delete(simulator: Simulator, media_id: str) -> web.StreamResponse:
    if not simulator.network.media.delete(media_id):
        raise unknown_object(media_id, "delete")
    return success()


# Resumable uploads, for the examples of template headers


async def begin(request: web.Request, simulator: Simulator) -> web.StreamResponse:
    if request.match_info["node"] != simulator.config.app_id:
        raise unknown_object(request.match_info["node"])
    query: Json = {**request.query, **(await request.post())}
    length, kind = str(query.get("file_length", "")), str(query.get("file_type", ""))
    if not length.isdecimal() or kind not in HEADER_TYPES:
        raise GraphError(100, f"file_length and file_type ({', '.join(HEADER_TYPES)}) are required")
    name = f"upload:{ids.digest(simulator.config.seed, 'upload', len(simulator.uploads)).hex()[:32]}"
    simulator.uploads[name] = {"length": int(length), "type": kind, "data": b""}
    return web.json_response({"id": name})


async def take(request: web.Request, simulator: Simulator, name: str) -> web.StreamResponse:
    """Bytes from `file_offset` on; the handle when all are there."""
    session = simulator.uploads.get(name)
    if session is None:
        raise unknown_object(name)
    if request.headers.get("file_offset", "0") != str(len(session["data"])):
        raise GraphError(100, f"The next file_offset is {len(session['data'])}")
    session["data"] += await request.read()
    if len(session["data"]) != session["length"]:
        return web.json_response({"id": name, "file_offset": len(session["data"])})
    handle = f"4::{ids.digest(name, session['data']).hex()}"
    for account in simulator.network.business.accounts.values():
        account.templates.handles.add(handle)
    return web.json_response({"h": handle})


def offset(simulator: Simulator, name: str) -> web.Response:
    if name not in simulator.uploads:
        raise unknown_object(name, "get")
    return web.json_response({"id": name, "file_offset": len(simulator.uploads[name]["data"])})
