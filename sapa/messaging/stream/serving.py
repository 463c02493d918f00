"""The stream itself: what open pages hear, and what a page that comes back has missed."""

import asyncio
import logging
import re
import time
from collections.abc import AsyncIterator, Callable
from contextvars import Context
from functools import partial
from typing import TypeVar

from asgiref.sync import sync_to_async
from django.http import HttpRequest, StreamingHttpResponse
from django.views.decorators.http import require_GET

from sapa.base.permissions import Capability, requires
from sapa.messaging.stream.reading import Look, read, read_changed
from sapa.messaging.stream.watching import EVERY_TALK, REST, Watch, said, talks

LOOK_SECONDS = 0.25
WHOLE_SECONDS = 1.0
SIGN_OF_LIFE_SECONDS = 15.0
LONGEST_SECONDS = 600.0
SEEN = re.compile(r"(\d{1,18})(?:-([0-9a-f]{8})-(\d{1,12}))?")

logger = logging.getLogger(__name__)
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
    watch = _watch(workspace_id)
    watch.pages += 1
    try:
        async for news in _news(watch, workspace_id, seen, str(user_id or ""), longest):
            yield news
    finally:
        watch.pages -= 1


def _watch(workspace_id: int) -> Watch:
    """One for all open pages of a workspace (within this event loop)."""
    key = (id(asyncio.get_running_loop()), workspace_id)
    if key not in _watches:
        watch = _watches[key] = Watch()
        watch.looking = asyncio.create_task(_keep_looking(watch, key), context=Context())
    return _watches[key]


async def _keep_looking(watch: Watch, key: tuple[int, int]) -> None:
    """As long as a page is open, and no faster for more of them. A look that fails ends their streams; browsers come
    back and begin another.
    """
    try:
        while watch.pages:
            watch.take(await _apart(partial(read, key[1], watch.since, _before(watch))))
            await asyncio.sleep(LOOK_SECONDS)
    except Exception as error:
        logger.error("Live updates broke off and begin again: %s", type(error).__name__)
    finally:
        _watches.pop(key, None)
        watch.end()


def _before(watch: Watch) -> Look | None:
    """The look whose costly parts still hold; once a second they are looked at again."""
    if time.monotonic() - watch.whole_at < WHOLE_SECONDS:
        return watch.look
    watch.whole_at = time.monotonic()
    return None


async def _news(watch: Watch, workspace_id: int, seen: str, user: str, longest: float) -> AsyncIterator[str]:
    if not await watch.begun():
        return
    number, spoke = watch.number, time.monotonic()
    ends = spoke + longest
    yield f"retry: 2000\nid: {watch.event_id}\n\n"
    if seen and (missed := await _missed(watch, workspace_id, seen, user)):
        yield missed
    while (now := time.monotonic()) < ends and not watch.ended:
        await watch.moved(number, min(ends, spoke + SIGN_OF_LIFE_SECONDS) - now)
        news, number = watch.since_number(number, user), watch.number
        if news is None:
            news = _everything(watch)
        elif not news and time.monotonic() - spoke >= SIGN_OF_LIFE_SECONDS:
            news = said([("alive", {})], watch.event_id)
        if news:
            spoke = time.monotonic()
            yield news


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
