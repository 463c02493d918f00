"""Journeys as files and through time: import of YAML, versions with their differences, and back to one of them."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sapa.base.clock import business_now
from sapa.base.permissions import Capability, requires
from sapa.domain.journeys.definition import Definition
from sapa.domain.recipes import LIBRARY
from sapa.journeys import selectors, services
from sapa.journeys.models import Journey, JourneyVersion
from sapa.journeys.selectors.journeys import history
from sapa.journeys.services import texts
from sapa.journeys.services.editing import free_key, renamed
from sapa.journeys.services.judging import Judged, judge
from sapa.journeys.services.versions import definitions
from sapa.journeys.views.editor import own_journey
from sapa.web.errors import Refused

LARGEST = 64 * 1024
FROM_FILE = "file"


@require_http_methods(["GET", "POST"])
@requires(Capability.RECIPES_CHANGE)
def import_journey(request: HttpRequest) -> HttpResponse:
    """A file or pasted text; what is refused comes back with its lines, and nothing is lost."""
    if request.method == "GET":
        return render(request, "journeys/journey_import.html", {"text": "", "judged": None})
    text = _sent_text(request)
    judged = judge(text)
    if judged.definition and (journey := _made(request, judged.definition)):
        return redirect("journeys:recipe", journey.recipe)
    return _refused(request, text, judged)


def _sent_text(request: HttpRequest) -> str:
    """The file where there is one, else what was pasted; more than is allowed is read to be refused."""
    sent = request.FILES.get("berkas")
    if sent is None:
        return request.POST.get("teks", "").replace("\r\n", "\n")
    raw: bytes = sent.read(LARGEST + 1)
    return raw.decode("utf-8", errors="replace").replace("\r\n", "\n")


def _made(request: HttpRequest, definition: Definition) -> Journey | None:
    """A journey with a key of its own; None when the message guard stops one of its texts."""
    taken = definition.id in LIBRARY or Journey.objects.filter(recipe=definition.id).exists()
    named = renamed(definition, free_key(definition.id), "") if taken else definition
    try:
        texts.refuse_blocked(named, let_pass=False)
        journey = services.make(
            definition=named, origin=FROM_FILE, settings={}, now=business_now(), by=request.user.pk
        )
    except Refused as refused:
        messages.error(request, refused.sentence)
        return None
    told = _("Imported. It is off until you switch it on.")
    if taken:
        told = _("Imported under the key %(key)s, because its own was taken. It is off.") % {"key": named.id}
    messages.success(request, told)
    return journey


def _refused(request: HttpRequest, text: str, judged: Judged) -> HttpResponse:
    context = {"text": text, "judged": judged, "rows": min(40, text.count("\n") + 3)}
    return render(request, "journeys/journey_import.html", context, status=422)


@require_GET
@requires(Capability.FOLLOWUPS_VIEW)
def versions(request: HttpRequest, recipe: str) -> HttpResponse:
    card = selectors.recipe_card(recipe)
    if card is None:
        raise Http404
    journey = Journey.objects.filter(recipe=recipe).first()
    told = history.versions_of(journey) if journey else []
    return render(request, "journeys/journey_versions.html", {"card": card, "versions": told})


@require_POST
@requires(Capability.RECIPES_CHANGE)
def restore(request: HttpRequest, recipe: str) -> HttpResponse:
    """An old version comes back as the newest; it is judged like any other change."""
    journey = own_journey(recipe)
    number = request.POST.get("nomor", "")
    known = JourneyVersion.objects.filter(journey=journey)
    row = get_object_or_404(known, number=int(number) if number.isdecimal() and len(number) < 9 else 0)
    definition = definitions([row.pk])[row.pk]
    texts.refuse_blocked(definition, let_pass=True)
    found = services.change(
        journey=journey, definition=definition, seen=journey.version, now=business_now(), by=request.user.pk
    )
    told = {"old": row.number, "number": found.number}
    messages.success(request, _("Version %(old)s is back as version %(number)s.") % told)
    return redirect("journeys:recipe", recipe)
