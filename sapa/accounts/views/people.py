"""A person's own pages: name and language, and which workspace to work in."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sapa.accounts import selectors, services
from sapa.accounts.forms import ProfileForm
from sapa.accounts.middleware import SESSION_KEY
from sapa.base.permissions import Capability, requires

ONE_YEAR = 60 * 60 * 24 * 365


@require_http_methods(["GET", "POST"])
@requires(Capability.HOME_VIEW)
def profile(request: HttpRequest) -> HttpResponse:
    user = request.user
    assert user.is_authenticated  # noqa: S101 (the middleware asked)
    form = ProfileForm(request.POST or None, initial={"name": user.name, "language": user.language})
    if not form.is_valid():
        return render(request, "accounts/profile.html", {"form": form}, status=422 if form.is_bound else 200)
    services.change_profile(user=user, **form.cleaned_data)
    return _saved(form.cleaned_data["language"], request)


def _saved(language: str, request: HttpRequest) -> HttpResponse:
    with translation.override(language):
        messages.success(request, _("Saved."))
    response = redirect("accounts:profile")
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=ONE_YEAR, samesite="Lax")
    return response


@require_GET
@requires(Capability.HOME_VIEW)
def workspaces(request: HttpRequest) -> HttpResponse:
    mine = selectors.memberships_of(user_id=_user_id(request))
    current = request.membership.workspace_id  # type: ignore[attr-defined]
    return render(request, "accounts/workspaces.html", {"mine": mine, "current": current})


@require_POST
@requires(Capability.HOME_VIEW)
def choose(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """From here on this browser works in another workspace of the same person."""
    for membership in selectors.memberships_of(user_id=_user_id(request)):
        if membership.workspace.public_id == public_id:
            request.session[SESSION_KEY] = membership.workspace_id
            return redirect("reports:home")
    raise Http404


def _user_id(request: HttpRequest) -> int:
    return int(request.user.pk or 0)
