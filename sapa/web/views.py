"""The component page and the two switches of the shell."""

from django.contrib import messages
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from sapa.base.permissions import public
from sapa.web.errors import CHANGED_MEANWHILE, Refused
from sapa.web.forms import ExampleForm
from sapa.web.gallery import examples
from sapa.web.shell import THEME_COOKIE, THEMES

ONE_YEAR = 60 * 60 * 24 * 365


@require_GET
@public
def components(request: HttpRequest) -> HttpResponse:
    context = examples() | {"form": ExampleForm(), "faulty": faulty_form()}
    return render(request, "web/components.html", context)


def faulty_form() -> ExampleForm:
    form = ExampleForm({"name": "", "phone": "0813", "zone": "Asia/Jakarta"}, auto_id="faulty_%s")
    form.add_error(None, _("Two fields need another look."))
    return form


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Handler 400 of the house; what is over a limit says so with 413."""
    status = 413 if isinstance(exception, RequestDataTooBig) else 400
    return render(request, f"{status}.html", status=status)


@require_POST
@public
def form(request: HttpRequest) -> HttpResponse:
    filled = ExampleForm(request.POST, request.FILES)
    return render(request, "web/_example_form.html", {"form": filled, "saved": filled.is_valid()})


@require_POST
@public
def toast(request: HttpRequest) -> HttpResponse:
    messages.success(request, _("Saved."))
    return HttpResponse(status=200)


@require_POST
@public
def refused(_request: HttpRequest) -> HttpResponse:
    raise Refused(CHANGED_MEANWHILE)


@require_POST
@public
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Works without scripts; with them the page sets the same cookie itself."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    theme = request.POST.get("theme", "auto")
    response.set_cookie(THEME_COOKIE, theme if theme in THEMES else "auto", max_age=ONE_YEAR, samesite="Lax")
    return response
