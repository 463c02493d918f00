"""The list of customers with its search, one customer, and the panel beside a conversation."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from sapa.base.clock import business_now
from sapa.base.permissions import Capability, requires
from sapa.contacts import selectors, services
from sapa.contacts.forms import (
    CHANNELS,
    LANGUAGES,
    SOURCES,
    AboutForm,
    AnswersForm,
    ChoicesForm,
    ConsentForm,
    EndForm,
    OptOutForm,
)
from sapa.contacts.models import Consent, Contact, OptOut
from sapa.domain.honorifics import panggilan
from sapa.web.cursors import Cursor, cursor_text, read_cursor

PAGE = 50
CASES = 5


@dataclass(frozen=True, slots=True)
class Wish:
    """A statement with the words for how it was told, and the name of who wrote it down."""

    row: Consent | OptOut
    source: str
    author: str
    ended_source: str = ""
    ended_by: str = ""

    @property
    def channel(self) -> Any:
        """Blank: every channel."""
        return dict(CHANNELS).get(self.row.channel, self.row.channel) if self.row.channel else ""


@require_GET
@requires(Capability.CONTACTS_VIEW)
def contacts(request: HttpRequest) -> HttpResponse:
    text, tag = request.GET.get("q", "").strip()[:100], selectors.tag_key(request.GET.get("tag", ""))
    why = settings.SLOTS.get("customer.why", "")
    rows = {"contacts": selectors.search(text, PAGE, tag=tag)} if text else _page(request, tag)
    context = {"q": text, "tag": tag, "why": reverse(why) if why else "", "known_tags": [], **rows}
    partial = request.headers.get("HX-Target") == "contacts"
    if not partial:
        context["known_tags"] = selectors.known_tags()
    return render(request, "contacts/_rows.html" if partial else "contacts/list.html", context)


@require_GET
@requires(Capability.CONTACTS_VIEW)
def contact(request: HttpRequest, public_id: UUID) -> HttpResponse:
    chosen = selectors.contact_by_public_id(public_id)
    if chosen.public_id != public_id:
        return redirect("contacts:contact", chosen.public_id)
    return page_of(request, chosen)


@require_GET
@requires(Capability.CONTACTS_VIEW)
def panel(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The same in short, beside a conversation."""
    chosen = selectors.contact_by_public_id(public_id)
    told = {**_story(request, chosen), "slots": _slots(chosen, "contact.")}
    return render(request, "contacts/_panel.html", told)


@require_POST
@requires(Capability.CONTACTS_CHANGE)
def split(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A merged record stands for itself again."""
    services.separate(public_id=public_id, now=business_now())
    return redirect("contacts:contact", public_id)


def page_of(request: HttpRequest, chosen: Contact, **bound: Any) -> HttpResponse:
    """One customer; `bound`: forms with what was wrong in them, in place of fresh ones."""
    context = {
        **_story(request, chosen),
        "slots": _slots(chosen, "contact.", "customer.timeline"),
        "merged": selectors.merged_into(chosen.pk),
        "known_tags": selectors.known_tags(),
        "most_tags": services.MOST_TAGS,
        **forms_of(request, chosen),
        **bound,
    }
    return render(request, "contacts/contact.html", context, status=422 if bound else 200)


def forms_of(request: HttpRequest, chosen: Contact) -> dict[str, Any]:
    now, zone = business_now(), zone_of(request)
    return {
        "choices": choices_form(request, chosen),
        "about": about_form(chosen),
        "answers_form": AnswersForm(answers=selectors.answers_of(chosen)),
        "consent_form": ConsentForm(now=now, zone=zone, prefix="izin"),
        "opt_out_form": OptOutForm(now=now, zone=zone, prefix="berhenti"),
        "end_form": end_form(request, chosen),
    }


def end_form(request: HttpRequest, chosen: Contact, data: Any = None) -> EndForm:
    wishes = list(selectors.opt_outs_of(chosen.pk).filter(ended_at=None))
    return EndForm(data, wishes=wishes, now=business_now(), zone=zone_of(request), prefix="akhiri")


def about_form(chosen: Contact, data: Any = None) -> AboutForm:
    names, waking = selectors.profile_names(), selectors.waking_hours()
    return AboutForm(data, contact=chosen, profiles=names, waking=waking)


def choices_form(request: HttpRequest, chosen: Contact, data: Any = None) -> ChoicesForm:
    zones = selectors.zones_to_choose(chosen, business=zone_of(request), now=business_now())
    return ChoicesForm(data, contact=chosen, zones=zones)


def zone_of(request: HttpRequest) -> str:
    return str(request.membership.workspace.timezone)  # type: ignore[attr-defined]


def _story(request: HttpRequest, chosen: Contact) -> dict[str, Any]:
    return {
        "contact": chosen,
        "tags": selectors.tags_of(chosen.pk),
        "answers": selectors.answers_of(chosen),
        "open_hours": selectors.open_hours(chosen.busy_profile),
        "language": dict(LANGUAGES).get(chosen.language, chosen.language),
        "identities": selectors.identities_of(chosen.pk),
        **wishes_of(chosen),
        **_cases(chosen),
        "stopped_at_whatsapp": selectors.stopped_at_whatsapp(chosen.pk),
        "clock": selectors.clock_of_contact(chosen, business=zone_of(request), now=business_now()),
        "spoken": panggilan(chosen.name, chosen.segment, chosen.gender, chosen.preferred_address),
    }


def wishes_of(chosen: Contact) -> dict[str, Any]:
    """Consents and opt-outs, newest first, with who wrote them down and how they were told."""
    consents, opt_outs = list(selectors.consents_of(chosen.pk)), list(selectors.opt_outs_of(chosen.pk))
    names = selectors.author_names(
        [
            *(row.author_id for row in consents),
            *(one for row in opt_outs for one in (row.author_id, row.ended_by_id)),
        ]
    )
    told = [Wish(row, told_by(row.source), names.get(row.author_id or 0, "")) for row in consents]
    return {
        "consents": told,
        "in_force": {purpose: _held(told, purpose) for purpose in ("promo", "anytime")},
        "opt_outs": [
            Wish(
                row,
                told_by(row.source),
                names.get(row.author_id or 0, ""),
                told_by(row.ended_source),
                names.get(row.ended_by_id or 0, ""),
            )
            for row in opt_outs
        ],
    }


def _held(told: list[Wish], purpose: str) -> list[Wish]:
    """One for each channel that has an answer of its own; the one for all of them first."""
    said = [(one.row.channel, one) for one in reversed(told) if getattr(one.row, "purpose", "") == purpose]
    held = selectors.in_force(said)
    return [held[channel] for channel in sorted(held)]


def _cases(chosen: Contact) -> dict[str, Any]:
    """Of other help desks, open ones first, then the newest; our own tickets come by their slot."""
    found = [case for case in selectors.tickets_of([chosen.pk]).get(chosen.pk, []) if not case.own]
    found.sort(key=lambda case: case.resolved_at is not None)
    return {"cases": found[:CASES], "more_cases": len(found) - CASES}


def told_by(source: str) -> Any:
    return dict(SOURCES).get(source, source)


def _slots(chosen: Contact, *places: str) -> list[str]:
    """Addresses of what higher rooms know, loaded into the page one by one (decisions.md 3)."""
    names = [name for slot, name in settings.SLOTS.items() if slot.startswith(places)]
    return [reverse(name, args=[chosen.public_id]) for name in names]


def _page(request: HttpRequest, tag: str) -> dict[str, Any]:
    after = read_cursor(request.GET.get("sesudah", ""))
    before = read_cursor(request.GET.get("sebelum", ""))
    rows = (
        selectors.newer(after=after, limit=PAGE, tag=tag)
        if after
        else list(selectors.newest(before=before, limit=PAGE, tag=tag))
    )
    return {"contacts": rows, **_neighbours(rows, tag, first=not (before or after))}


def _neighbours(rows: list[Contact], tag: str, *, first: bool) -> dict[str, str]:
    home = f"{reverse('contacts:list')}?{urlencode({'tag': tag})}&" if tag else f"{reverse('contacts:list')}?"
    if not rows:
        return {"newer": "" if first else home, "older": ""}
    has_older = bool(selectors.newest(before=_key(rows[-1]), limit=1, tag=tag))
    return {
        "newer": "" if first else f"{home}sesudah={cursor_text(_key(rows[0]))}",
        "older": f"{home}sebelum={cursor_text(_key(rows[-1]))}" if has_older else "",
    }


def _key(row: Contact) -> Cursor:
    return row.created_at, row.pk
