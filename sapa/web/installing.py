"""Sapa on a home screen: the manifest, the service worker at the root, and the page without a network."""

from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from sapa.base.permissions import public

SCRIPT = "web/js/worker.js"


@require_GET
@public
def manifest(_request: HttpRequest) -> HttpResponse:
    told = {
        "id": "/",
        "name": "Sapa",
        "short_name": "Sapa",
        "description": _("Customers are answered and followed up."),
        "lang": get_language(),
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#fbfaf8",
        "theme_color": "#3f3d9e",
        "icons": [{"src": static("web/sapa.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }
    return JsonResponse(told, content_type="application/manifest+json")


@require_GET
@public
def worker(_request: HttpRequest) -> HttpResponse:
    """At the root, because a service worker minds only what lies below it."""
    script = Path(str(finders.find(SCRIPT))).read_bytes()
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response


@require_GET
@public
def offline(request: HttpRequest) -> HttpResponse:
    """The same for everybody: it is kept in the browser."""
    return render(request, "web/offline.html", {"request": None})
