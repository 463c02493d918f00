"""What the API answers when it does not do what was asked: problem+json (RFC 9457) in the caller's language."""

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Schema

from sapa.web.errors import Refused, refusal

API = "/api/"
DOCS = "/api/v1/"
MEDIA = "application/problem+json"
UNAUTHENTICATED = refusal(
    "unauthenticated",
    _("No valid API key came with this call."),
    _("Send the header Authorization: Bearer with a key from the page of API keys."),
)
KEY_ENDED = refusal(
    "key_ended", _("This API key has expired or was revoked."), _("Make a new one on the page of API keys.")
)
KEY_MAKER_GONE = refusal(
    "key_maker_gone",
    _("Whoever made this API key may make none here any more, so it opens nothing."),
    _("Let somebody who may make keys make a new one."),
)
SCOPE_MISSING = refusal(
    "scope_missing",
    _("This API key may not do this: it lacks %(scope)s."),
    _("Make a key with this permission."),
)
NOT_FOUND = refusal("not_found", _("There is nothing here."), _("Look at the address and the id in it."))
METHOD_NOT_ALLOWED = refusal(
    "method_not_allowed",
    _("This address does not take this method."),
    _("The header Allow names those that it takes."),
)
UNREADABLE_BODY = refusal(
    "unreadable_body", _("The body is no JSON."), _("Send JSON in UTF-8 with Content-Type: application/json.")
)
INVALID = refusal(
    "invalid", _("Something in this call does not fit."), _("`errors` names each field and what is wrong.")
)
BODY_TOO_LARGE = refusal(
    "body_too_large", _("The body is too large; 5 MB is the most."), _("Send less in one call.")
)
TOO_MANY_CALLS = refusal(
    "too_many_calls",
    _("More than %(most)s calls came with this key in this minute."),
    _("Wait as many seconds as the header Retry-After says."),
)
BAD_IDEMPOTENCY_KEY = refusal(
    "bad_idempotency_key",
    _("This Idempotency-Key cannot be used."),
    _("Send 1 to 200 plain characters without blanks, such as a UUID."),
)
IDEMPOTENCY_KEY_REUSED = refusal(
    "idempotency_key_reused",
    _("This Idempotency-Key came with another call before."),
    _("Use a new one for each thing that you want done."),
)
SERVER_ERROR = refusal(
    "server_error",
    _("Something went wrong on our side."),
    _("Try again later with the same Idempotency-Key; the operators see it in the log."),
)
STATUSES = {
    UNREADABLE_BODY: 400,
    UNAUTHENTICATED: 401,
    KEY_ENDED: 401,
    KEY_MAKER_GONE: 401,
    SCOPE_MISSING: 403,
    NOT_FOUND: 404,
    METHOD_NOT_ALLOWED: 405,
    BODY_TOO_LARGE: 413,
    INVALID: 422,
    BAD_IDEMPOTENCY_KEY: 422,
    IDEMPOTENCY_KEY_REUSED: 422,
    TOO_MANY_CALLS: 429,
    SERVER_ERROR: 500,
}
"""Every other code is a refusal of a service: 409."""
CODES = {status: code for code, status in reversed(STATUSES.items())}
WORDS = {
    "missing": _("This field is needed."),
    "extra_forbidden": _("There is no such field."),
    "string_too_long": _("At most %(max_length)s characters fit here."),
    "string_too_short": _("At least %(min_length)s characters are needed."),
    "string_pattern_mismatch": _("This text has not the form that is expected: %(pattern)s."),
    "literal_error": _("One of these is expected: %(expected)s."),
    "enum": _("One of these is expected: %(expected)s."),
    "greater_than_equal": _("This must be %(ge)s or more."),
    "less_than_equal": _("This must be %(le)s or less."),
    "too_long": _("At most %(max_length)s of these are taken."),
    "too_short": _("At least %(min_length)s of these is needed."),
    "timezone_aware": _("A time needs its offset, as in 2026-11-21T14:05:00+07:00."),
}
KINDS = {
    "datetime": _("A time in ISO 8601 is expected, such as 2026-11-21T14:05:00+07:00."),
    "int": _("A whole number is expected."),
    "bool": _("true or false is expected."),
    "uuid": _("An id of ours is expected."),
    "string": _("A text is expected."),
    "list": _("A list is expected."),
    "dict": _("An object is expected."),
    "model": _("An object is expected."),
}


class FieldProblem(Schema):
    """`field`: where it stands, such as `body.phone`."""

    field: str
    code: str
    message: str


class Problem(Schema):
    """`code` is what programs look at, `detail` and `remedy` what people read."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    remedy: str
    errors: list[FieldProblem]


def problem(
    refused: Refused,
    *,
    errors: Sequence[FieldProblem] = (),
    status: int = 0,
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """`status`: that of the code unless given."""
    status = status or STATUSES.get(refused.code, 409)
    told = Problem(
        type=f"{DOCS}#{refused.code}",
        title=HTTPStatus(status).phrase,
        status=status,
        code=refused.code,
        detail=refused.sentence,
        remedy=refused.remedy,
        errors=list(errors),
    )
    return HttpResponse(
        json.dumps(told.model_dump(), ensure_ascii=False), status=status, content_type=MEDIA, headers=headers
    )


def problem_of_status(status: int) -> HttpResponse:
    """For an answer that Django itself gave."""
    known = status if status in CODES else 500 if status >= 500 else 404
    return problem(Refused(CODES[known]), status=status)


def invalid(found: Sequence[Mapping[str, Any]]) -> HttpResponse:
    """`found`: what pydantic says of each field."""
    return problem(Refused(INVALID), errors=[_field(one) for one in found])


def _field(found: Mapping[str, Any]) -> FieldProblem:
    code = str(found["type"])
    words = WORDS.get(code) or KINDS.get(code.partition("_")[0]) or _("This does not fit.")
    source, *inside = (str(part) for part in found["loc"])
    place = ".".join([source, *(inside[1:] if source == "body" and len(inside) > 1 else inside)])
    return FieldProblem(field=place, code=code, message=str(words) % found.get("ctx", {}))
