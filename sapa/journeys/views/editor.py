"""Journeys of the shop's own: copied, edited step by step or as YAML, exchanged as files, moved, deleted."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from sapa.base.clock import business_now
from sapa.base.permissions import Capability, allowed, requires
from sapa.domain.journeys.definition import Definition
from sapa.domain.journeys.writing import as_yaml, to_document, to_yaml
from sapa.journeys import selectors, services
from sapa.journeys.forms.editor import (
    CLOSED,
    Draft,
    NotADraft,
    apply,
    draft_from,
    editor_of,
    text_fields,
    variables,
)
from sapa.journeys.models import Journey
from sapa.journeys.selectors.journeys import picture
from sapa.journeys.services import texts
from sapa.journeys.services.editing import LIBRARY_IS_FIXED
from sapa.journeys.services.judging import Judged, judge
from sapa.journeys.services.moving import start_moving
from sapa.journeys.services.switching import newest_definition
from sapa.journeys.views.recipes import past_context
from sapa.web.errors import CHANGED_MEANWHILE, Refused

LONGEST_NAME = 80
LIST, YAML = "daftar", "yaml"


@require_POST
@requires(Capability.RECIPES_CHANGE)
def copy_recipe(request: HttpRequest, recipe: str) -> HttpResponse:
    known = selectors.known_definition(recipe)
    usual = known.name.in_language(selectors.language()) if known else recipe
    name = request.POST.get("nama", "").strip()[:LONGEST_NAME] or _("Copy of %(name)s") % {"name": usual}
    journey = services.copy(recipe=recipe, name=name, now=business_now(), by=request.user.pk)
    messages.success(request, _("Copied. Change what you like; it is off until you switch it on."))
    return redirect("journeys:recipe_edit", journey.recipe)


@require_http_methods(["GET", "POST"])
@requires(Capability.RECIPES_CHANGE)
def edit(request: HttpRequest, recipe: str) -> HttpResponse:
    """A list of steps, or YAML; nothing that was typed is lost by anything that is refused."""
    journey = own_journey(recipe)
    if request.method == "POST":
        by_text = request.POST.get("bentuk") == YAML
        return _posted_text(request, journey) if by_text else _posted_list(request, journey)
    definition = newest_definition(journey)
    if request.GET.get("bentuk") == YAML:
        return _text_page(request, journey, to_yaml(definition), Judged(definition), journey.version)
    draft = Draft(to_document(definition), request.GET.get("langkah", CLOSED))
    return _list_page(request, journey, draft, Judged(definition), journey.version)


def own_journey(recipe: str) -> Journey:
    """Raises Refused for a recipe of the library that nobody copied."""
    journey = Journey.objects.filter(recipe=recipe).first()
    if (journey is None or not journey.origin) and selectors.known_definition(recipe):
        raise Refused(LIBRARY_IS_FIXED)
    return selectors.journey_by_key(recipe)


def _posted_list(request: HttpRequest, journey: Journey) -> HttpResponse:
    try:
        draft = draft_from(request.POST)
    except NotADraft:
        raise Refused(CHANGED_MEANWHILE) from None
    action = request.POST.get("aksi", "")
    apply(draft, action, new_names())
    draft.document["id"] = journey.recipe
    text = as_yaml(draft.document)
    judged = judge(text)
    if action == "ke-yaml":
        return _text_page(request, journey, text, judged, _seen(request))
    if action == "simpan" and (answer := _saved(request, journey, judged)):
        return answer
    look_back = action == "coba" and judged.definition is not None
    return _list_page(
        request, journey, draft, judged, _seen(request), tried=action == "simpan", look_back=look_back
    )


def new_names() -> dict[str, str]:
    return {"message": _("New message"), "branch": _("Branch"), "task": _("A person's work")}


def _posted_text(request: HttpRequest, journey: Journey) -> HttpResponse:
    text, action = request.POST.get("teks", ""), request.POST.get("aksi", "")
    judged = _as_this(journey, judge(text))
    if action == "ke-daftar" and judged.definition:
        draft = Draft(to_document(judged.definition))
        return _list_page(request, journey, draft, judged, _seen(request))
    if action == "simpan" and (answer := _saved(request, journey, judged)):
        return answer
    return _text_page(request, journey, text, judged, _seen(request), tried=True)


def _as_this(journey: Journey, judged: Judged) -> Judged:
    """The key of a journey stays, whatever `id` the text names."""
    found = judged.definition
    return replace(judged, definition=replace(found, id=journey.recipe)) if found else judged


def _saved(request: HttpRequest, journey: Journey, judged: Judged) -> HttpResponse | None:
    """Where to go when it was saved; None when something stands against it."""
    if judged.definition is None:
        return None
    reason = request.POST.get("alasan", "").strip() if _may_let_pass(request) else ""
    try:
        version = save(request, journey, judged.definition, reason)
    except Refused as refused:
        messages.error(request, refused.sentence)
        return None
    messages.success(request, _("Saved as version %(number)s.") % {"number": version})
    there = reverse("journeys:recipe", args=[journey.recipe])
    return HttpResponseClientRedirect(there) if "HX-Request" in request.headers else redirect(there)


def save(request: HttpRequest, journey: Journey, definition: Definition, reason: str) -> int:
    """The number of the new version. Raises Refused: the guard, or somebody else was faster."""
    now, by = business_now(), request.user.pk
    codes = texts.refuse_blocked(definition, let_pass=bool(reason))
    version = services.change(journey=journey, definition=definition, seen=_seen(request), now=now, by=by)
    if codes:
        texts.let_pass(journey=journey, codes=codes, reason=reason, now=now)
    return version.number


def _may_let_pass(request: HttpRequest) -> bool:
    return allowed(request.membership.role, Capability.GUARD_OVERRIDE)  # type: ignore[attr-defined]


def _seen(request: HttpRequest) -> int:
    shown = request.POST.get("versi", "")
    return int(shown) if shown.isdecimal() and len(shown) < 10 else 0


def _list_page(
    request: HttpRequest,
    journey: Journey,
    draft: Draft,
    judged: Judged,
    seen: int,
    *,
    tried: bool = False,
    look_back: bool = False,
) -> HttpResponse:
    context = {
        **_common(request, journey, judged, seen, tried),
        **(_look_back(request, journey, judged.definition) if look_back and judged.definition else {}),
        "editor": editor_of(draft, judged),
        "picture": picture.drawn(judged.definition) if judged.definition else None,
    }
    return render(request, "journeys/journey_edit.html", context, status=_status(request, judged, tried))


def _look_back(request: HttpRequest, journey: Journey, definition: Definition) -> dict[str, Any]:
    zone = str(request.membership.workspace.timezone)  # type: ignore[attr-defined]
    return past_context(definition, journey.settings, origin=journey.origin, share=journey.share, zone=zone)


def _text_page(
    request: HttpRequest, journey: Journey, text: str, judged: Judged, seen: int, *, tried: bool = False
) -> HttpResponse:
    context = {
        **_common(request, journey, judged, seen, tried),
        "text": text,
        "rows": min(48, text.count("\n") + 3),
        "variables": variables(()),
    }
    return render(request, "journeys/journey_text.html", context, status=_status(request, judged, tried))


def _common(request: HttpRequest, journey: Journey, judged: Judged, seen: int, tried: bool) -> dict[str, Any]:
    return {
        "journey": journey,
        "name": selectors.recipe_name(journey.recipe),
        "judged": judged,
        "seen": seen,
        "tried": tried,
        "meanwhile": seen != journey.version,
        "may_let_pass": _may_let_pass(request),
    }


def _status(request: HttpRequest, judged: Judged, tried: bool) -> int:
    """htmx shows what comes back only when it is no error."""
    return 422 if tried and not judged.is_fine and "HX-Request" not in request.headers else 200


@require_POST
@requires(Capability.RECIPES_CHANGE)
def show_texts(request: HttpRequest, recipe: str) -> HttpResponse:
    """What a customer would read of the open step, while somebody types."""
    own_journey(recipe)
    try:
        draft = draft_from(request.POST)
    except NotADraft:
        raise Refused(CHANGED_MEANWHILE) from None
    return render(
        request, "journeys/_journey_shown.html", {"texts": text_fields(draft) if draft.step else []}
    )


@require_GET
@requires(Capability.FOLLOWUPS_VIEW)
def export(request: HttpRequest, recipe: str) -> HttpResponse:
    """The journey as a YAML file, as others can import it."""
    card = selectors.recipe_card(recipe)
    if card is None:
        raise Http404
    definition = card.definition
    answer = HttpResponse(to_yaml(definition), content_type="application/yaml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{definition.id}.yaml"'
    return answer


@require_POST
@requires(Capability.RECIPES_CHANGE)
def move(request: HttpRequest, recipe: str) -> HttpResponse:
    moved = start_moving(journey=selectors.journey_by_key(recipe), now=business_now(), by=request.user.pk)
    text = _("Those under way are being moved to the newest version; this takes a moment.")
    if moved is not None:
        text = ngettext("%(number)s was moved.", "%(number)s were moved.", moved) % {"number": moved}
    messages.success(request, text)
    return redirect("journeys:recipe", recipe)


@require_POST
@requires(Capability.RECIPES_CHANGE)
def delete(request: HttpRequest, recipe: str) -> HttpResponse:
    services.delete(journey=selectors.journey_by_key(recipe), now=business_now(), by=request.user.pk)
    messages.success(request, _("Deleted."))
    return redirect("journeys:recipes")
