"""«Asisten»: whether it answers, what it answers by itself, and what the shop chose for it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sapa.accounts.selectors import workspace
from sapa.assistant.flows.sitting import shop_now
from sapa.assistant.forms.choosing import ChoiceForm, as_typed
from sapa.assistant.models import BenchCase
from sapa.assistant.selectors.articles import gap_count, standing
from sapa.assistant.selectors.figures import contained
from sapa.assistant.selectors.words import INTENTS, told
from sapa.assistant.services.cases import edition_now
from sapa.assistant.services.choosing import choose
from sapa.assistant.views.figures import since_of
from sapa.assistant.views.places import tabs
from sapa.base.clock import business_now
from sapa.base.permissions import Capability, requires
from sapa.domain.dialogue.deciding import DISCLOSED
from sapa.web.templatetags.formats import language

WRONG = 422
DAYS = 28
BY_ITSELF = (
    *("order_status", "tracking_number", "delivery_late", "invoice_request", "payment_confirmation"),
    *("how_to_pay", "product_info", "stock_price", "usage_guide", "promo_question", "store_info"),
    *("place_order", "warranty", "return_refund"),
)
AFTER_YES = ("cancel_order", "change_order", "change_address", "subscription_renewal")
TO_PEOPLE = ("defective_wrong_item", "complaint", "talk_to_human")


@require_http_methods(["GET", "POST"])
@requires(Capability.ASSISTANT_MANAGE)
def overview(request: HttpRequest) -> HttpResponse:
    chosen = shop_now().choice
    form = ChoiceForm(request.POST or None, initial=as_typed(chosen))
    if request.method == "POST" and form.is_valid():
        choose(changes=form.chosen(), now=business_now())
        messages.success(request, _("Saved; the assistant goes by it from now on."))
        return redirect("assistant:overview")
    is_wrong = request.method == "POST"
    context = {
        "tabs": tabs(request, "assistant:overview"),
        "chosen": chosen,
        "form": form,
        "parts": [
            (_("Answers by itself"), "message-circle", told(INTENTS, BY_ITSELF)),
            (_("Does it after a clear yes"), "circle-check", told(INTENTS, AFTER_YES)),
            (_("Collects what is needed, then people decide"), "users", told(INTENTS, TO_PEOPLE)),
        ],
        "disclosure": _disclosure(),
        "articles": standing().filter(internal=False).count(),
        "gaps": gap_count(),
        "cases": BenchCase.objects.count(),
        "failing": BenchCase.objects.filter(passed=False).count(),
        "stale": BenchCase.objects.exclude(ran_with=edition_now()).count(),
        "talks": contained(since_of(DAYS, business_now()), business_now()),
        "days": DAYS,
    }
    return render(request, "assistant/overview.html", context, status=WRONG if is_wrong else 200)


@require_POST
@requires(Capability.ASSISTANT_MANAGE)
def turn(request: HttpRequest) -> HttpResponse:
    """On or off; whoever is being answered stays with the assistant until their next message."""
    is_on = request.POST.get("jalan") == "ya"
    choose(changes={"on": is_on}, now=business_now())
    done = _("The assistant answers from now on.") if is_on else _("Off: every message goes to people.")
    messages.success(request, done)
    return redirect("assistant:overview")


def _disclosure() -> str:
    words = DISCLOSED.en if language() == "en" else DISCLOSED.id
    return words.format(address="Kak Dewi", shop=workspace().name)
