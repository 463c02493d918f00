"""What every page shares: the language, the browser's policy, refusals as 409, messages as toasts."""

import json
from collections.abc import Callable

from django.conf import settings
from django.contrib.messages import get_messages
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme

from sapa.web.errors import Refused
from sapa.web.problems import API, MEDIA, problem_of_status

GetResponse = Callable[[HttpRequest], HttpResponseBase]

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "media-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)


class LanguageOfChoice:
    """Indonesian unless the cookie of the language switch says otherwise; the browser's wish is not asked."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with translation.override(chosen_language(request)):
            request.LANGUAGE_CODE = translation.get_language() or settings.LANGUAGE_CODE
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
            return response


def chosen_language(request: HttpRequest) -> str:
    """A program says in each call which language it reads; a person's browser says it by the switch."""
    if request.path.startswith(API):
        return translation.get_language_from_request(request)
    wanted = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return wanted if wanted in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


class ProblemsForApi:
    """What Django itself answers to a call of the API, such as 404 and 405, is problem+json too."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not request.path.startswith(API):
            return response
        patch_vary_headers(response, ["Accept-Language", "Authorization"])
        if response.status_code < 400 or response.headers.get("Content-Type") == MEDIA:
            return response
        told = problem_of_status(response.status_code)
        if allowed := response.headers.get("Allow"):
            told["Allow"] = ", ".join(sorted(allowed.split(", ")))
        return told


class ContentSecurityPolicy:
    """Everything from ourselves, nothing inline; a view with a stricter need sets the header itself."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        return response


class RefusedAsConflict:
    """409 with the sentence: JSON for who asks for it, a toast for htmx, a page for the rest. Too large: 413."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refused):
            return refused_response(request, exception)
        if isinstance(exception, RequestDataTooBig):
            return render(request, "413.html", status=413)
        return None


def refused_response(request: HttpRequest, refused: Refused) -> HttpResponse:
    if wants_json(request):
        return JsonResponse(refused.as_json(), status=409)
    if "HX-Request" in request.headers:
        toast = {"text": f"{refused.sentence} {refused.remedy}", "level": "error"}
        return HttpResponse(status=409, headers={"HX-Trigger": toasts_header([toast])})
    return render(request, "409.html", {"refused": refused, "back": page_before(request)}, status=409)


def page_before(request: HttpRequest) -> str:
    before = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(before, {request.get_host()}, require_https=request.is_secure())
    return before if ours else "/"


def wants_json(request: HttpRequest) -> bool:
    return request.path.startswith("/api/") or request.headers.get("Accept", "").startswith(
        "application/json"
    )


class MessagesAsToasts:
    """Hands waiting messages to htmx, which would otherwise show them only on the next full page."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if "HX-Request" in request.headers and shows_here(response):
            waiting = [{"text": str(m), "level": m.level_tag} for m in get_messages(request)]
            if waiting:
                response.headers["HX-Trigger"] = toasts_header(waiting)
        return response


def shows_here(response: HttpResponseBase) -> bool:
    moves_on = {"HX-Redirect", "HX-Refresh", "HX-Location", "HX-Trigger"}
    return response.status_code < 300 and not any(name in response.headers for name in moves_on)


def toasts_header(toasts: list[dict[str, str]]) -> str:
    return json.dumps({"sapa:toasts": {"toasts": toasts}})
