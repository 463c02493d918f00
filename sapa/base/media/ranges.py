"""A stored file as an answer: in parts when a player asks for a range, never as something a browser would run."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from typing import IO, Any, NamedTuple
from urllib.parse import quote

from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from .sniffing import BINARY, INLINE

PIECE = 256 * 1024
ONE_RANGE = re.compile(r"bytes=(\d*)-(\d*)", re.ASCII)
LONGEST_NUMBER = 15
POLICY = "sandbox; default-src 'none'"


class Part(NamedTuple):
    first: int
    length: int


def file_response(
    request: HttpRequest, file: IO[bytes], *, size: int, kind: str, filename: str
) -> HttpResponseBase:
    """`kind` is the sniffed type. Pictures, sound and film inline; everything else only as a download."""
    wanted = request.headers.get("Range", "")
    part = _part(wanted, size)
    if part is None:
        file.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"} | _safe(kind, filename))
    file.seek(part.first)
    response = _whole(file, part) if part.length <= PIECE else _streamed(request, file, part)
    response.status_code = 206 if part.length < size else 200
    if part.length < size:
        last = part.first + part.length - 1
        response.headers["Content-Range"] = f"bytes {part.first}-{last}/{size}"
    response.headers["Content-Length"] = str(part.length)
    for name, value in _safe(kind, filename).items():
        response.headers[name] = value
    return response


def _whole(file: IO[bytes], part: Part) -> HttpResponseBase:
    """A stream is closed only when it was sent to its end: a browser that leaves would leave the file open."""
    with file:
        return HttpResponse(file.read(part.length))


def _streamed(request: HttpRequest, file: IO[bytes], part: Part) -> HttpResponseBase:
    pieces = _pieces(file, part.length)
    response = StreamingHttpResponse(_in_thread(pieces) if isinstance(request, ASGIRequest) else pieces)
    response._resource_closers.append(file.close)  # type: ignore[attr-defined]
    return response


def _safe(kind: str, filename: str) -> dict[str, str]:
    """`identity` keeps the compressing middleware away, which would break lengths and ranges."""
    inline = kind in INLINE
    return {
        "Content-Type": kind if inline else BINARY,
        "Content-Disposition": _disposition("inline" if inline else "attachment", filename),
        "Content-Security-Policy": POLICY,
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Content-Encoding": "identity",
        "Accept-Ranges": "bytes",
        "Cache-Control": "private, max-age=43200",
    }


def _disposition(way: str, filename: str) -> str:
    plain = re.sub(r"[^\w .()-]", "_", filename, flags=re.ASCII) or "file"
    return f"{way}; filename=\"{plain}\"; filename*=UTF-8''{quote(filename or plain, safe='')}"


def _part(header: str, size: int) -> Part | None:
    """The whole where no single range is asked for; None where nothing of it exists."""
    found = ONE_RANGE.fullmatch(header.replace(" ", ""))
    if not found or not any(found.groups()) or any(len(number) > LONGEST_NUMBER for number in found.groups()):
        return Part(0, size)
    first, last = found.groups()
    begin = int(first) if first else max(0, size - int(last))
    end = min(int(last), size - 1) if first and last else size - 1
    return Part(begin, end - begin + 1) if begin <= end else None


def _pieces(file: IO[bytes], left: int) -> Iterator[bytes]:
    while left > 0 and (piece := file.read(min(PIECE, left))):
        left -= len(piece)
        yield piece


async def _in_thread(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    ended: Any = object()
    while (piece := await asyncio.to_thread(next, pieces, ended)) is not ended:
        yield piece
