"""Today's list: what needs a person, logged in two taps; reminders and talks that were on no list."""

from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from sapa.accounts.models import User
from sapa.base.clock import business_now
from sapa.base.permissions import Capability, requires
from sapa.contacts.models import Contact
from sapa.contacts.selectors import contact_by_public_id
from sapa.journeys import services
from sapa.journeys.forms.tasks import OutcomeForm, ReminderForm
from sapa.journeys.selectors import today as told
from sapa.journeys.selectors.tasks import task_by_public_id


@require_GET
@requires(Capability.FOLLOWUPS_VIEW)
def today(request: HttpRequest) -> HttpResponse:
    return render(request, "journeys/tasks.html", _list(request))


@require_GET
@requires(Capability.FOLLOWUPS_VIEW)
def rows(request: HttpRequest) -> HttpResponse:
    """The list alone, asked for again when something happens."""
    return render(request, "journeys/_tasks.html", _list(request))


@require_GET
@requires(Capability.FOLLOWUPS_VIEW)
def number(request: HttpRequest) -> HttpResponse:
    """How many wait, as the navigation shows it; nothing for none."""
    waiting = told.count_of(now=business_now(), user=_user(request))
    return HttpResponse(str(waiting) if waiting else "", content_type="text/plain; charset=utf-8")


@require_GET
@requires(Capability.FOLLOWUPS_VIEW)
def of_contact(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Open tasks of one customer, with a reminder and a talk to note: a fragment for pages of other rooms."""
    return _card(request, contact_by_public_id(public_id))


@require_POST
@requires(Capability.TASKS_WORK)
def finish(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The second tap: how it went. The note and the day of a promise come along."""
    task = task_by_public_id(public_id)
    form = OutcomeForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose how it went."))
        return _back(request, task.contact)
    given = form.cleaned_data
    services.finish_task(
        task=task,
        result=given["hasil"],
        by=_user(request),
        now=business_now(),
        note=given["catatan"],
        promised_at=form.promised_at(_zone(request)),
    )
    messages.success(request, _("Noted."))
    return _back(request, task.contact)


@require_POST
@requires(Capability.TASKS_WORK)
def dismiss(request: HttpRequest, public_id: UUID) -> HttpResponse:
    task = task_by_public_id(public_id)
    services.dismiss_task(task=task, by=_user(request), now=business_now())
    messages.success(request, _("Taken off the list."))
    return _back(request, task.contact)


@require_POST
@requires(Capability.TASKS_WORK)
def postpone(request: HttpRequest, public_id: UUID) -> HttpResponse:
    task = task_by_public_id(public_id)
    services.postpone_task(task=task, zone=_zone(request), by=_user(request), now=business_now())
    messages.success(request, _("It comes back tomorrow morning."))
    return _back(request, task.contact)


@require_POST
@requires(Capability.TASKS_WORK)
def remind(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """«Ingatkan saya»."""
    chosen, now = contact_by_public_id(public_id), business_now()
    form = ReminderForm(request.POST, now=now, zone=_zone(request))
    if not form.is_valid():
        return _unclear(request, chosen, form)
    given = form.cleaned_data
    services.add_task(
        contact=chosen, kind=given["jenis"], text=given["teks"], due_at=form.due, by=_user(request), now=now
    )
    messages.success(request, _("You will be reminded."))
    return _back(request, chosen)


@require_POST
@requires(Capability.TASKS_WORK)
def note(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A call or visit that was on no list."""
    chosen = contact_by_public_id(public_id)
    form = OutcomeForm(request.POST)
    if not form.is_valid() or not form.cleaned_data["jenis"]:
        messages.error(request, _("Choose how it went."))
        return _back(request, chosen)
    given = form.cleaned_data
    services.note_talk(
        contact=chosen,
        kind=given["jenis"],
        result=given["hasil"],
        by=_user(request),
        now=business_now(),
        note=given["catatan"],
        promised_at=form.promised_at(_zone(request)),
    )
    messages.success(request, _("Noted."))
    return _back(request, chosen)


def _back(request: HttpRequest, contact: Contact) -> HttpResponse:
    """To where the person works: the list, or the customer's page."""
    on_contact = request.POST.get("di") == "pelanggan"
    if "HX-Request" not in request.headers:
        return redirect("contacts:contact", contact.public_id) if on_contact else redirect("journeys:today")
    if on_contact:
        return _card(request, contact_by_public_id(contact.public_id))
    return render(request, "journeys/_tasks.html", {**_list(request), "answered": True})


def _unclear(request: HttpRequest, chosen: Contact, form: ReminderForm) -> HttpResponse:
    if "HX-Request" in request.headers:
        return _card(request, chosen, reminder=form)
    messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    return redirect("contacts:contact", chosen.public_id)


def _card(request: HttpRequest, chosen: Contact, *, reminder: ReminderForm | None = None) -> HttpResponse:
    now = business_now()
    context = {
        "contact": chosen,
        "lines": told.tasks_of(chosen, now=now, user=_user(request)),
        "reminder": reminder or ReminderForm(now=now, zone=_zone(request)),
        "place": "pelanggan",
        "answered": request.method == "POST",
        **_days(request, now),
    }
    return render(request, "journeys/_tasks_of_contact.html", context)


def _list(request: HttpRequest) -> dict[str, Any]:
    now = business_now()
    return {"today": told.today(now=now, user=_user(request)), **_days(request, now)}


def _days(request: HttpRequest, now: datetime) -> dict[str, str]:
    """For fields that choose a day: none that is over, tomorrow as the usual one."""
    here = now.astimezone(ZoneInfo(_zone(request))).date()
    return {"this_day": here.isoformat(), "next_day": (here + timedelta(days=1)).isoformat()}


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)


def _zone(request: HttpRequest) -> str:
    return str(request.membership.workspace.timezone)  # type: ignore[attr-defined]
