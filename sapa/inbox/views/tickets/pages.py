"""One ticket, and what a person does with it."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sapa.accounts.models import User
from sapa.base.clock import business_now
from sapa.base.permissions import Capability, requires
from sapa.contacts.models import Contact
from sapa.contacts.selectors import contact_by_public_id
from sapa.inbox.forms.tickets import SolveForm, TicketForm
from sapa.inbox.models import Ticket
from sapa.inbox.selectors import tickets as told
from sapa.inbox.selectors.tickets.choosing import Choosable, choosable
from sapa.inbox.selectors.tickets.words import ICONS, KINDS
from sapa.inbox.services import tickets
from sapa.inbox.services.notices import see
from sapa.inbox.views.tickets.lists import new_address
from sapa.messaging.models import Conversation
from sapa.web.errors import Refused

STEPS = {"tunggu": tickets.wait, "lanjut": tickets.goes_on, "buka-lagi": tickets.reopen}


@require_http_methods(["GET", "POST"])
@requires(Capability.INBOX_REPLY)
def new(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """First the kind, then what it asks for. `percakapan`: where it was said."""
    chosen = contact_by_public_id(public_id)
    kind = request.GET.get("jenis", "")
    talk = str(_uuid(request.GET.get("percakapan", "")) or "")
    context: dict[str, Any] = {
        "contact": chosen,
        "kinds": [(key, name, ICONS[key]) for key, name in KINDS.items()],
        "talk": talk,
        "back": new_address(chosen, talk),
    }
    if kind not in KINDS:
        return render(request, "inbox/ticket_new.html", context)
    there = choosable(chosen.pk)
    form = TicketForm(request.POST or None, kind=kind, there=there, is_new=True, initial=_usual(there))
    if request.method == "POST" and form.is_valid() and (ticket := _open(request, form, chosen)):
        messages.success(request, _("Ticket T-%(number)s is open.") % {"number": ticket.number})
        return redirect("tickets:ticket", ticket.public_id)
    context |= {"form": form, "kind": KINDS[kind], "icon": ICONS[kind]}
    return render(request, "inbox/ticket_new.html", context, status=422 if form.errors else 200)


@require_GET
@requires(Capability.INBOX_VIEW)
def shown(request: HttpRequest, public_id: UUID) -> HttpResponse:
    ticket = told.ticket_by_public_id(public_id)
    see(user_id=request.user.pk or 0, ticket_id=ticket.pk, now=business_now())
    return _page(request, ticket)


@require_POST
@requires(Capability.INBOX_REPLY)
def change(request: HttpRequest, public_id: UUID) -> HttpResponse:
    ticket = told.ticket_by_public_id(public_id)
    form = TicketForm.of(ticket, choosable(ticket.contact_id, ticket=ticket), request.POST)
    if not form.is_valid():
        return _page(request, ticket, form)
    try:
        tickets.change(ticket=ticket, wanted=form.wanted, now=business_now(), author_id=request.user.pk)
    except Refused as no:
        form.add_error(None, f"{no.sentence} {no.remedy}")
        return _page(request, ticket, form)
    messages.success(request, _("Saved."))
    return redirect("tickets:ticket", public_id)


@require_POST
@requires(Capability.INBOX_REPLY)
def step(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """`aksi`: tunggu, lanjut, buka-lagi, selesai; solving may tell the customer a sentence."""
    ticket, action = told.ticket_by_public_id(public_id), request.POST.get("aksi", "")
    if action == "selesai":
        _solve(request, ticket)
    elif action in STEPS:
        STEPS[action](ticket=ticket, now=business_now(), author_id=request.user.pk)
        messages.success(request, _("Noted."))
    return redirect("tickets:ticket", public_id)


@require_POST
@requires(Capability.INBOX_REPLY)
def merge(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """`ke`: the ticket that goes on."""
    ticket = told.ticket_by_public_id(public_id)
    given = _uuid(request.POST.get("ke", ""))
    wanted = Ticket.objects.filter(public_id=given).first() if given else None
    if wanted is None:
        raise Refused(tickets.TICKET_MERGE)
    tickets.merge(ticket=ticket, into=wanted, now=business_now(), author_id=request.user.pk)
    messages.success(request, _("The two tickets are one now."))
    return redirect("tickets:ticket", wanted.public_id)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _usual(there: Choosable) -> dict[str, str]:
    """Who has one order speaks of that one."""
    return {"pesanan": there.orders[0][0]} if len(there.orders) == 1 else {}


def _open(request: HttpRequest, form: TicketForm, chosen: Contact) -> Ticket | None:
    given = form.cleaned_data
    said = _uuid(request.GET.get("percakapan", ""))
    talk = Conversation.objects.filter(public_id=said).first() if said else None
    try:
        return tickets.open_ticket(
            contact_id=chosen.pk,
            conversation_id=talk.pk if talk else None,
            kind=form.kind,
            summary=given["ringkas"],
            priority=given["prioritas"],
            order_id=form.ids.get(given["pesanan"]),
            product_id=form.ids.get(given["produk"]),
            slots=form.slots,
            opened_by="agent",
            author_id=request.user.pk,
            now=business_now(),
        )
    except Refused as no:
        form.add_error(None, f"{no.sentence} {no.remedy}")
        return None


def _solve(request: HttpRequest, ticket: Ticket) -> None:
    form, now = SolveForm(request.POST), business_now()
    if form.is_valid() and form.cleaned_data["kirim"]:
        text, author = form.cleaned_data["kalimat"], cast(User, request.user)
        tickets.solve_and_tell(ticket=ticket, text=text, author=author, now=now)
    else:
        tickets.solve(ticket=ticket, now=now, author_id=request.user.pk)
    messages.success(request, _("Solved. Well done."))


def _page(request: HttpRequest, ticket: Ticket, form: TicketForm | None = None) -> HttpResponse:
    is_open = ticket.state in tickets.OPEN
    if is_open and form is None:
        form = TicketForm.of(ticket, choosable(ticket.contact_id, ticket=ticket))
    context = {
        "one": told.story_of(ticket, now=business_now()),
        "ticket": ticket,
        "form": form if is_open else None,
        "is_open": is_open,
        "contact_url": reverse("contacts:contact", args=[ticket.contact.public_id]),
    }
    return render(request, "inbox/ticket.html", context, status=422 if form and form.errors else 200)
