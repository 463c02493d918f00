"""Notices told to browsers that asked for it (Web Push): never a customer's name or word, at most once each."""

import asyncio
import json
import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from urllib.parse import urlsplit

import aiohttp
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from sapa.accounts.models import User
from sapa.accounts.selectors import workspace_ids
from sapa.base.clock import unix_clock
from sapa.base.egress import AnswerTooLargeError, egress_session, fetch
from sapa.base.rows import fetch as rows_of
from sapa.base.rows import reserve_ids
from sapa.base.scope import current_workspace_id, workspace_scope
from sapa.base.sealed import Place, SealError, seal, unseal
from sapa.base.webpush import Browser, authorization, seal_for
from sapa.inbox.models import PushAddress
from sapa.inbox.selectors.notices import sentence_of
from sapa.inbox.selectors.teams import on_duty
from sapa.inbox.services.notices import ALWAYS
from sapa.web.errors import Refused, refusal

PUSH_UNUSABLE = refusal(
    "push_unusable",
    _("This browser gives no address to which notices could be pushed."),
    _("Update the browser, or read your notices at the bell."),
)
GONE = (401, 403, 404, 410)  # nobody there any more, or one that was made for another key of ours
MOST_ADDRESSES = 10
LONGEST_ADDRESS = 1000
FRESH = timedelta(minutes=10)
SETTLED = timedelta(seconds=5)
AT_ONCE = 200
KEPT_SECONDS = 3_600  # by the push service, for a browser that is away
LARGEST_ANSWER = 64_000
logger = logging.getLogger(__name__)

# Whoever looks at the page already within five seconds sees it there.
CLAIM = """
UPDATE inbox_notice SET told_at = %(now)b::timestamptz WHERE id IN (
    SELECT n.id FROM inbox_notice n WHERE n.workspace_id = %(workspace)b AND n.seen_at IS NULL AND n.told_at IS NULL
        AND n.at BETWEEN %(since)b AND %(until)b AND EXISTS (SELECT 1 FROM inbox_pushaddress a
            WHERE a.workspace_id = n.workspace_id AND a.user_id = n.user_id)
    ORDER BY n.at, n.id LIMIT %(limit)b FOR UPDATE OF n SKIP LOCKED)
RETURNING id, user_id, kind, count, conversation_id, coalesce(
    (SELECT c.assignee_id FROM messaging_conversation c
        WHERE c.workspace_id = inbox_notice.workspace_id AND c.id = inbox_notice.conversation_id),
    (SELECT t.assignee_id FROM inbox_ticket t
        WHERE t.workspace_id = inbox_notice.workspace_id AND t.id = inbox_notice.ticket_id))
"""


class Told(NamedTuple):
    id: int
    user_id: int
    kind: str
    times: int
    conversation_id: int | None
    whose: int | None


class Push(NamedTuple):
    address_id: int
    address: str
    browser: Browser
    words: bytes
    is_urgent: bool


@transaction.atomic
def subscribe(*, user_id: int, address: str, p256dh: str, auth: str, now: datetime) -> None:
    """This browser of this person is written to from here; whoever used it before is not. Raises Refused."""
    _refuse_unusable(address, p256dh, auth)
    PushAddress.objects.filter(address=address).delete()
    (pk,) = reserve_ids(PushAddress, 1)
    sealed = seal(f"{p256dh} {auth}", _place(pk)).encode()
    PushAddress.objects.create(id=pk, user_id=user_id, address=address, sealed=sealed, created_at=now)
    mine = PushAddress.objects.filter(user_id=user_id).order_by("-created_at", "-pk")
    PushAddress.objects.filter(pk__in=list(mine.values_list("pk", flat=True)[MOST_ADDRESSES:])).delete()


def unsubscribe(*, user_id: int, address: str) -> None:
    PushAddress.objects.filter(user_id=user_id, address=address).delete()


def push_notices(*, now: datetime) -> int:
    """Tells browsers of all workspaces; returns how many notices were taken. Not in a scope, not in an event loop."""
    return sum(_push_some(workspace_id, now) for workspace_id in workspace_ids())


def _push_some(workspace_id: int, now: datetime) -> int:
    """Marked as told before they leave: what is lost on the way is at the bell still."""
    with workspace_scope(workspace_id):
        if not PushAddress.objects.exists():
            return 0
        told = _claim(now)
        pushes = _pushes(_audible(told, now))
    if pushes:
        gone = asyncio.run(_send(pushes))
        with workspace_scope(workspace_id):
            PushAddress.objects.filter(pk__in=gone).delete()
    return len(told)


def _claim(now: datetime) -> list[Told]:
    given = {"workspace": current_workspace_id(), "now": now, "since": now - FRESH, "until": now - SETTLED}
    return [Told(*row) for row in rows_of(CLAIM, given | {"limit": AT_ONCE})]


def _audible(told: Sequence[Told], now: datetime) -> list[Told]:
    """Quiet for whoever is off duty or at home; a hand-off always speaks."""
    there = set(on_duty(now)) if told else set()
    return [one for one in told if one.kind in ALWAYS or one.user_id in there]


def _pushes(told: Sequence[Told]) -> list[Push]:
    people = {one.user_id for one in told}
    languages = dict(User.objects.filter(pk__in=people).values_list("pk", "language"))
    rows = list(PushAddress.objects.filter(user_id__in=people).order_by("pk"))
    return [
        push
        for one in told
        for row in rows
        if row.user_id == one.user_id
        for push in _push(one, row, languages)
    ]


def _push(one: Told, row: PushAddress, languages: Mapping[int, str]) -> list[Push]:
    """None for an address whose keys cannot be opened any more."""
    try:
        p256dh, auth = unseal(bytes(row.sealed).decode(), _place(row.pk)).split(" ")
    except SealError:
        return []
    words = json.dumps(_words(one, languages.get(one.user_id) or settings.LANGUAGE_CODE)).encode()
    return [Push(row.pk, row.address, Browser.read(p256dh, auth), words, one.kind in ALWAYS)]


def _words(one: Told, language: str) -> dict[str, str]:
    with translation.override(language):
        body = str(sentence_of(one.kind, one.times, user_id=one.user_id, whose=one.whose))
    tag = f"talk-{one.conversation_id}" if one.conversation_id else f"notice-{one.id}"
    return {"title": "Sapa", "body": body, "url": reverse("inbox:notice", args=[one.id]), "tag": tag}


async def _send(pushes: Sequence[Push]) -> list[int]:
    """Returns the addresses where nobody is any more."""
    async with egress_session(limit=20) as session:
        answers = await asyncio.gather(*(_told(session, push) for push in pushes))
    failed = sum(status >= 400 and status not in GONE for status in answers)
    if failed:
        logger.warning("%s of %s pushes were not taken", failed, len(pushes))
    return [push.address_id for push, status in zip(pushes, answers, strict=True) if status in GONE]


async def _told(session: aiohttp.ClientSession, push: Push) -> int:
    """The status, 599 where nobody answered."""
    headers = {
        "Authorization": authorization(push.address, subject=_subject(), unix_now=unix_clock()),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(KEPT_SECONDS),
        "Urgency": "high" if push.is_urgent else "normal",
    }
    body = seal_for(push.browser, push.words)
    try:
        answer = await fetch(
            session, "POST", push.address, data=body, headers=headers, largest=LARGEST_ANSWER
        )
    except (aiohttp.ClientError, AnswerTooLargeError, TimeoutError, OSError):
        return 599
    return answer.status


def _subject() -> str:
    url = settings.SAPA.url
    return url if url.startswith("https://") else f"mailto:sapa@{urlsplit(url).hostname or 'localhost'}"


def _refuse_unusable(address: str, p256dh: str, auth: str) -> None:
    parts = urlsplit(address)
    if parts.scheme != "https" or not parts.hostname or len(address) > LONGEST_ADDRESS:
        raise Refused(PUSH_UNUSABLE)
    try:
        Browser.read(p256dh, auth)
    except ValueError:
        raise Refused(PUSH_UNUSABLE) from None


def _place(pk: int) -> Place:
    return Place(current_workspace_id(), "inbox_pushaddress", pk, "sealed")
