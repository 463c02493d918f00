"""«Janji layanan»: the page of hours and targets, and why a conversation is due when it is."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from sapa.accounts.selectors import settings_in_force
from sapa.base.clock import business_now
from sapa.base.permissions import Capability, allowed, requires
from sapa.inbox.forms.promise import PRIORITY_WORDS, PromiseForm, initial_of
from sapa.inbox.selectors.clocks import Explained, explained, explained_of_ticket
from sapa.inbox.selectors.promises import examples
from sapa.inbox.selectors.tickets.listing import ticket_by_public_id
from sapa.inbox.services.clocks import keeping
from sapa.inbox.services.promises import choose_promise
from sapa.messaging.selectors import conversation_by_public_id
from sapa.messaging.selectors.rushes import rushes


@require_GET
@requires(Capability.INBOX_VIEW)
def page(request: HttpRequest) -> HttpResponse:
    kept = settings_in_force()[1].get(keeping.SETTING)
    return render(request, "inbox/promise.html", _page(request, _form(request, initial=initial_of(kept))))


@require_POST
@requires(Capability.INBOX_MANAGE)
def save(request: HttpRequest) -> HttpResponse:
    form = _form(request, request.POST)
    if not form.is_valid():
        return render(request, "inbox/promise.html", _page(request, form), status=422)
    choose_promise(document=form.document(), now=business_now())
    messages.success(request, _("Saved."))
    return redirect("inbox:promise")


@require_POST
@requires(Capability.INBOX_VIEW)
def try_out(request: HttpRequest) -> HttpResponse:
    """What would be promised with these hours and targets; nothing is written."""
    form = _form(request, request.POST)
    if not form.is_valid():
        return render(request, "inbox/_promise_examples.html", {"form": form}, status=422)
    version, settings = settings_in_force()
    draft = keeping.book_of({**settings, keeping.SETTING: form.document()}, version)
    return render(request, "inbox/_promise_examples.html", _examples(draft))


@require_GET
@requires(Capability.INBOX_VIEW)
def of_conversation(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The clocks of a conversation: from when, by when, because of what."""
    chosen = conversation_by_public_id(public_id)
    back = reverse("inbox:conversation", args=[public_id])
    return _explained(request, explained(chosen.pk, now=business_now()), back)


@require_GET
@requires(Capability.INBOX_VIEW)
def due(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The mark in the conversation's head, drawn anew when something happened there or its time is over."""
    return render(request, "inbox/_due.html", {"conversation": conversation_by_public_id(public_id)})


@require_GET
@requires(Capability.INBOX_VIEW)
def of_ticket(request: HttpRequest, public_id: UUID) -> HttpResponse:
    chosen = ticket_by_public_id(public_id)
    back = reverse("tickets:ticket", args=[public_id])
    return _explained(request, explained_of_ticket(chosen.pk, now=business_now()), back)


def _explained(request: HttpRequest, clocks: Sequence[Explained], back: str) -> HttpResponse:
    alone = "HX-Request" in request.headers
    template = "inbox/_clocks.html" if alone else "inbox/clocks.html"
    return render(request, template, {"clocks": clocks, "back": back})


def _form(request: HttpRequest, *args: Any, **options: Any) -> PromiseForm:
    return PromiseForm(*args, zone=request.membership.workspace.timezone, **options)  # type: ignore[attr-defined]


def _page(request: HttpRequest, form: PromiseForm) -> dict[str, Any]:
    return {
        **_examples(keeping.book()),
        "form": form,
        "days": form.days(),
        "targets": list(form.targets()),
        "priorities": PRIORITY_WORDS,
        "locked": not allowed(request.membership.role, Capability.INBOX_MANAGE),  # type: ignore[attr-defined]
        "rushes": rushes(),
    }


def _examples(given: keeping.Book) -> dict[str, Any]:
    found = examples(given.promise, given.closed, business_now())
    return {"examples": found, "promised_in": given.promise.zone}
