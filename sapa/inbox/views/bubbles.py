"""What a person does with one message: reacts, sends again, reads it whole, asks for its file, keeps a card."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from sapa.base.clock import business_now
from sapa.base.permissions import Capability, requires
from sapa.inbox.selectors.bubbles import whole
from sapa.inbox.selectors.parts import MOST, card_of
from sapa.inbox.services.again import send_again
from sapa.inbox.services.cards import keep_card
from sapa.inbox.services.reactions import react
from sapa.messaging.models import Message
from sapa.messaging.selectors.stories import message_by_public_id
from sapa.messaging.services.media import want_again
from sapa.web.client_ids import client_id_of

PLACES = frozenset(str(place) for place in range(MOST))


@require_GET
@requires(Capability.INBOX_VIEW)
def text(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The whole of a long text."""
    said = message_by_public_id(public_id)
    return render(request, "inbox/_whole.html", {"text": whole(said)})


@require_POST
@requires(Capability.INBOX_REPLY)
def reaction(request: HttpRequest, public_id: UUID) -> HttpResponse:
    said = message_by_public_id(public_id)
    react(
        message=said,
        emoji=request.POST.get("emoji", "")[:16],
        author=request.user,  # type: ignore[arg-type]
        client_id=client_id_of(request),
        now=business_now(),
    )
    return _back(request, said)


@require_POST
@requires(Capability.INBOX_REPLY)
def again(request: HttpRequest, public_id: UUID) -> HttpResponse:
    said = message_by_public_id(public_id)
    send_again(message=said, author=request.user, now=business_now())  # type: ignore[arg-type]
    return _back(request, said)


@require_POST
@requires(Capability.INBOX_REPLY)
def fetch(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A file that did not come is fetched once more, where WhatsApp may still have it."""
    said = message_by_public_id(public_id)
    if not want_again(message_id=said.pk, now=business_now()):
        messages.warning(
            request, _("WhatsApp does not have this file any more: ask the customer to send it again.")
        )
    return _back(request, said)


@require_POST
@requires(Capability.CONTACTS_CHANGE)
def card(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A contact card becomes a customer, or leads to the one who has that number."""
    said = message_by_public_id(public_id)
    place = request.POST.get("kartu", "")
    told = card_of(said, int(place)) if place in PLACES else None
    if told is None:
        raise Http404
    kept = keep_card(name=told["name"], numbers=told["numbers"], now=business_now())
    messages.success(request, _("%(name)s stands among the customers.") % {"name": told["name"]})
    return redirect(reverse("contacts:contact", args=[kept]))


def _back(request: HttpRequest, said: Message) -> HttpResponse:
    """The page looks at the newest again by itself."""
    if "HX-Request" not in request.headers:
        return redirect("inbox:conversation", said.conversation.public_id)
    return HttpResponse(status=204, headers={"HX-Trigger": "sapa:refresh"})
