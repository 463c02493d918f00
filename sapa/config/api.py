"""`/api/v1`: the rooms' routers behind one door, and the OpenAPI document that says what they take and give."""

import json
import re
from collections.abc import Iterator
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, URLResolver, path
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.operation import Operation

from sapa.accounts.api import door
from sapa.accounts.api import router as accounts
from sapa.base.permissions import public
from sapa.commerce.api import router as commerce
from sapa.contacts.api import router as contacts
from sapa.events.api import router as events
from sapa.inbox.api import router as inbox
from sapa.journeys.api import router as journeys
from sapa.messaging.api import router as messaging
from sapa.web.errors import REFUSALS, Refused
from sapa.web.problems import MEDIA, NOT_FOUND, STATUSES, Problem, invalid, problem, problem_of_status

PREFIX = "/api/v1/"
VERSION = "1"
ROUTERS = (accounts, contacts, commerce, messaging, inbox, journeys, events)
IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "The same call with the same key happens once; its answer is kept for 24 hours.",
    "schema": {"type": "string", "pattern": "^[!-~]{1,200}$"},
}
ABOUT = (
    "Everything that Sapa knows and does, for programs. Times are ISO 8601 with offset, money is whole units of the"
    " smallest coin, lists are pages with a cursor, refusals are problem+json. docs/api.md tells the rest."
)
TITLES = {
    "workspace": gettext_noop("Workspace"),
    "contacts": gettext_noop("Customers"),
    "orders": gettext_noop("Orders and what belongs to them"),
    "returns": gettext_noop("Returns"),
    "products": gettext_noop("Products"),
    "imports": gettext_noop("Imports"),
    "tickets": gettext_noop("Tickets"),
    "conversations": gettext_noop("Conversations"),
    "follow-ups": gettext_noop("Follow-ups"),
    "events": gettext_noop("Events"),
    "webhooks": gettext_noop("Outgoing webhooks"),
}
"""Of the groups of operations, as people read them; `summary` and these are translated where they are drawn."""


class Api(NinjaAPI):
    """One operation is named after its function: `list_contacts`, not its module."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__


def _made() -> Api:
    made = Api(
        title="Sapa",
        version=VERSION,
        description=ABOUT,
        openapi_url=None,
        docs_url=None,
        urls_namespace="api",
    )
    made.add_decorator(door, mode="view")
    for router in ROUTERS:
        made.add_router("", router)
    made.add_exception_handler(Refused, lambda _request, refused: problem(cast(Refused, refused)))
    made.add_exception_handler(Http404, lambda _request, _error: problem(Refused(NOT_FOUND)))
    made.add_exception_handler(ValidationError, lambda _request, error: invalid(cast(Any, error).errors))
    made.add_exception_handler(
        HttpError, lambda _request, error: problem_of_status(cast(Any, error).status_code)
    )
    return made


api = _made()


def document() -> dict[str, Any]:
    """OpenAPI 3.1, with what every operation may answer beside its own; the same on every machine."""
    with translation.override("en"):
        told: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix=PREFIX), default=str))
    told["components"]["schemas"] |= _problem_schemas()
    for address, methods in told["paths"].items():
        for method, operation in methods.items():
            _complete(operation, method, _names_objects(operation, address, told))
    return told


def _problem_schemas() -> dict[str, Any]:
    plain = Problem.model_json_schema(ref_template="#/components/schemas/{model}", mode="serialization")
    return {**plain.pop("$defs"), "Problem": plain}


def _names_objects(operation: dict[str, Any], address: str, told: dict[str, Any]) -> bool:
    """In its address, in a parameter or in its body: then one that is not there is 404."""
    body = json.dumps(operation.get("requestBody", {}))
    given = [told["components"]["schemas"][name] for name in re.findall(r"schemas/(\w+)", body)]
    return "{" in address or '"uuid"' in json.dumps([operation["parameters"], given])


def _complete(operation: dict[str, Any], method: str, names_objects: bool) -> None:
    """Which refusals there are follows from what is sent: ids, a body, anything at all."""
    statuses = {401, 403, 422, 429} | ({404} if names_objects else set())
    statuses |= {400, 413} if "requestBody" in operation else set()
    statuses |= {409} if method != "get" or operation["parameters"] else set()
    for status in sorted(statuses):
        content = {MEDIA: {"schema": {"$ref": "#/components/schemas/Problem"}}}
        operation["responses"][str(status)] = {"description": WHY[status], "content": content}
    if method == "post":
        operation["parameters"].append(IDEMPOTENCY_KEY)


WHY = {
    400: "The body is no JSON",
    401: "No valid key",
    403: "The key may not do this",
    404: "There is no such object",
    409: "Understood, and refused: `code` says why",
    413: "The body is too large",
    422: "Something does not fit: `errors` names each field",
    429: "Too many calls: wait as long as Retry-After says",
}


@require_GET
@public
def openapi(request: HttpRequest) -> HttpResponse:
    return HttpResponse(written(), content_type="application/json")


def written() -> str:
    """As docs/openapi.json holds it."""
    return json.dumps(document(), indent=1, ensure_ascii=False, sort_keys=True) + "\n"


@require_GET
@public
def reference(request: HttpRequest) -> HttpResponse:
    """The document as a page to read, with nothing from elsewhere."""
    told = document()
    context = {"groups": list(_groups(told)), "problems": list(_problems()), "version": VERSION}
    return render(request, "web/reference.html", context)


def _groups(told: dict[str, Any]) -> Iterator[dict[str, Any]]:
    by_tag: dict[str, list[dict[str, Any]]] = {}
    for address, methods in told["paths"].items():
        for method, operation in methods.items():
            line = {"method": method.upper(), "address": address, "scope": operation.get("x-scope", "")}
            by_tag.setdefault(operation["tags"][0], []).append({**line, "summary": _(operation["summary"])})
    for tag, operations in by_tag.items():
        yield {"tag": _(TITLES[tag]), "operations": operations}


def _problems() -> Iterator[dict[str, Any]]:
    for code, one in sorted(REFUSALS.items()):
        sentence = re.sub(r"%\((\w+)\)s", r"…", str(one.sentence)).replace("%%", "%")
        yield {"code": code, "status": STATUSES.get(code, 409), "sentence": sentence}


def _routes() -> list[URLPattern | URLResolver]:
    routes = [route for route in api.urls[0] if getattr(route, "name", "") != "api-root"]
    return [path("", reference, name="reference"), path("openapi.json", openapi, name="openapi"), *routes]


urlpatterns = _routes()
app_name = "api"
