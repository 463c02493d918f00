"""What a person changes about one customer: kind, language, hours, tags, own fields, consents, opt-outs."""

from typing import TypeVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sapa.base.clock import business_now
from sapa.base.permissions import Capability, requires
from sapa.contacts import selectors, services
from sapa.contacts.forms import AnswersForm, ConsentForm, OptOutForm, ToldForm
from sapa.contacts.models import Contact
from sapa.contacts.views.people import about_form, choices_form, end_form, page_of, zone_of

F = TypeVar("F", bound=ToldForm)


@require_POST
@requires(Capability.CONTACTS_CHANGE)
def choose(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The clock and the form of address, set by hand."""
    chosen = selectors.contact_by_public_id(public_id)
    form = choices_form(request, chosen, request.POST)
    if form.is_valid():
        now, given = business_now(), form.cleaned_data
        services.choose_zone(contact_id=chosen.pk, timezone=given["timezone"], now=now)
        services.prefer_address(
            contact_id=chosen.pk, preferred=given["preferred_address"], source="team", now=now
        )
        messages.success(request, _("Saved."))
    else:
        messages.error(request, _("Choose one of the values in the list."))
    return redirect("contacts:contact", chosen.public_id)


@require_POST
@requires(Capability.CONTACTS_CHANGE)
def describe(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Kind, language and hours."""
    chosen = selectors.contact_by_public_id(public_id)
    form = about_form(chosen, request.POST)
    if not form.is_valid():
        return page_of(request, chosen, about=form)
    services.describe(
        contact_id=chosen.pk,
        segment=form.cleaned_data["segment"],
        language=form.cleaned_data["language"],
        busy_profile=form.busy_profile(),
        now=business_now(),
    )
    return _saved(request, chosen)


@require_POST
@requires(Capability.CONTACTS_CHANGE)
def tag(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """New words, parted by commas, or one (`lepas`) that goes."""
    chosen = selectors.contact_by_public_id(public_id)
    gone = selectors.tag_key(request.POST.get("lepas", ""))
    known = [one.name for one in selectors.tags_of(chosen.pk) if one.key != gone]
    new = request.POST.get("tag", "")[:1000].split(",")
    services.set_tags(contact_id=chosen.pk, names=[*known, *new], now=business_now())
    return _saved(request, chosen)


@require_POST
@requires(Capability.CONTACTS_CHANGE)
def answer(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The shop's own fields."""
    chosen = selectors.contact_by_public_id(public_id)
    form = AnswersForm(request.POST, answers=selectors.answers_of(chosen))
    if not form.is_valid():
        return page_of(request, chosen, answers_form=form)
    services.set_values(contact_id=chosen.pk, values=form.values(), now=business_now())
    return _saved(request, chosen)


@require_POST
@requires(Capability.CONTACTS_CHANGE)
def consent(request: HttpRequest, public_id: UUID) -> HttpResponse:
    chosen = selectors.contact_by_public_id(public_id)
    form = _told(request, ConsentForm, "izin")
    if not form.is_valid():
        return page_of(request, chosen, consent_form=form)
    services.write_consent(contact_id=chosen.pk, now=form.now, **form.cleaned_data)
    return _saved(request, chosen)


@require_POST
@requires(Capability.CONTACTS_CHANGE)
def opt_out(request: HttpRequest, public_id: UUID) -> HttpResponse:
    chosen = selectors.contact_by_public_id(public_id)
    form = _told(request, OptOutForm, "berhenti")
    if not form.is_valid():
        return page_of(request, chosen, opt_out_form=form)
    services.write_opt_out(contact_id=chosen.pk, now=form.now, **form.cleaned_data)
    return _saved(request, chosen)


@require_POST
@requires(Capability.CONTACTS_CHANGE)
def end_opt_out(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The customer took a wish back."""
    chosen = selectors.contact_by_public_id(public_id)
    form = end_form(request, chosen, request.POST)
    if not form.is_valid():
        return page_of(request, chosen, end_form=form)
    given = dict(form.cleaned_data)
    services.end_opt_out(contact_id=chosen.pk, opt_out_id=given.pop("wish"), now=form.now, **given)
    return _saved(request, chosen)


def _told(request: HttpRequest, form: type[F], prefix: str) -> F:
    return form(request.POST, now=business_now(), zone=zone_of(request), prefix=prefix)


def _saved(request: HttpRequest, chosen: Contact) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect("contacts:contact", chosen.public_id)
