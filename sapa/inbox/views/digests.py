"""The digest by mail: when it comes, and the signed link that ends it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from sapa.base.mail import sends_mail
from sapa.base.permissions import Capability, public, requires
from sapa.inbox.forms.digests import DigestForm
from sapa.inbox.selectors.digests import choice_of, newest_of
from sapa.inbox.services.digests import choose, stopped_by


def card(user_id: int) -> dict[str, object]:
    """What the page of notices shows; nothing to choose where the installation sends no mail."""
    if not sends_mail():
        return {"digest": None}
    mine = choice_of(user_id)
    form = DigestForm(initial={"irama": mine.rhythm, "jam": mine.hour})
    return {"digest": form, "digest_mail": newest_of(user_id)}


@require_POST
@requires(Capability.INBOX_VIEW)
def chosen(request: HttpRequest) -> HttpResponse:
    form = DigestForm(request.POST)
    if not form.is_valid():
        return render(request, "inbox/digest.html", {"form": form}, status=422)
    given = form.cleaned_data
    choose(user_id=request.user.pk or 0, rhythm=given["irama"], hour=given["jam"])
    messages.success(request, _("Saved."))
    return redirect("inbox:notices")


@require_http_methods(["GET", "POST"])
@csrf_exempt
@never_cache
@public
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Opening it ends nothing, since programs open links too; mail readers post (RFC 8058)."""
    if not stopped_by(token, for_good=request.method == "POST"):
        raise Http404
    response = render(request, "inbox/digest_stop.html", {"over": request.method == "POST"})
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
