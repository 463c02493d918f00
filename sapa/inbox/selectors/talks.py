"""The list beside the conversation, and who has each of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from sapa.accounts.models import User
from sapa.commerce.selectors import orders_called, parcels_called
from sapa.contacts.selectors import search as people_called
from sapa.domain.lookup import read_question
from sapa.inbox.models import Label, Labelled, Team
from sapa.inbox.selectors.rows import beside, row_of
from sapa.messaging import selectors as messaging
from sapa.messaging.models import Channel, Conversation
from sapa.messaging.selectors.desk import TABS

SEGMENTS = ("b2c", "b2b")
MOST_FOUND = 30
WORDS_AROUND = 40


@dataclass(frozen=True, slots=True)
class Shown:
    """What the address says of the list: tab, filters by public ids, and what is searched for."""

    tab: str = "waiting"
    label: str = ""
    team: str = ""
    channel: str = ""
    segment: str = ""
    unread: bool = False
    text: str = ""

    @classmethod
    def read(cls, given: Mapping[str, str]) -> "Shown":
        """Whatever is broken is left out."""
        tab, segment = given.get("tab", ""), given.get("segmen", "")
        return cls(
            tab=tab if tab in TABS else TABS[0],
            label=_uuid(given.get("label", "")),
            team=_uuid(given.get("tim", "")),
            channel=_uuid(given.get("saluran", "")),
            segment=segment if segment in SEGMENTS else "",
            unread=given.get("baru") == "1",
            text=read_question(given.get("q", "")).text,
        )

    def query(self, **others: str) -> str:
        told = {
            "tab": "" if self.tab == TABS[0] else self.tab,
            "label": self.label,
            "tim": self.team,
            "saluran": self.channel,
            "segmen": self.segment,
            "baru": "1" if self.unread else "",
            "q": self.text,
            **others,
        }
        return urlencode({name: value for name, value in told.items() if value})

    @property
    def filters(self) -> int:
        return sum(map(bool, (self.label, self.team, self.channel, self.segment, self.unread)))


def rows(
    shown: Shown,
    *,
    user: User,
    before: messaging.Cursor | None,
    current: int | None,
    now: datetime,
    zone: str,
) -> dict[str, Any]:
    """A page of the list with the cursor of the next; what was searched for stands in one page."""
    said: dict[int, str] = {}
    wanted = _wanted(shown, user)
    if shown.text:
        said = conversations_called(shown.text)
        wanted = _wanted(shown, user, only=list(said))
    page = messaging.desk_page(wanted, after=before)
    known = beside(
        page.rows, user_id=user.pk, now=now, zone=zone, said={pk: text for pk, text in said.items() if text}
    )
    query = shown.query()
    told = [
        row_of(one, known, query=query, url=_address(one), current=one.pk == current) for one in page.rows
    ]
    return {"rows": told, "next": page.next}


def conversations_called(text: str) -> dict[int, str]:
    """Ids of those whose customer, order or parcel is called so, or in which it was said; with those words, if any."""
    asked = read_question(text)
    people = {one.pk for one in people_called(asked.text, MOST_FOUND)}
    people |= {one.contact_id for one in orders_called(asked, MOST_FOUND)}
    people |= {one.contact_id for one in parcels_called(asked, MOST_FOUND)}
    of_people = Conversation.objects.filter(contact_id__in=people).order_by("-last_message_at", "-pk")
    found = dict.fromkeys(of_people.values_list("pk", flat=True)[:MOST_FOUND], "")
    for message in messaging.messages_saying(asked, MOST_FOUND):
        found[message.conversation_id] = found.get(message.conversation_id) or _around(
            message.text, asked.words
        )
    return found


def _around(text: str, words: tuple[str, ...]) -> str:
    """The place where the first of the words stands."""
    plain = " ".join(text.split())
    places = [plain.lower().find(word) for word in words]
    begin = max(0, min((place for place in places if place >= 0), default=0) - WORDS_AROUND)
    return ("… " if begin else "") + plain[begin : begin + 4 * WORDS_AROUND]


def counts(user: User) -> dict[str, int]:
    return messaging.desk_counts(user.pk)


def choices() -> dict[str, list[tuple[str, str]]]:
    """What may be filtered by: (public id, name)."""
    return {
        "labels": _named(Label.objects.order_by("name")),
        "teams": _named(Team.objects.order_by("name")),
        "channels": _named(Channel.objects.order_by("name")),
    }


def _named(found: Any) -> list[tuple[str, str]]:
    return [(str(public_id), name) for public_id, name in found.values_list("public_id", "name")]


def _wanted(shown: Shown, user: User, *, only: list[int] | None = None) -> messaging.Wanted:
    """Filters that name nothing that is there show nothing."""
    labelled = Labelled.objects.filter(label__public_id=shown.label) if shown.label else None
    if labelled is not None and only is not None:
        labelled = labelled.filter(conversation_id__in=only)
    chosen = only if labelled is None else labelled.values("conversation_id")
    return messaging.Wanted(
        tab="all" if shown.text else shown.tab,
        user_id=user.pk,
        team_id=_pk(Team.objects.filter(public_id=shown.team)) if shown.team else None,
        channel_id=_pk(Channel.objects.filter(public_id=shown.channel)) if shown.channel else None,
        segment=shown.segment,
        unread=shown.unread,
        only=chosen,
    )


def _pk(found: Any) -> int:
    return found.values_list("pk", flat=True).first() or 0


def _uuid(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        return ""


def _address(one: Conversation) -> str:
    return reverse("inbox:conversation", args=[one.public_id])
