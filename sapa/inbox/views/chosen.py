"""Templates in a conversation: the list, one of them being filled in, and what would become of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sapa.accounts.models import User
from sapa.base.clock import business_now
from sapa.base.permissions import Capability, requires
from sapa.contacts.services import lock
from sapa.domain.guard import Findings
from sapa.inbox import selectors, services
from sapa.inbox.selectors import choosing
from sapa.inbox.selectors.composer import holding, zone_of
from sapa.inbox.services.chosen import chosen
from sapa.inbox.services.later import look_ahead
from sapa.inbox.views import composing, talks
from sapa.inbox.views.ownership import ask_first
from sapa.journeys.services.policy import ask
from sapa.messaging.models import Conversation, Template
from sapa.messaging.selectors import conversation_by_public_id, conversation_of
from sapa.web.client_ids import client_id_of
from sapa.web.errors import Refused

VALUE = "isi_"
NOW = "sekarang"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`refused`: what stands in the way before anybody asks the policy; else the policy's `action` and time."""

    action: str = ""
    at: datetime | None = None
    reasons: tuple[str, ...] = ()
    refused: Refused | None = None
    found: Findings | None = None

    @property
    def may_go(self) -> bool:
        return self.action in ("send", "wait") and not (self.found and self.found.blocked)


@require_GET
@requires(Capability.INBOX_REPLY)
def templates(request: HttpRequest, public_id: UUID) -> HttpResponse:
    talk = conversation_by_public_id(public_id)
    context = {"conversation": talk, "choices": choosing.choices(talk, now=business_now())}
    return render(request, "inbox/_templates.html", context)


@require_http_methods(["GET", "POST"])
@requires(Capability.INBOX_REPLY)
def template(request: HttpRequest, public_id: UUID, pk: int) -> HttpResponse:
    """GET: its fields, filled from records. POST: send it, now or later."""
    talk, now = conversation_by_public_id(public_id), business_now()
    row = _template(talk, pk)
    if request.method == "GET":
        fields = choosing.blanks(talk, row, now=now)
        values = {one.name: one.value for one in fields}
        known = sum(not one.is_gap for one in fields)
        context = {"fields": fields, "known": known, **_told(request, talk, row, values, now)}
        return render(
            request, "inbox/_template.html", {**composing.when(talk), **talks.once(talk), **context}
        )
    at = _time(request, talk, now)
    with transaction.atomic():
        lock(contact_ids=[talk.contact_id])  # before the conversation, as whoever sends holds them
        asked = ask_first(request, talk, form="template-form", place="template-look") if at is None else None
        if asked:
            return asked
        sent = services.send_chosen(
            conversation=talk,
            template=row,
            values=_values(request),
            author=cast(User, request.user),
            client_id=client_id_of(request),
            at=at,
            now=now,
        )
    where = conversation_of(sent) if isinstance(sent, int) else talk
    return composing.plan_changed(talks.back(request, where, instead_of=talk))


@require_POST
@requires(Capability.INBOX_REPLY)
def look(request: HttpRequest, public_id: UUID, pk: int) -> HttpResponse:
    talk, now = conversation_by_public_id(public_id), business_now()
    told = _told(request, talk, _template(talk, pk), _values(request), now)
    return render(request, "inbox/_template_look.html", told)


def _template(talk: Conversation, pk: int) -> Template:
    found = choosing.sendable(talk, pk)
    if found is None:
        raise Http404
    return found


def _values(request: HttpRequest) -> dict[str, str]:
    found = {
        name.removeprefix(VALUE): words for name, words in request.POST.items() if name.startswith(VALUE)
    }
    return {name: str(words).strip()[: services.LONGEST] for name, words in found.items()}


def _time(request: HttpRequest, talk: Conversation, now: datetime) -> datetime | None:
    if request.POST.get("kapan", NOW) == NOW:
        return None
    return composing.chosen_time(request, talk, now)


def _told(
    request: HttpRequest, talk: Conversation, row: Template, values: Mapping[str, str], now: datetime
) -> dict[str, object]:
    verdict = _verdict(request, talk, row, values, now)
    return {
        "conversation": talk,
        "template": row,
        "phone": choosing.phone_of(row, values),
        "verdict": verdict,
        "reasons": holding(verdict.reasons),
        "price": choosing.price(talk, row, at=verdict.at or now),
        "customer_zone": zone_of(talk),
    }


def _verdict(
    request: HttpRequest, talk: Conversation, row: Template, values: Mapping[str, str], now: datetime
) -> Verdict:
    try:
        at = _time(request, talk, now)
        told = chosen(talk, row, values, at=at or now)
        if at is None:
            decision = ask(contact=talk.contact, klass=told.klass, at=now).decision
            verdict = Verdict(decision.action, decision.at, decision.reasons)
        else:
            me = cast(User, request.user)
            ahead = look_ahead(conversation=talk, letter=told.letter, author=me, at=at, now=now)
            verdict = Verdict(ahead.action, ahead.at or at, ahead.reasons)
    except Refused as refused:
        return Verdict(refused=refused)
    found = selectors.findings_of(talk.contact, told.wording.text, klass=told.klass, now=at or now)
    return replace(verdict, found=found)
