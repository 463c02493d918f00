"""«Coba»: asking the assistant as a customer or as nobody, with what every answer was made of; nothing leaves."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sapa.assistant.flows.sitting import shop_now
from sapa.assistant.models import BenchCase
from sapa.assistant.selectors.articles import standing
from sapa.assistant.selectors.words import INTENTS, OUTCOMES
from sapa.assistant.services.bench import LONGEST, MOST_TURNS, Played, play
from sapa.assistant.services.cases import Wish, edition_now, is_changed, keep_case, remove_case, run_cases
from sapa.assistant.views.places import tabs
from sapa.assistant.views.tracing import articles_by_code, lines_of
from sapa.base.clock import business_now
from sapa.base.permissions import Capability, requires
from sapa.contacts.models import Contact
from sapa.contacts.selectors.searching import search
from sapa.web.errors import Refused

WRONG = 422
FOUND = 8
YES_NO = {"ya": True, "tidak": False}


@require_http_methods(["GET", "POST"])
@requires(Capability.ASSISTANT_MANAGE)
def bench(request: HttpRequest) -> HttpResponse:
    """The talk stays in the form: every message is played anew from the first."""
    if request.method == "GET":
        return _page(request, _contact(request.GET.get("pelanggan", "")), [])
    contact = _contact(request.POST.get("pelanggan", ""))
    said = [one for one in request.POST.getlist("kata") if one.strip()]
    try:
        turns = play(said=[*said, request.POST.get("tanya", "")], contact_id=_id(contact), now=business_now())
    except Refused as refused:
        return _page(request, contact, said, refused=refused)
    return _page(request, contact, [one.said for one in turns], turns)


@require_POST
@requires(Capability.ASSISTANT_MANAGE)
def keep(request: HttpRequest) -> HttpResponse:
    """The talk with what should come of it, as a case that can be run again."""
    contact, said = _contact(request.POST.get("pelanggan", "")), request.POST.getlist("kata")
    wish = Wish(
        right=request.POST.get("nilai") != "salah",
        intent=request.POST.get("maksud", ""),
        article=request.POST.get("artikel", ""),
        to_person=YES_NO.get(request.POST.get("petugas", "")),
    )
    try:
        keep_case(said=said, contact_id=_id(contact), wish=wish, now=business_now())
    except Refused as refused:
        return _unkept(request, contact, said, refused)
    messages.success(request, _("Kept. It is run again with all the others."))
    return redirect("assistant:cases")


def _unkept(
    request: HttpRequest, contact: Contact | None, said: Sequence[str], refused: Refused
) -> HttpResponse:
    """The talk stands as before, with what is missing said where it is chosen."""
    try:
        turns = play(said=said, contact_id=_id(contact), now=business_now())
    except Refused:
        return _page(request, contact, [], refused=refused)
    return _page(request, contact, said, turns, unkept=refused)


@require_GET
@requires(Capability.ASSISTANT_MANAGE)
def cases(request: HttpRequest) -> HttpResponse:
    rows, edition = list(BenchCase.objects.order_by("passed", "-pk")), edition_now()
    people = Contact.objects.in_bulk([row.contact_id for row in rows if row.contact_id])
    codes = {row.article for row in rows} | {one for row in rows for one in row.result.get("cites", ())}
    titles = {code: title for code, (title, _url) in articles_by_code(codes - {""}).items()}
    context = {
        "tabs": tabs(request, "assistant:cases"),
        "rows": [_told(row, people, titles) for row in rows],
        "passed": sum(bool(row.passed) for row in rows),
        "stale": any(row.ran_with != edition for row in rows),
        "ran_at": max((row.ran_at for row in rows if row.ran_at), default=None),
    }
    return render(request, "assistant/cases.html", context)


@require_POST
@requires(Capability.ASSISTANT_MANAGE)
def run(request: HttpRequest) -> HttpResponse:
    ran = run_cases(now=business_now())
    told = {"passed": ran.passed, "cases": ran.cases, "changed": ran.changed}
    messages.success(request, _("%(passed)s of %(cases)s right; %(changed)s came out otherwise.") % told)
    if ran.left:
        messages.warning(request, _("%(left)s are left: run them too.") % {"left": ran.left})
    return redirect("assistant:cases")


@require_http_methods(["GET"])
@requires(Capability.ASSISTANT_MANAGE)
def case(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A kept talk as it is answered now."""
    row = get_object_or_404(BenchCase, public_id=public_id)
    contact = Contact.objects.filter(pk=row.contact_id).first() if row.contact_id else None
    try:
        turns = play(said=row.said, contact_id=row.contact_id, now=business_now())
    except Refused as refused:
        return _page(request, contact, [], refused=refused)
    return _page(request, contact, row.said, turns)


@require_POST
@requires(Capability.ASSISTANT_MANAGE)
def remove(request: HttpRequest, public_id: UUID) -> HttpResponse:
    remove_case(case=get_object_or_404(BenchCase, public_id=public_id), now=business_now())
    messages.success(request, _("The case is gone."))
    return redirect("assistant:cases")


def _page(
    request: HttpRequest,
    contact: Contact | None,
    said: Sequence[str],
    turns: Sequence[Played] = (),
    refused: Refused | None = None,
    unkept: Refused | None = None,
) -> HttpResponse:
    wanted = request.GET.get("cari", "").strip()[:100]
    links = articles_by_code({code for one in turns for code in one.cites})
    context = {
        "tabs": tabs(request, "assistant:bench"),
        "contact": contact,
        "wanted": wanted,
        "found": search(wanted, FOUND) if wanted else [],
        "said": said,
        "turns": [_turn(one, links) for one in turns],
        "refused": refused,
        "unkept": unkept,
        "has_model": shop_now().plug.reads,
        "full": len(said) >= MOST_TURNS,
        "most": MOST_TURNS,
        "longest": LONGEST,
        "intents": INTENTS.items(),
        "articles": standing().filter(internal=False).order_by("title").values_list("code", "title"),
        "typed": request.POST.get("tanya", "") if refused else "",
    }
    return render(request, "assistant/bench.html", context, status=WRONG if refused or unkept else 200)


def _turn(played: Played, links: Any) -> dict[str, Any]:
    lines = lines_of(
        outcome=played.outcome,
        reason=played.reason,
        confidence=played.confidence,
        trace=played.trace or {},
        articles=links,
    )
    return {"played": played, "lines": lines}


def _told(row: BenchCase, people: dict[int, Contact], titles: dict[str, str]) -> dict[str, Any]:
    result = row.result
    return {
        "row": row,
        "said": row.said[-1] if row.said else "",
        "more": len(row.said) - 1,
        "contact": people.get(row.contact_id or 0),
        "wanted": _in_words(row.intent, row.article, row.to_person, titles),
        "came": _came(result, titles),
        "failed": result.get("failed", ""),
        "changed": is_changed(row),
        "before": _came(row.before, titles) if is_changed(row) else "",
    }


def _came(result: dict[str, Any], titles: dict[str, str]) -> str:
    if "failed" in result or not result:
        return ""
    cites = ", ".join(f"«{titles.get(code, code)}»" for code in result["cites"])
    outcome = str(OUTCOMES.get(result["outcome"], _("Handed to people")))
    parts = (str(INTENTS.get(result["intent"], result["intent"])), outcome, cites)
    return " · ".join(part for part in parts if part)


def _in_words(intent: str, article: str, to_person: bool | None, titles: dict[str, str]) -> str:
    person = {True: _("to people"), False: _("without people"), None: ""}[to_person]
    named = f"«{titles.get(article, article)}»" if article else ""
    return " · ".join(part for part in (str(INTENTS.get(intent, intent)), person, named) if part)


def _contact(told: str) -> Contact | None:
    try:
        return Contact.objects.filter(public_id=UUID(told)).first() if told else None
    except ValueError:
        return None


def _id(contact: Contact | None) -> int | None:
    return contact.pk if contact else None
