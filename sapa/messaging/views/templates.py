"""Templates: the list, one of them with its history, and what is done with it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from sapa.base.clock import business_now
from sapa.base.permissions import Capability, requires
from sapa.domain.journeys.registry.variables import VARIABLES
from sapa.domain.message_templates.checking import LANGUAGES
from sapa.messaging import tasks
from sapa.messaging.forms.templates import LIFETIMES
from sapa.messaging.models import Channel, Template
from sapa.messaging.selectors import channels
from sapa.messaging.selectors.templates import listing, phone, words
from sapa.messaging.services import templates as services
from sapa.messaging.services.templates.states import EDITABLE, EDITING, OURS, PAUSED
from sapa.web.errors import Refused, refusal

TEMPLATE_IN_USE = refusal(
    "template_in_use",
    gettext_lazy("A journey that is live goes out with this template."),
    gettext_lazy("Switch the journey off first, then delete the template."),
)
APPEAL = "https://business.facebook.com/business-support-home/"
PAGE = 60


@require_GET
@requires(Capability.FOLLOWUPS_VIEW)
def templates(request: HttpRequest) -> HttpResponse:
    numbers = list(channels().filter(kind="whatsapp"))
    number = _number(request, numbers)
    search, chosen = request.GET.get("cari", "")[:80], request.GET.get("tampil", "")
    found = listing.cards(number.pk, search=search) if number else []
    wanted = listing.shown(found, chosen)
    context = {
        "numbers": _number_tabs(numbers, number),
        "number": number,
        "search": search,
        "chosen": chosen,
        "tabs": _tabs(found, chosen, search, number),
        "cards": wanted[:PAGE],
        "more": max(0, len(wanted) - PAGE),
        "new_url": f"{reverse('messaging:new_template')}?nomor={number.public_id}" if number else "",
        "last_look": listing.last_look(number.pk) if number else None,
    }
    return render(request, "messaging/templates.html", context)


def _number(request: HttpRequest, numbers: list[Channel]) -> Channel | None:
    told = request.GET.get("nomor", "")
    chosen = next((one for one in numbers if str(one.public_id) == told), None)
    return chosen or (numbers[0] if numbers else None)


def _number_tabs(numbers: list[Channel], chosen: Channel | None) -> list[dict[str, object]]:
    home = reverse("messaging:templates")
    return [
        {
            "label": one.display_phone or one.name,
            "url": f"{home}?nomor={one.public_id}",
            "current": one == chosen,
        }
        for one in numbers
    ]


def _tabs(
    found: list[listing.Card], chosen: str, search: str, number: Channel | None
) -> list[dict[str, object]]:
    labels = {
        "": _("All"),
        "perhatian": _("Want you"),
        "disetujui": _("Approved"),
        "menunggu": _("In review"),
        "rancangan": _("Drafts"),
        "arsip": _("Put away"),
    }
    home = reverse("messaging:templates")
    more = (f"&cari={search}" if search else "") + (f"&nomor={number.public_id}" if number else "")
    return [
        {
            "label": labels[key],
            "url": f"{home}?tampil={key}{more}",
            "current": key == chosen,
            "count": len(listing.shown(found, key)),
        }
        for key in listing.FILTERS
    ]


@require_GET
@requires(Capability.FOLLOWUPS_VIEW)
def template(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "messaging/template.html", _page(request, listing.template_by_id(pk)))


def _page(request: HttpRequest, row: Template) -> dict[str, Any]:
    now = business_now()
    uses = listing.uses_of([row.name]).get(row.name, ())
    others = Template.objects.filter(channel=row.channel, name=row.name).exclude(pk=row.pk)
    taken = {row.language, *others.values_list("language", flat=True)}
    return {
        "row": row,
        "variant": listing.variant(row),
        "category": words.CATEGORIES.get(row.category, row.category),
        "wanted": words.CATEGORIES.get(row.wanted_category, row.wanted_category),
        "announced": words.CATEGORIES.get(row.announced_category, row.announced_category),
        "quality": words.QUALITIES.get(row.quality),
        "alerts": listing.alerts_of(row),
        "is_flipped": listing.is_flipped(row),
        "refusal": words.refusal_words(row.rejection),
        "pause": words.PAUSES.get(row.pause),
        "last_pause": words.LAST_PAUSE if row.pause == "SECOND_PAUSE" else "",
        "uses": uses,
        "others": [listing.variant(one) for one in others],
        "free_languages": [(code, words.LANGUAGES[code]) for code in LANGUAGES if code not in taken],
        "timeline": [_told(one) for one in listing.history_of(row)],
        "phone": phone.of_template(row),
        "parameters": _parameters(row),
        "variables": [(path, one.label.id) for path, one in VARIABLES.items()],
        "may_edit": row.origin != "meta" and row.status in (*EDITABLE, EDITING, "DELETED"),
        "may_unpause": row.status == PAUSED,
        "is_waiting": row.status in OURS and row.status != EDITING,
        "edits_left": services.edits_left(row, now),
        "appeal": APPEAL,
        "lifetime": LIFETIMES.get(str(row.ttl_seconds or "")),
    }


def _told(one: Any) -> dict[str, Any]:
    return {
        "at": one.at,
        "what": words.HAPPENED.get(one.what, one.what),
        "before": words.after_words(one.what, one.before),
        "after": words.after_words(one.what, one.after),
        "detail": one.detail,
        "source": words.SOURCES.get(one.source, one.source),
        "hue": words.STATUSES.get(one.after, ("", ""))[1],
    }


def _parameters(row: Template) -> list[dict[str, str]]:
    return [
        {
            "name": name,
            "path": path,
            "label": VARIABLES[path].label.id if path in VARIABLES else path,
            "fallback": row.fallbacks.get(name, ""),
        }
        for name, path in row.binding.items()
    ]


@require_POST
@requires(Capability.RECIPES_CHANGE)
def sync(request: HttpRequest) -> HttpResponse:
    tasks.ask_sync()
    messages.success(request, _("The list at WhatsApp is being looked at; news appears here in a moment."))
    return redirect("messaging:templates")


@require_POST
@requires(Capability.SETTINGS_CHANGE)
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """The new category is agreed to."""
    row = listing.template_by_id(pk)
    if not listing.is_flipped(row):
        raise Http404
    services.accept_category(template=row, now=business_now(), by=request.user.pk)
    messages.success(request, _("Agreed. Its messages now keep to the rules of promotions."))
    return redirect("messaging:template", pk)


@require_POST
@requires(Capability.RECIPES_CHANGE)
def duplicate(request: HttpRequest, pk: int) -> HttpResponse:
    language = request.POST.get("bahasa", "")
    row = services.duplicate(
        template=listing.template_by_id(pk),
        language=language if language in LANGUAGES else "",
        now=business_now(),
        by=request.user.pk,
    )
    messages.success(request, _("Copied as a draft."))
    return redirect("messaging:edit_template", row.pk)


@require_POST
@requires(Capability.RECIPES_CHANGE)
def bind(request: HttpRequest, pk: int) -> HttpResponse:
    row = listing.template_by_id(pk)
    if row.origin != "meta":
        raise Http404
    binding = {name: request.POST.get(f"isian-{name}", "") for name in row.binding}
    services.bind(template=row, binding=binding, now=business_now(), by=request.user.pk)
    messages.success(request, _("Saved."))
    return redirect("messaging:template", pk)


@require_POST
@requires(Capability.RECIPES_CHANGE)
def archive(request: HttpRequest, pk: int) -> HttpResponse:
    row = listing.template_by_id(pk)
    services.archive(template=row, archived=not row.archived, now=business_now())
    return redirect("messaging:template", pk)


@require_POST
@requires(Capability.RECIPES_CHANGE)
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    row = listing.template_by_id(pk)
    if any(one.is_live for one in listing.uses_of([row.name]).get(row.name, ())):
        raise Refused(TEMPLATE_IN_USE)
    services.ask_deletion(template=row, now=business_now(), by=request.user.pk)
    messages.success(request, _("It is deleted at WhatsApp too."))
    return redirect("messaging:templates")


@require_POST
@requires(Capability.RECIPES_CHANGE)
def unpause(request: HttpRequest, pk: int) -> HttpResponse:
    services.ask_unpause(template=listing.template_by_id(pk), now=business_now())
    return redirect("messaging:template", pk)


@require_POST
@requires(Capability.RECIPES_CHANGE)
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """As it is, once more or for the first time."""
    row = listing.template_by_id(pk)
    services.save_template(
        channel_id=row.channel_id,
        draft=services.draft_of(row),
        template=row,
        submit=True,
        now=business_now(),
        by=request.user.pk,
    )
    messages.success(request, _("Handed over; WhatsApp usually answers within some minutes."))
    return redirect("messaging:template", pk)


def number_of(request: HttpRequest) -> Channel:
    """Of the number that a new template is for. Raises Http404."""
    told = request.GET.get("nomor", "") or request.POST.get("nomor", "")
    if not told:
        found = channels().filter(kind="whatsapp").first()
        if found is None:
            raise Http404
        return found
    try:
        return get_object_or_404(Channel, public_id=told, kind="whatsapp")
    except (ValueError, TypeError):
        raise Http404 from None
