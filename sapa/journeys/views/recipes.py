"""The library of recipes of this workspace."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from sapa.base.clock import business_now
from sapa.base.permissions import Capability, requires
from sapa.domain.recipes import RECIPES
from sapa.journeys import selectors, services
from sapa.journeys.forms import RecipeForm, recipe_form


@require_GET
@requires(Capability.FOLLOWUPS_VIEW)
def recipes(request: HttpRequest) -> HttpResponse:
    cards = [(card, recipe_form(card.id, card.settings)) for card in selectors.recipe_cards()]
    return render(request, "journeys/recipes.html", {"cards": cards})


@require_POST
@requires(Capability.RECIPES_CHANGE)
def change_recipe(request: HttpRequest, recipe: str) -> HttpResponse:
    """Saves the values and switches on or off; off may be half filled."""
    if recipe not in RECIPES:
        raise Http404
    enabled = request.POST.get("enabled") == "1"
    card = next(one for one in selectors.recipe_cards() if one.id == recipe)
    form = recipe_form(recipe, card.settings, request.POST, optional=not enabled)
    if form.is_valid():
        settings = form.settings(card.settings)
        services.switch(recipe=recipe, enabled=enabled, settings=settings, now=business_now())
        messages.success(request, _("Switched on.") if enabled else _("Switched off."))
        return redirect("journeys:recipes")
    return _recipes_with(request, recipe, form)


def _recipes_with(request: HttpRequest, recipe: str, faulty: RecipeForm) -> HttpResponse:
    cards = [
        (card, faulty if card.id == recipe else recipe_form(card.id, card.settings))
        for card in selectors.recipe_cards()
    ]
    return render(request, "journeys/recipes.html", {"cards": cards}, status=422)
