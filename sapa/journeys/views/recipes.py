"""The gallery of recipes and journeys, one of them in full, switching it on, and what a rehearsal showed."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from sapa.base.clock import business_now
from sapa.base.permissions import Capability, requires
from sapa.domain.formats import day as day_words
from sapa.domain.journeys.definition import Definition
from sapa.journeys import selectors, services
from sapa.journeys.forms import RecipeForm, recipe_form
from sapa.journeys.models import Journey
from sapa.journeys.selectors.journeys import figures, past, picture, rehearsal, story
from sapa.journeys.selectors.journeys.price import price_of_journey
from sapa.journeys.selectors.recipes import RecipeCard, by_stage
from sapa.journeys.services.past import rehearse_past

SAID = {
    Journey.Mode.LIVE: gettext_lazy("Live: messages go out as the contact policy allows."),
    Journey.Mode.DRY_RUN: gettext_lazy("Rehearsing: everything is planned and decided, nothing is sent."),
    Journey.Mode.OFF: gettext_lazy("Switched off."),
}
SHOWN = ("", "live", "dry_run", "off")


@require_GET
@requires(Capability.FOLLOWUPS_VIEW)
def recipes(request: HttpRequest) -> HttpResponse:
    cards, shown = selectors.recipe_cards(), request.GET.get("tampil", "")
    wanted = [card for card in cards if shown not in SHOWN[1:] or card.mode == shown]
    context = {"stages": by_stage(wanted), "tabs": _tabs(cards, shown), "first": reverse("journeys:recipes")}
    return render(request, "journeys/recipes.html", context)


def _tabs(cards: list[RecipeCard], shown: str) -> list[dict[str, object]]:
    labels = {"": _("All"), "live": _("Live"), "dry_run": _("Rehearsing"), "off": _("Off")}
    home = reverse("journeys:recipes")
    return [
        {
            "label": labels[mode],
            "url": f"{home}?tampil={mode}" if mode else home,
            "current": mode == shown,
            "count": sum(card.mode == mode for card in cards) if mode else len(cards),
        }
        for mode in SHOWN
    ]


@require_GET
@requires(Capability.FOLLOWUPS_VIEW)
def recipe(request: HttpRequest, recipe: str) -> HttpResponse:
    card = _card(recipe)
    return _page(request, card, recipe_form(card.definition, card.settings))


def _page(request: HttpRequest, card: RecipeCard, form: RecipeForm, status: int = 200) -> HttpResponse:
    row = _row(card)
    told = story.story_of(card.definition)
    context = {
        "card": card,
        "form": form,
        "journey": row,
        "story": told,
        "picture": picture.drawn(card.definition),
        "figures": figures.figures_of(row, now=business_now(), zone=_zone(request)),
        "price": price_of_journey(card.definition, row, now=business_now()),
        "may_be_deleted": bool(row and row.origin and not services.has_run(row)),
    }
    return render(request, "journeys/recipe.html", context, status=status)


@require_POST
@requires(Capability.RECIPES_CHANGE)
def change_recipe(request: HttpRequest, recipe: str) -> HttpResponse:
    """Saves the values and switches to off, dry_run or live; off may be half filled.

    `tetap` leaves the values as they are. Going live is asked once more, with what it would do.
    """
    card, mode = _card(recipe), request.POST.get("mode", "")
    if mode not in Journey.Mode.values:
        raise Http404
    settings = dict(card.settings)
    if "tetap" not in request.POST:
        form = recipe_form(card.definition, settings, request.POST, optional=mode == Journey.Mode.OFF)
        if not form.is_valid():
            return _page(request, card, form, status=422)
        settings = form.settings(settings)
    if mode == Journey.Mode.LIVE and card.mode != mode and "yakin" not in request.POST:
        return _confirmation(request, card)
    services.switch(recipe=recipe, mode=mode, settings=settings, now=business_now(), by=request.user.pk)
    messages.success(request, SAID[Journey.Mode(mode)])
    return redirect("journeys:recipe", recipe)


def _confirmation(request: HttpRequest, card: RecipeCard) -> HttpResponse:
    context = {
        "card": card,
        "live": rehearsal.going_live(_row(card), card.definition),
        "sent": _as_sent(request.POST),
        "price": price_of_journey(card.definition, _row(card), now=business_now()),
        "was_rehearsed": card.mode == Journey.Mode.DRY_RUN,
    }
    return render(request, "journeys/recipe_live.html", context)


def _as_sent(data: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The values of the form once more, for the form that confirms them."""
    return [(name, str(data[name])) for name in data if name not in ("csrfmiddlewaretoken", "mode", "yakin")]


@require_GET
@requires(Capability.FOLLOWUPS_VIEW)
def rehearsed(request: HttpRequest, recipe: str) -> HttpResponse:
    """What would have gone, day by day, and what was held by which rule."""
    card = _card(recipe)
    row = _row(card)
    told = rehearsal.rehearsal_of(row, zone=_zone(request)) if row else None
    days = day_bars(told.days) if told else []
    return render(request, "journeys/recipe_rehearsal.html", {"card": card, "told": told, "days": days})


@require_GET
@requires(Capability.FOLLOWUPS_VIEW)
def last_days(request: HttpRequest, recipe: str) -> HttpResponse:
    """What it would have done in the last 30 days; reads, and writes nothing."""
    card = _card(recipe)
    row = _row(card)
    found = past_context(
        card.definition,
        card.settings,
        origin=row.origin if row else "",
        share=card.share,
        zone=_zone(request),
    )
    return render(request, "journeys/recipe_past.html", {"card": card, **found})


def past_context(
    definition: Definition, settings: Mapping[str, Any], *, origin: str, share: int, zone: str
) -> dict[str, Any]:
    found = rehearse_past(
        definition=definition, settings=settings, now=business_now(), instead_of=[origin], share=share
    )
    told = past.told(found, definition, zone=zone)
    return {"past": told, "past_days": day_bars(told.days)}


def day_bars(days: Iterable[tuple[date, int]]) -> list[dict[str, object]]:
    return [
        {"label": day_words(day, selectors.language()), "value": number, "text": str(number)}
        for day, number in days
    ]


def _card(recipe: str) -> RecipeCard:
    card = selectors.recipe_card(recipe)
    if card is None:
        raise Http404
    return card


def _row(card: RecipeCard) -> Journey | None:
    return Journey.objects.filter(recipe=card.id).first()


def _zone(request: HttpRequest) -> str:
    return str(request.membership.workspace.timezone)  # type: ignore[attr-defined]
