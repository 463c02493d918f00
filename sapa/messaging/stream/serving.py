"""The stream itself: what open pages hear, and what a page that comes back has missed."""

import asyncio
import re
import time
from collections.abc import AsyncIterator, Callable
from functools import partial
from typing import TypeVar

from asgiref.sync import sync_to_async
from django.http import HttpRequest, StreamingHttpResponse
from django.views.decorators.http import require_GET

from sapa.base.permissions import Capability, requires
from sapa.messaging.stream.reading import read, read_changed
from sapa.messaging.stream.watching import EVERY_TALK, REST, Watch, said, talks

LOOK_SECONDS = 1.0
SIGN_OF_LIFE_SECONDS = 15.0
LONGEST_SECONDS = 600.0
SEEN = re.compile(r"(\d{1,18})(?:-([0-9a-f]{8})-(\d{1,12}))?")

Found = TypeVar("Found")
_watches: dict[tuple[int, int], Watch] = {}


@require_GET
@requires(Capability.HOME_VIEW)
def live(request: HttpRequest) -> StreamingHttpResponse:
    """`Last-Event-ID` is what the page saw before its connection broke; `sejak`, where it opens one by itself. Ends
    after ten minutes; the browser comes back and its permission is looked at again.
    """
    workspace_id = request.membership.workspace_id  # type: ignore[attr-defined]
    seen = request.headers.get("Last-Event-ID") or request.GET.get("sejak", "")
    stream = updates(workspace_id, seen, user_id=request.user.pk)
    response = StreamingHttpResponse(stream, content_type="text/event-stream")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"
    response.headers["Content-Encoding"] = "identity"  # a browser waits for the end of a compressed stream
    return response


async def updates(
    workspace_id: int, seen: str, *, user_id: int | None = None, longest: float = LONGEST_SECONDS
) -> AsyncIterator[str]:
    """Events `conversation` and `owner` {id, version}, `presence` {conversation}, `notice` for this person, `counts`,
    and `alive` where nothing else was said for a while. An id of null: any of them may have changed.
    """
    key = (id(asyncio.get_running_loop()), workspace_id)
    watch = _watches.setdefault(key, Watch())
    watch.pages += 1
    try:
        async for news in _news(watch, workspace_id, seen, str(user_id or ""), longest):
            yield news
    finally:
        watch.pages -= 1
        if not watch.pages and _watches.get(key) is watch:
            del _watches[key]


async def _news(watch: Watch, workspace_id: int, seen: str, user: str, longest: float) -> AsyncIterator[str]:
    await _look(watch, workspace_id)
    number = watch.number
    yield f"retry: 2000\nid: {watch.event_id}\n\n"
    if seen and (missed := await _missed(watch, workspace_id, seen, user)):
        yield missed
    started = spoke = time.monotonic()
    while time.monotonic() - started < longest:
        await asyncio.sleep(LOOK_SECONDS)
        await _look(watch, workspace_id)
        news, number = watch.since_number(number, user), watch.number
        if news is None:
            news = _everything(watch)
        elif not news and time.monotonic() - spoke > SIGN_OF_LIFE_SECONDS:
            news = said([("alive", {})], watch.event_id)
        if news:
            spoke = time.monotonic()
            yield news


async def _look(watch: Watch, workspace_id: int) -> None:
    """At most one query a second and workspace, however many pages are open (within this event loop)."""
    async with watch.lock:
        if watch.look is None or time.monotonic() - watch.looked_at >= LOOK_SECONDS * 0.9:
            watch.take(await _apart(partial(read, workspace_id, watch.since)))
            watch.looked_at = time.monotonic()


async def _missed(watch: Watch, workspace_id: int, seen: str, user: str) -> str:
    """Remembered here, else asked of the database; whose last word cannot be read is told to look at everything."""
    if not (found := SEEN.fullmatch(seen)):
        return _everything(watch)
    position, name, number = found.groups()
    remembered = watch.since_number(int(number), user) if name == watch.name else None
    if remembered is not None:
        return remembered
    changed = await _apart(partial(read_changed, workspace_id, position))
    return _everything(watch) if changed is None else said([*talks(changed), *REST], watch.event_id)


def _everything(watch: Watch) -> str:
    return said([*EVERY_TALK, *REST], watch.event_id)


async def _apart(work: Callable[[], Found]) -> Found:
    return await sync_to_async(work, thread_sensitive=False)()
