"""The library of recipes of this workspace."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from sapa.base.clock import business_now
from sapa.base.permissions import Capability, requires
from sapa.journeys import selectors, services
from sapa.journeys.forms import RecipeForm, recipe_form
from sapa.journeys.models import Journey

SAID = {
    Journey.Mode.LIVE: _("Switched on."),
    Journey.Mode.DRY_RUN: _("Rehearsing: nothing is sent."),
    Journey.Mode.OFF: _("Switched off."),
}


@require_GET
@requires(Capability.FOLLOWUPS_VIEW)
def recipes(request: HttpRequest) -> HttpResponse:
    cards = [(card, recipe_form(card.definition, card.settings)) for card in selectors.recipe_cards()]
    return render(request, "journeys/recipes.html", {"cards": cards})


@require_POST
@requires(Capability.RECIPES_CHANGE)
def change_recipe(request: HttpRequest, recipe: str) -> HttpResponse:
    """Saves the values and switches to off, dry_run or live; off may be half filled."""
    card, mode = selectors.recipe_card(recipe), request.POST.get("mode", "")
    if card is None or mode not in Journey.Mode.values:
        raise Http404
    form = recipe_form(card.definition, card.settings, request.POST, optional=mode == Journey.Mode.OFF)
    if form.is_valid():
        settings = form.settings(card.settings)
        services.switch(recipe=recipe, mode=mode, settings=settings, now=business_now(), by=request.user.pk)
        messages.success(request, SAID[Journey.Mode(mode)])
        return redirect("journeys:recipes")
    return _recipes_with(request, recipe, form)


def _recipes_with(request: HttpRequest, recipe: str, faulty: RecipeForm) -> HttpResponse:
    cards = [
        (card, faulty if card.id == recipe else recipe_form(card.definition, card.settings))
        for card in selectors.recipe_cards()
    ]
    return render(request, "journeys/recipes.html", {"cards": cards}, status=422)
