"""Parts of a conversation's story: the newest, older and newer ones, around a message, and what was looked for."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from sapa.base.clock import business_now
from sapa.base.permissions import Capability, requires
from sapa.domain.lookup import Asked, read_question
from sapa.inbox import selectors
from sapa.inbox.selectors.bubbles import NOTHING
from sapa.inbox.selectors.story import Place
from sapa.inbox.services import notices
from sapa.inbox.services.reactions import EMOJI
from sapa.messaging.models import Conversation, Message
from sapa.messaging.selectors import conversation_by_public_id, stories, window_state
from sapa.messaging.services import mark_read
from sapa.messaging.services.marks import see
from sapa.web.cursors import cursor_text, read_cursor

LONGEST_QUESTION = 100


@require_GET
@requires(Capability.INBOX_VIEW)
def messages(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The bubbles alone. Whoever sees the newest has read the conversation."""
    chosen = conversation_by_public_id(public_id)
    unread = request.GET.get("belum", "")
    if not {"before", "after", "pesan"} & set(request.GET):
        unread = unread or read(request, chosen)
    response = render(request, "inbox/_messages.html", told(request, chosen, unread=unread))
    if not chosen.open:
        response.headers["HX-Trigger"] = f"sapa:owner:{public_id}"  # done by somebody else: so says the head
    return response


@require_GET
@requires(Capability.INBOX_VIEW)
def find(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The page around the n-th message with the words, counted from the newest."""
    chosen = conversation_by_public_id(public_id)
    asked = read_question(request.GET.get("q", "")[:LONGEST_QUESTION])
    found = stories.hits(chosen.pk, asked)
    number = min(max(_number(request.GET.get("ke", "")), 1), max(len(found), 1))
    hit = found[number - 1] if found else None
    more = {"asked": asked, "hits": len(found), "number": number, "most": stories.MOST_HITS}
    return render(request, "inbox/_found.html", told(request, chosen, around=hit, asked=asked) | more)


def read(request: HttpRequest, chosen: Conversation) -> str:
    """Marks it as read by the team, and its notices as seen by this person.

    Returns the id of the first message that was not read, blank when all were.
    """
    first = stories.first_unread(chosen.pk, chosen.unread)
    mark_read(conversation_id=chosen.pk)
    see(conversation_id=chosen.pk)
    notices.see(user_id=request.user.pk or 0, conversation_id=chosen.pk, now=business_now())
    chosen.unread = 0
    return str(first.public_id) if first else ""


def told(
    request: HttpRequest,
    chosen: Conversation,
    *,
    unread: str = "",
    around: Message | None = None,
    asked: Asked = NOTHING,
) -> dict[str, Any]:
    """What `_messages.html` draws, by the place that the address names."""
    place = _place(request, chosen, around)
    zone = request.membership.workspace.timezone  # type: ignore[attr-defined]
    story = selectors.story(chosen, zone=zone, place=place, unread=unread, asked=asked)
    is_first = story.lines and not story.older
    earlier = stories.earlier_conversation(chosen, story.lines[0].at) if is_first else None
    return {
        "conversation": chosen,
        "window": window_state(
            contact_id=chosen.contact_id, channel_id=chosen.channel_id, now=business_now()
        ),
        "lines": story.lines,
        "older": cursor_text(story.older),
        "newer": cursor_text(story.newer),
        "paging": "before" if place.before else "after" if place.after else "",
        "earlier": earlier,
        "unread": unread,
        "jump": str(place.around.public_id) if place.around else "",
        "emojis": EMOJI,
    }


def _place(request: HttpRequest, chosen: Conversation, around: Message | None) -> Place:
    around = around or stories.named(chosen, request.GET.get("pesan", ""))
    if around:
        return Place(around=around)
    return Place(
        before=read_cursor(request.GET.get("before", "")), after=read_cursor(request.GET.get("after", ""))
    )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1
