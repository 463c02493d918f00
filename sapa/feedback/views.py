"""What one customer answered, as a part of pages of other rooms (decisions.md 3)."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from sapa.base.permissions import Capability, requires
from sapa.contacts.selectors import contact_by_public_id
from sapa.feedback import selectors

NEWEST = 5


@require_GET
@requires(Capability.CONTACTS_VIEW)
def of_contact(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The slot `contact.scores`: the newest answers and how many there are."""
    contact = contact_by_public_id(public_id)
    given, number = selectors.scores_of(contact.pk, limit=NEWEST)
    return render(request, "feedback/_of_contact.html", {"given": given, "earlier": number - len(given)})
