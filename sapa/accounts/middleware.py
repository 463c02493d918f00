"""Every request runs in one transaction that sees one workspace; whoever lacks the capability gets 403."""

from collections.abc import Callable
from typing import Any, Literal

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import Resolver404, resolve

from sapa.accounts.selectors import membership_of
from sapa.base.ahead import put_first
from sapa.base.masking import masking
from sapa.base.permissions import Capability, allowed
from sapa.base.scope import workspace_scope
from sapa.web.problems import API

GetResponse = Callable[[HttpRequest], HttpResponseBase]
SESSION_KEY = "workspace"


class WorkspaceMiddleware:
    """A view says with `@requires` what it needs, or with `@public` that it needs nothing.

    A view with neither is refused, so that a forgotten mark cannot open a door.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.membership = self._membership(request)  # type: ignore[attr-defined]
        membership = request.membership  # type: ignore[attr-defined]
        if membership is None:
            return self.get_response(request)
        _ask_first(request, membership.role)
        with masking(not allowed(membership.role, Capability.PHONES_VIEW)):
            response = self._answered(request, membership.workspace_id)
        if response.streaming and not connection.in_atomic_block:
            connection.close()  # a stream may stay open for minutes and needs none
        return response

    def _answered(self, request: HttpRequest, workspace_id: int) -> HttpResponseBase:
        with workspace_scope(workspace_id, user_id=request.user.pk):
            response = self.get_response(request)
            render = getattr(response, "render", None)
            unfinished = callable(render) and not getattr(response, "is_rendered", True)
            return render() if callable(render) and unfinished else response

    def _membership(self, request: HttpRequest) -> Any:
        if request.path.startswith(API):
            return None  # a program comes with a key of its own, never with a person's cookie
        if not request.user.is_authenticated:
            return None
        return membership_of(user_id=request.user.pk, workspace_id=request.session.get(SESSION_KEY))

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        if _is_outside(view):
            return None
        capability: Capability | Literal["forgotten"] | None = getattr(view, "capability", "forgotten")
        if capability is None:
            return None
        membership = request.membership  # type: ignore[attr-defined]
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if membership is None:
            return render(request, "accounts/no_access.html", status=403)
        if capability == "forgotten" or not allowed(membership.role, capability):
            raise PermissionDenied
        return None


def _ask_first(request: HttpRequest, role: str) -> None:
    """Only for whom the view will be opened to."""
    if request.method != "POST":
        return
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        return
    capability = getattr(view, "capability", None)
    if capability and allowed(role, capability):
        put_first(request, view)


def _is_outside(view: Callable[..., Any]) -> bool:
    """Views of the log-in library, of Django itself and of the API mind their own door."""
    module = getattr(getattr(view, "view_class", view), "__module__", "")
    return module.startswith(("allauth.", "django.", "ninja."))
