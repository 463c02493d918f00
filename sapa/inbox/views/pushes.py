"""A browser of a person asks to be told of notices, or not any more."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from sapa.base.clock import business_now
from sapa.base.permissions import Capability, requires
from sapa.inbox.services.pushes import subscribe, unsubscribe


@require_POST
@requires(Capability.INBOX_VIEW)
def on(request: HttpRequest) -> HttpResponse:
    given = {name: request.POST.get(name, "") for name in ("address", "p256dh", "auth")}
    subscribe(user_id=request.user.pk or 0, **given, now=business_now())
    return HttpResponse(status=204)


@require_POST
@requires(Capability.INBOX_VIEW)
def off(request: HttpRequest) -> HttpResponse:
    unsubscribe(user_id=request.user.pk or 0, address=request.POST.get("address", ""))
    return HttpResponse(status=204)
