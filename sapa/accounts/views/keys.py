"""Keys with which programs of the shop use the API."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sapa.accounts.forms.keys import SCOPES, KeyForm
from sapa.accounts.selectors.keys import api_keys, makers
from sapa.accounts.services.keys import create_key, revoke_key
from sapa.base.clock import business_now
from sapa.base.permissions import Capability, requires
from sapa.web.problems import DOCS


@require_http_methods(["GET", "POST"])
@requires(Capability.API_MANAGE)
def keys(request: HttpRequest) -> HttpResponse:
    """The new key stands on the page that answers, and never again."""
    form = KeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        now, given = business_now(), form.cleaned_data
        _row, plain = create_key(
            name=given["name"], scopes=given["scopes"], expires_at=form.expires_at(now), now=now
        )
        return _page(request, KeyForm(), plain)
    return _page(request, form)


@require_POST
@requires(Capability.API_MANAGE)
def revoke(request: HttpRequest, public_id: UUID) -> HttpResponse:
    revoke_key(public_id=public_id, now=business_now())
    messages.success(request, _("Revoked. From now on it opens nothing."))
    return redirect("accounts:api_keys")


def _page(request: HttpRequest, form: KeyForm, plain: str = "") -> HttpResponse:
    words = dict(SCOPES)
    rows = [(row, [words.get(scope, scope) for scope in row.scopes]) for row in api_keys()]
    context: dict[str, Any] = {
        "form": form,
        "keys": rows,
        "makers": makers(),
        "plain": plain,
        "address": settings.SAPA.url + DOCS,
        "now": business_now(),
    }
    response = render(request, "accounts/api_keys.html", context, status=422 if form.errors else 200)
    if plain:
        response["Cache-Control"] = "no-store"
    return response
