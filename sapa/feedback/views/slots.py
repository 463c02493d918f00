"""What one customer answered, as a part of pages of other rooms (decisions.md 3)."""

from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from sapa.base.permissions import Capability, requires
from sapa.contacts.models import Contact
from sapa.contacts.selectors import contact_by_public_id
from sapa.feedback.models import Survey
from sapa.feedback.selectors import scores_of

NEWEST = 5
MOST_SURVEYS = 20


@require_GET
@requires(Capability.CONTACTS_VIEW)
def of_contact(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The slot `contact.scores`: the newest answers, how many there are, and asking by a survey."""
    return scores_part(request, contact_by_public_id(public_id))


def scores_part(request: HttpRequest, contact: Contact) -> HttpResponse:
    given, number = scores_of(contact.pk, limit=NEWEST)
    open_ones = Survey.objects.filter(state=Survey.State.OPEN).order_by("-created_at")[:MOST_SURVEYS]
    context = {
        "contact": contact,
        "given": given,
        "earlier": number - len(given),
        "surveys": open_ones,
        "key": uuid4().hex,
    }
    return render(request, "feedback/_of_contact.html", context)
