"""Pages for customers, by a signed link and without a log-in: light, in plain HTML, without a script.

The link is the authority, so no cookie is asked for; a page takes its answers once.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from sapa.accounts.selectors import workspace
from sapa.base import passes
from sapa.base.clock import business_now
from sapa.base.permissions import public
from sapa.base.scope import workspace_scope
from sapa.domain.surveys import from_document
from sapa.feedback import services
from sapa.feedback.models import Invitation, Review
from sapa.feedback.selectors import reviews
from sapa.feedback.services.answering import named
from sapa.feedback.services.reviews import STARS, review_of, run_of, shortened
from sapa.feedback.views.reviews import BLOCK
from sapa.journeys.models import Enrolment
from sapa.web.errors import Refused
from sapa.web.pacing import Pace

KNOCKS = Pace(60, 60)
LARGEST_BODY = 25_000_000
FRESH_SECONDS = 300
WRONG = 422
HEADERS = {"X-Robots-Tag": "noindex, nofollow", "Referrer-Policy": "no-referrer"}
FRAME_POLICY = "default-src 'none'; style-src 'self'; frame-ancestors *; base-uri 'none'; form-action 'none'"


@require_GET
@public
def link(request: HttpRequest, public_id: UUID | None = None) -> HttpResponse:
    """The link that a recipe is given: each customer's own stands in their message."""
    return _page(request, "feedback/public_said.html", {"said": "personal"}, status=404)


@require_http_methods(["GET", "POST"])
@csrf_exempt
@public
def survey(request: HttpRequest, public_id: UUID, token: str) -> HttpResponse:
    purpose, workspace_id, number = _named(token)
    if refused := _too_much(request, token):
        return refused
    with workspace_scope(workspace_id):
        now = business_now()
        row = services.opened(public_id=public_id, purpose=purpose, number=number, now=now)
        if row is None:
            raise Http404
        if not services.is_open(row, now):
            return _over(request, row)
        return _answered(request, row, now) if request.method == "POST" else _questions(request, row)


@require_http_methods(["GET", "POST"])
@csrf_exempt
@public
def review(request: HttpRequest, token: str) -> HttpResponse:
    purpose, workspace_id, number = _named(token)
    if refused := _too_much(request, token):
        return refused
    with workspace_scope(workspace_id):
        run = run_of(number) if purpose == passes.RUN else None
        if run is None:
            raise Http404
        given = review_of(number)
        if request.method != "POST":
            return _review_page(request, run, given)
        return _reviewed(request, run, given, business_now())


@require_GET
@xframe_options_exempt
@public
def block(request: HttpRequest, token: str) -> HttpResponse:
    """What everybody may read, to stand in a frame on the shop's own site."""
    numbers = passes.read(BLOCK, token)
    if numbers is None or len(numbers) != 1:
        raise Http404
    with workspace_scope(numbers[0]):
        context = {"published": reviews.block(), "shop": workspace().name}
        response = render(request, "feedback/public_block.html", context)
    response.headers["Cache-Control"] = f"public, max-age={FRESH_SECONDS}"
    response.headers["Content-Security-Policy"] = FRAME_POLICY
    return response


def _named(token: str) -> tuple[str, int, int]:
    if found := named(token):
        return found
    raise Http404


def _too_much(request: HttpRequest, token: str) -> HttpResponse | None:
    if not KNOCKS.lets(token):
        return _page(request, "feedback/public_said.html", {"said": "slow"}, status=429)
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isdigit() and int(length) > LARGEST_BODY:
        return _page(request, "feedback/public_said.html", {"said": "large"}, status=413)
    return None


def _over(request: HttpRequest, row: Invitation) -> HttpResponse:
    said = "thanks" if row.answered_at else "closed"
    return _page(request, "feedback/public_said.html", {"said": said, "survey": row.survey})


def _questions(
    request: HttpRequest, row: Invitation, wrong: Mapping[str, str] | None = None, status: int = 200
) -> HttpResponse:
    questions = from_document(row.survey.questions)
    shown = [
        {
            "one": one,
            "choices": list(enumerate(one.options)) if one.kind == "choice" else [(p, p) for p in one.points],
            "said": request.POST.get(one.id, ""),
            "wrong": (wrong or {}).get(one.id, ""),
        }
        for one in questions
    ]
    context = {
        "survey": row.survey,
        "questions": shown,
        "wrong": wrong,
        "photos": any(one.kind == "photo" for one in questions),
        "until": row.closes_at,
        "zone": workspace().timezone,
    }
    return _page(request, "feedback/public_survey.html", context, status=status)


def _answered(request: HttpRequest, row: Invitation, now: datetime) -> HttpResponse:
    said = {name: text for name, text in request.POST.items() if isinstance(text, str)}
    files = {name: file for name, file in request.FILES.items() if not isinstance(file, list)}
    try:
        wrong = services.answer(invitation_id=row.pk, said=said, files=files, now=now)
    except Refused:
        row.refresh_from_db()
        return _over(request, row)
    if wrong:
        return _questions(request, row, wrong, status=WRONG)
    return _once_more(request)


def _review_page(
    request: HttpRequest, run: Enrolment, given: Review | None, missing: bool = False, status: int = 200
) -> HttpResponse:
    context = {
        "given": given,
        "stars": list(STARS),
        "name": shortened(run.contact.name),
        "missing": missing,
        "text": request.POST.get("kata", ""),
        "chosen": request.POST.get("bintang", ""),
    }
    return _page(request, "feedback/public_review.html", context, status=status)


def _reviewed(request: HttpRequest, run: Enrolment, given: Review | None, now: datetime) -> HttpResponse:
    if given and "tarik" in request.POST:
        services.withdraw(review_id=given.pk, now=now)
        return _once_more(request)
    stars = request.POST.get("bintang", "")
    if stars not in map(str, STARS):
        return _review_page(request, run, given, missing=True, status=WRONG)
    services.give_review(
        run=run,
        stars=int(stars),
        text=request.POST.get("kata", ""),
        allowed=request.POST.get("izin") in ("nama", "anonim"),
        named=request.POST.get("izin") == "nama",
        now=now,
    )
    return _once_more(request)


def _page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """Drawn inside the workspace where there is one."""
    told = {"shop": workspace().name if "survey" in context or "given" in context else "", **context}
    response = render(request, template, told, status=status)
    return _apart(response)


def _once_more(request: HttpRequest) -> HttpResponse:
    """What was sent is told by the page itself, so that going back or looking again sends nothing twice."""
    return _apart(HttpResponseRedirect(request.path, status=303))


def _apart(response: HttpResponse) -> HttpResponse:
    """A form that lacks something may be kept by the browser: its way back leads there without sending again."""
    if response.status_code == WRONG:
        response.headers["Cache-Control"] = "private"
    else:
        add_never_cache_headers(response)
    for name, value in HEADERS.items():
        response.headers[name] = value
    return response
