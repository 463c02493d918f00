"""«Ukur pengaruhnya»: who is held out is chosen by a person who saw what it can show and when."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from sapa.base.clock import business_now
from sapa.base.permissions import Capability, requires
from sapa.journeys import selectors, services
from sapa.journeys.models import Journey
from sapa.journeys.selectors.journeys import figures, outlook
from sapa.web.errors import Refused, refusal

NOT_HELD_OUT = refusal(
    "never_held_out",
    gettext_lazy("Notices and replies go to everybody: nobody is left without them."),
    gettext_lazy("Measure a reminder, care or promotion instead."),
)
NOT_STARTED = refusal(
    "journey_not_started",
    gettext_lazy("This recipe was never switched on, so there is nobody to compare."),
    gettext_lazy("Start its rehearsal first."),
)


@require_GET
@requires(Capability.FOLLOWUPS_VIEW)
def measure(request: HttpRequest, recipe: str) -> HttpResponse:
    """The power of each choice from this shop's own volume, and the groups so far."""
    card = selectors.recipe_card(recipe)
    if card is None:
        raise Http404
    row = Journey.objects.filter(recipe=recipe).first()
    now, zone = business_now(), str(request.membership.workspace.timezone)  # type: ignore[attr-defined]
    volume = outlook.volume_of(card.definition, row, now=now)
    context = {
        "card": card,
        "journey": row,
        "possible": outlook.can_be_held_out(card.definition),
        "volume": volume,
        "choices": outlook.choices(card.definition, volume, now=now, zone=zone),
        "arms": figures.arms_of(row) if row else [],
        "success": card.definition.success.in_language(selectors.language()),
    }
    return render(request, "journeys/recipe_measure.html", context)


@require_POST
@requires(Capability.RECIPES_CHANGE)
def hold_out(request: HttpRequest, recipe: str) -> HttpResponse:
    card, chosen = selectors.recipe_card(recipe), request.POST.get("bagian", "")
    if card is None or chosen not in map(str, outlook.SHARES):
        raise Http404
    if not outlook.can_be_held_out(card.definition):
        raise Refused(NOT_HELD_OUT)
    row = Journey.objects.filter(recipe=recipe).first()
    if row is None:
        raise Refused(NOT_STARTED)
    services.hold_out(journey=row, share=int(chosen), now=business_now(), by=request.user.pk)
    said = _("From now on %(share)s%% of new customers get nothing, to compare.") % {"share": chosen}
    messages.success(request, said if chosen != "0" else _("Nobody is held out any more."))
    return redirect("journeys:recipe_measure", recipe)
