"""The shop's help page: articles that everybody may read, found by words, without a log-in and without a script."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET

from sapa.accounts.selectors import workspace
from sapa.assistant.selectors import articles as reading
from sapa.base.permissions import public
from sapa.base.scope import workspace_scope
from sapa.domain.knowledge.answering import answer
from sapa.messaging.selectors.channels import channels
from sapa.web.pacing import Pace

SEARCHES = Pace(120, 60)
FRESH_SECONDS = 60
LONGEST_SEARCH = 200
SHOWN = 12
PERHAPS = 5


@require_GET
@public
def help_page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """All articles by title; what is looked for with the answer first."""
    wanted = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    with workspace_scope(opened(public_id)):
        require_open()
        if wanted and not SEARCHES.lets(str(public_id)):
            return page(request, public_id, {"wanted": wanted, "slow": True}, status=429)
        if not wanted:
            return page(request, public_id, {"rows": reading.public_articles()})
        said = answer(wanted, reading.index_now())
        rows = reading.found(wanted, internal=False, limit=SHOWN if said.text else PERHAPS)
        first = next((row for row in rows if row.code in said.cites), None)
        return page(request, public_id, {"wanted": wanted, "said": said, "first": first, "rows": rows})


@require_GET
@public
def help_article(request: HttpRequest, public_id: UUID, code: str) -> HttpResponse:
    with workspace_scope(opened(public_id)):
        require_open()
        row = reading.standing().filter(code=code, internal=False).first()
        if row is None:
            told = {"gone": True, "rows": reading.public_articles()}
            return page(request, public_id, told, status=404)
        return page(request, public_id, {"article": row})


def chat_address(wanted: str) -> str:
    """WhatsApp of the shop with the question typed already; blank where no number may write."""
    number = channels().filter(kind="whatsapp", stopped="").exclude(display_phone="").first()
    digits = "".join(filter(str.isdigit, number.display_phone)) if number else ""
    question = f"?text={quote(wanted)}" if wanted else ""
    return f"https://wa.me/{digits}{question}" if digits else ""


def opened(public_id: UUID) -> int:
    number = reading.help_page_workspace(public_id)
    if number is None:
        raise Http404
    return number


def require_open() -> None:
    shelf = reading.shelf()
    if shelf is None or not shelf.is_open:
        raise Http404


def page(request: HttpRequest, public_id: UUID, context: dict[str, Any], status: int = 200) -> HttpResponse:
    chat = chat_address(str(context.get("wanted", "")))
    told = {"shop": workspace(), "public_id": public_id, "chat": chat, **context}
    response = render(request, "assistant/help.html", told, status=status)
    response.headers["Cache-Control"] = f"public, max-age={FRESH_SECONDS}" if status == 200 else "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response
