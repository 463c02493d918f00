"""Files at the Cloud API: fetched within the five minutes of their address, uploaded once and named by their id."""

import asyncio
import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import IO, TYPE_CHECKING, Any, Literal, NamedTuple, Protocol
from urllib.parse import urlsplit

import aiohttp
from django.db import close_old_connections

from sapa.base.clock import boot_clock, business_now
from sapa.base.scope import workspace_scope
from sapa.messaging.channels.whatsapp import json as careful
from sapa.messaging.channels.whatsapp.errors import LOCAL_FILE, LOCAL_LIMIT
from sapa.messaging.channels.whatsapp.limits import LARGEST, MEDIA, file_breach
from sapa.messaging.channels.whatsapp.wire import answered, read_answer
from sapa.messaging.schemas import Letter, Outcome, Sender

if TYPE_CHECKING:
    from sapa.messaging.services.media import Upload

HOSTS = (".facebook.com", ".fbsbx.com", ".fbcdn.net", ".whatsapp.net")
PIECE = 256 * 1024
PATIENCE = aiohttp.ClientTimeout(total=240, connect=5, sock_connect=5, sock_read=30)
LONGEST_UPLOAD, MARGIN_SECONDS = 30.0, 20.0
GONE_CODES = frozenset({33, 100, 131052})


class Fetched(NamedTuple):
    """`gone`: it will never come. `code` says why nothing came, for people and logs."""

    state: Literal["stored", "again", "refused", "gone"]
    code: str = ""
    type: str = ""
    size: int = 0
    sha256: str = ""


class Asker(Protocol):
    """What a client of the Cloud API offers for files."""

    session: aiohttp.ClientSession
    base: str

    async def ask(self, method: str, path: str, credential: str, **request: Any) -> tuple[int, bytes]: ...


async def download(client: Asker, channel: Sender, provider_id: str, into: IO[bytes]) -> Fetched:
    """Writes the bytes to `into`; checks size while they come and their digest at the end. Never raises."""
    try:
        status, body = await client.ask("GET", provider_id, channel.credential)
        answer = answered(body)
        if status != 200 or "url" not in answer:
            return _refused(status, body)
        if not may_fetch(str(answer["url"]), client.base):
            return Fetched("refused", "foreign_address")
        return await _stream(client, channel, answer, into)
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        return Fetched("again", type(error).__name__[:40])


def may_fetch(url: str, base: str) -> bool:
    """The token goes to Meta's own hosts and to where the API itself lives, nowhere else."""
    try:
        asked, ours = urlsplit(url), urlsplit(base)
        if (asked.scheme, asked.netloc) == (ours.scheme, ours.netloc):
            return True
        return asked.scheme == "https" and asked.port in (None, 443) and f".{asked.hostname}".endswith(HOSTS)
    except ValueError:
        return False


def _refused(status: int, body: bytes) -> Fetched:
    """Meta answers 400 with code 100 or 33 for a file that it no longer has."""
    code = careful.code(careful.obj(answered(body).get("error")).get("code"))
    gone = status == 404 or (status == 400 and code in GONE_CODES)
    return Fetched("gone" if gone else "again", str(code or f"http_{status}"))


async def _stream(client: Asker, channel: Sender, answer: Mapping[str, Any], into: IO[bytes]) -> Fetched:
    headers = {"Authorization": f"Bearer {channel.credential}"}
    digest, size = hashlib.sha256(), 0
    async with client.session.get(str(answer["url"]), headers=headers, timeout=PATIENCE) as response:
        if response.status != 200:
            return Fetched("again", f"http_{response.status}")
        async for piece in response.content.iter_chunked(PIECE):
            size += len(piece)
            if size > LARGEST:
                return Fetched("refused", "too_large")
            digest.update(piece)
            await asyncio.to_thread(into.write, piece)
    given = careful.text(answer.get("sha256")).lower()
    if given and given != digest.hexdigest():
        return Fetched("again", "wrong_digest")
    return Fetched("stored", "", careful.text(answer.get("mime_type")), size, digest.hexdigest())


async def prepared(client: Asker, channel: Sender, letter: Letter) -> Letter | Outcome:
    """The letter with its file named by the provider's id, uploaded when it is not there (any more)."""
    media_id = _media_of(letter)
    if not media_id:
        return letter
    upload = await asyncio.to_thread(_in_scope, channel.workspace_id, media_id)
    if upload is None:
        return Outcome("refused", code=LOCAL_FILE, detail="file_missing")
    if upload.provider_id:
        return _named(letter, upload.provider_id)
    if found := file_breach(_kind_of(letter), upload.type, upload.size):
        return Outcome("refused", code=LOCAL_LIMIT, detail=found.sentence)
    with upload.open() as file:
        answer = await _upload(client, channel, upload, file, _seconds(letter))
    if isinstance(answer, Outcome):
        return answer
    await asyncio.to_thread(_keep, channel.workspace_id, media_id, answer)
    if letter.lease_ends and letter.lease_ends - boot_clock() < MARGIN_SECONDS:
        return Outcome("not_sent", detail="lease")
    return _named(letter, answer)


def _seconds(letter: Letter) -> float:
    """How long an upload may last so that the lease still holds when the message itself is sent."""
    left = letter.lease_ends - boot_clock() - MARGIN_SECONDS if letter.lease_ends else LONGEST_UPLOAD
    return min(max(left, 1.0), LONGEST_UPLOAD)


async def _upload(
    client: Asker, channel: Sender, upload: "Upload", file: IO[bytes], seconds: float
) -> str | Outcome:
    """Whatever happens here, the message itself has not left: only a clear refusal is final."""
    patience = aiohttp.ClientTimeout(total=seconds, connect=5, sock_connect=5)
    form = aiohttp.FormData()
    form.add_field("messaging_product", "whatsapp")
    form.add_field("type", upload.type)
    form.add_field("file", file, filename=upload.filename or "file", content_type=upload.type)
    path = f"{channel.external_id}/media"
    try:
        status, body = await client.ask("POST", path, channel.credential, data=form, timeout=patience)
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        return Outcome("not_sent", detail=f"upload: {type(error).__name__}")
    if found := careful.identifier(answered(body).get("id")):
        return found
    outcome = read_answer(status, body)
    return outcome if outcome.kind == "refused" else Outcome("not_sent", detail=f"upload: http {status}")


def _media_of(letter: Letter) -> int:
    header = letter.parts.get("header") or {}
    return int(letter.content.get("media") or header.get("media") or 0)


def _kind_of(letter: Letter) -> str:
    """image, video … of the message itself, of an interactive header or of a template's."""
    if letter.template:
        return str(letter.parts["header"]["type"])
    kind = letter.content["type"]
    return str(kind if kind in MEDIA else letter.content[kind]["header"]["type"])


def _named(letter: Letter, provider_id: str) -> Letter:
    """The file's part gets its id; nothing else changes."""
    if letter.template:
        return replace(
            letter, parts={**letter.parts, "header": _with_id(letter.parts["header"], provider_id)}
        )
    kind = letter.content["type"]
    if kind in MEDIA:
        return replace(letter, content=_with_id(letter.content, provider_id))
    part = letter.content[kind]
    header = _with_id(part["header"], provider_id)
    return replace(letter, content={**letter.content, kind: {**part, "header": header}})


def _with_id(holder: Mapping[str, Any], provider_id: str) -> dict[str, Any]:
    kind = holder["type"]
    return {**holder, kind: {**holder.get(kind, {}), "id": provider_id}}


def _in_scope(workspace_id: int, media_id: int) -> "Upload | None":
    from sapa.messaging.services.media import upload_of  # services ask the client too

    close_old_connections()
    try:
        with workspace_scope(workspace_id):
            return upload_of(media_id=media_id, now=business_now())
    finally:
        close_old_connections()


def _keep(workspace_id: int, media_id: int, provider_id: str) -> None:
    from sapa.messaging.services.media import keep_provider_id

    close_old_connections()
    try:
        with workspace_scope(workspace_id):
            keep_provider_id(media_id=media_id, provider_id=provider_id, now=business_now())
    finally:
        close_old_connections()
