"""The door of the API: whose key it is, how often it calls, and that a call made twice happens once."""

import re
from collections.abc import Callable
from datetime import datetime
from functools import partial, wraps
from hashlib import sha256
from typing import Any, cast

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Router, Schema
from ninja.operation import Operation
from ninja.security import HttpBearer

from sapa.accounts import selectors
from sapa.accounts.schemas import Caller, Calls, Scope
from sapa.accounts.services.answers import claim_answer, keep_answer
from sapa.accounts.services.keys import count_call, find_key
from sapa.base.ahead import put_first
from sapa.base.clock import business_now
from sapa.base.scope import workspace_scope
from sapa.web.errors import Refused
from sapa.web.problems import (
    BAD_IDEMPOTENCY_KEY,
    IDEMPOTENCY_KEY_REUSED,
    KEY_ENDED,
    KEY_MAKER_GONE,
    SCOPE_MISSING,
    TOO_MANY_CALLS,
    UNAUTHENTICATED,
    invalid,
    problem,
)

MOST_CALLS = 600
IDEMPOTENCY_KEY = "Idempotency-Key"
NAME = re.compile(r"[!-~]{1,200}")
BEARER = re.compile(r"Bearer +(\S+)", re.IGNORECASE)
Answer = Callable[..., HttpResponse]


class ApiRequest(HttpRequest):
    """A call that was let in: by whom, and the business time at which it is answered."""

    caller: Caller
    now: datetime


class KeyOf(HttpBearer):
    """What one operation needs of the key that the door has let in."""

    def __init__(self, scope: Scope | None) -> None:
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> Caller:
        caller = cast(ApiRequest, request).caller
        if self.scope and self.scope not in caller.scopes:
            raise Refused(SCOPE_MISSING, scope=self.scope)
        return caller

    def authenticate(self, request: HttpRequest, token: str) -> Caller:  # noqa: ARG002
        return cast(ApiRequest, request).caller


def needs(scope: Scope | None) -> dict[str, Any]:
    """For an operation: `@router.get(…, **needs(Scope.ORDERS_READ))`; None is any key."""
    return {"auth": KeyOf(scope), "openapi_extra": {"x-scope": str(scope)} if scope else {}}


def may(request: HttpRequest, scope: Scope) -> bool:
    """Whether the key that called has it, beside what the operation needs."""
    return scope in cast(ApiRequest, request).caller.scopes


def now_of(request: HttpRequest) -> datetime:
    return cast(ApiRequest, request).now


def door(run: Answer) -> Answer:
    """Around every operation: one transaction in the workspace of the key, undone unless it was answered well."""

    known, view = _parameters(run), cast(Operation, cast(Any, run).__self__).view_func

    @wraps(run)
    def guarded(request: ApiRequest, **places: Any) -> HttpResponse:
        try:
            caller = _let_in(request)
        except Refused as refused:
            return problem(refused, headers={"WWW-Authenticate": "Bearer"})
        calls = count_call(caller=caller)
        answer = _too_many(calls) or _unknown(set(request.GET) - known)
        if answer is None:
            request.caller = caller
            put_first(request, view)
            answer = _answered(request, caller, partial(run, request, **places))
        answer["RateLimit-Limit"] = str(MOST_CALLS)
        answer["RateLimit-Remaining"] = str(max(MOST_CALLS - calls.made, 0))
        answer["RateLimit-Reset"] = str(calls.seconds_left)
        return answer

    return cast(Answer, guarded)


def _parameters(run: Answer) -> set[str]:
    """Those that the operation of this bound method takes in its address."""
    models = cast(Operation, cast(Any, run).__self__).models
    queries = (model for model in models if model.__ninja_param_source__ == "query")
    return {str(name) for model in queries for name in model.__ninja_flatten_map__}


def _unknown(names: set[str]) -> HttpResponse | None:
    """A filter that is written wrongly would show everybody's rows."""
    found = [{"type": "extra_forbidden", "loc": ("query", name)} for name in sorted(names)]
    return invalid(found) if found else None


def _let_in(request: HttpRequest) -> Caller:
    sent = BEARER.fullmatch(request.headers.get("Authorization", ""))
    caller = find_key(plain=sent[1]) if sent else None
    if caller is None:
        raise Refused(UNAUTHENTICATED)
    if caller.revoked_at or (caller.expires_at and caller.expires_at <= business_now()):
        raise Refused(KEY_ENDED)
    if not caller.maker_may:
        raise Refused(KEY_MAKER_GONE)
    return caller


def _too_many(calls: Calls) -> HttpResponse | None:
    if calls.made <= MOST_CALLS:
        return None
    wait = {"Retry-After": str(max(calls.seconds_left, 1))}
    return problem(Refused(TOO_MANY_CALLS, most=MOST_CALLS), headers=wait)


def _answered(request: ApiRequest, caller: Caller, run: Callable[[], HttpResponse]) -> HttpResponse:
    with workspace_scope(caller.workspace_id, user_id=caller.author_id):
        request.now = business_now()
        named = request.method == "POST" and IDEMPOTENCY_KEY in request.headers
        answer = _once(request, caller, run) if named else run()
        if answer.status_code >= 400:
            transaction.set_rollback(True)
    return answer


def _once(request: ApiRequest, caller: Caller, run: Callable[[], HttpResponse]) -> HttpResponse:
    """What was refused is not kept: nothing happened, so the same call may be tried again."""
    name = request.headers[IDEMPOTENCY_KEY]
    if not NAME.fullmatch(name):
        return problem(Refused(BAD_IDEMPOTENCY_KEY))
    asked = _fingerprint(request)
    kept = claim_answer(key_id=caller.key_id, name=name, fingerprint=asked)
    if kept is None:
        answer = run()
        if answer.status_code < 400:
            body = answer.content.decode()
            keep_answer(key_id=caller.key_id, name=name, status=answer.status_code, body=body)
        return answer
    if kept.fingerprint != asked:
        return problem(Refused(IDEMPOTENCY_KEY_REUSED))
    headers = {"Idempotent-Replayed": "true"}
    return HttpResponse(kept.body, status=kept.status, content_type="application/json", headers=headers)


def _fingerprint(request: HttpRequest) -> str:
    asked = f"{request.method} {request.get_full_path()}\n".encode()
    return sha256(asked + request.body).hexdigest()


router = Router(tags=["workspace"])


class WorkspaceTold(Schema):
    """Whose key this is, and what it may do."""

    name: str
    timezone: str
    scopes: list[str]


@router.get("/workspace", response=WorkspaceTold, summary=_("The workspace of this key"), **needs(None))
def workspace(request: HttpRequest) -> dict[str, Any]:
    found = selectors.workspace()
    scopes = sorted(cast(ApiRequest, request).caller.scopes)
    return {"name": found.name, "timezone": found.timezone, "scopes": scopes}
