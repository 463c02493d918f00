"""What is done with one conversation or many at once: the sheet, the deed, and taking it back."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from sapa.accounts.models import User
from sapa.base.clock import business_now
from sapa.base.permissions import Capability, allowed, requires
from sapa.domain.send_later import moment_of
from sapa.inbox.models import Label, Team
from sapa.inbox.selectors.desk import sheet_of
from sapa.inbox.selectors.macros import actions_of, macro_by_public_id
from sapa.inbox.services import desk
from sapa.inbox.services.labels import save_label
from sapa.inbox.services.macros import run_macro
from sapa.inbox.views.ownership import refuse_answered
from sapa.messaging.selectors import desk_rows
from sapa.web.client_ids import client_id_of

UNDO = "inbox_undo"
UNREAD = _("The customer has just written: read it, then close the conversation.")
OVERTAKEN = _("Something else was done since, so this stays as it is.")
HOUR, NOW = timedelta(hours=1), "sekarang"
Given = Callable[[HttpRequest, list[int], datetime], "desk.Done | int"]


@require_GET
@requires(Capability.INBOX_REPLY)
def sheet(request: HttpRequest) -> HttpResponse:
    """All that may be done, for these conversations: over the page, or a page of its own."""
    talks = desk_rows(_ids(request.GET))
    only_sheet = "HX-Request" in request.headers
    drawn = business_now().isoformat()
    context = {**sheet_of(talks), "back": _back(request, request.GET), "sheet": only_sheet, "drawn": drawn}
    return render(request, "inbox/_desk.html" if only_sheet else "inbox/desk.html", context)


@require_POST
@requires(Capability.INBOX_REPLY)
def act(request: HttpRequest) -> HttpResponse:
    """One deed for all that are chosen; then back to where it was asked for, with a way to take it back."""
    deed = DEEDS.get(request.POST.get("aksi", ""))
    talks = desk_rows(_ids(request.POST))
    back = _back(request, request.POST)
    if deed is None:
        return redirect(back)
    done = deed(request, [one.pk for one in talks], business_now())
    if isinstance(done, desk.Done):
        remember(request, done)
    else:
        messages.success(request, _told(request.POST["aksi"], done))
    shown = [one for one in talks if request.POST["aksi"] == "close" and str(one.public_id) in back]
    if any(one.open and one.pk not in done.before for one in shown if isinstance(done, desk.Done)):
        messages.warning(request, UNREAD)
        return redirect(back)
    return redirect(reverse("inbox:list") if shown else back)


@require_POST
@requires(Capability.INBOX_REPLY)
def undo(request: HttpRequest) -> HttpResponse:
    """Takes back what this person did last, if that is what the page told (`saat`); a second time nothing happens."""
    told = request.session.get(UNDO)
    if told and request.POST.get("saat", told["at"]) != told["at"]:
        messages.warning(request, OVERTAKEN)
    elif told:
        del request.session[UNDO]
        count = desk.take_back(done=desk.Done.from_json(told), now=business_now())
        words = ngettext("%(count)s is as before.", "%(count)s are as before.", count)
        messages.success(request, words % {"count": count})
    return redirect(_back(request, request.POST))


def _close(request: HttpRequest, ids: list[int], now: datetime) -> desk.Done:
    """From the page of a conversation what that page has not shown yet is not closed; from the list it is."""
    shown = any(one in request.POST.get("kembali", "") for one in _ids(request.POST))
    return desk.close(conversation_ids=ids, now=now, unread=not shown)


def _snooze(request: HttpRequest, ids: list[int], now: datetime) -> desk.Done:
    zone = request.membership.workspace.timezone  # type: ignore[attr-defined]
    return desk.snooze(conversation_ids=ids, until=_until(request.POST, now, zone), now=now)


def _until(given: QueryDict, now: datetime, zone: str) -> datetime | None:
    """A broken time is as good as one that has passed."""
    kind = given.get("sampai", "")
    if kind == NOW:
        return None
    try:
        return now + HOUR if kind == "jam" else moment_of(kind, given.get("pada", ""), now=now, zone=zone)
    except ValueError:
        return now


def _label(request: HttpRequest, ids: list[int], now: datetime) -> desk.Done:
    wanted, before = _labels(request.POST.getlist("label")), _labels(request.POST.getlist("tadi"))
    name = request.POST.get("baru", "").strip()
    if name and _may_manage(request):
        wanted = wanted | {save_label(name=name, hue=request.POST.get("warna", ""), now=now).pk}
    return desk.put_labels(conversation_ids=ids, on=wanted, off=before - wanted, now=now)


def _labels(public_ids: list[str]) -> set[int]:
    known = [one for one in public_ids if _uuid(one)]
    return set(Label.objects.filter(public_id__in=known).values_list("pk", flat=True))


def _assign(request: HttpRequest, ids: list[int], now: datetime) -> int:
    to, me = request.POST.get("orang", ""), cast(User, request.user)
    return desk.assign(conversation_ids=ids, to=int(to) if to.isdecimal() else 0, by=me, now=now)


def _team(request: HttpRequest, ids: list[int], now: datetime) -> int:
    team = get_object_or_404(Team, public_id=_uuid(request.POST.get("tim", "")))
    return desk.pass_to_team(conversation_ids=ids, team=team, by=cast(User, request.user), now=now)


def _priority(request: HttpRequest, ids: list[int], now: datetime) -> desk.Done:
    value = request.POST.get("nilai", "")
    return desk.prioritise(conversation_ids=ids, priority=int(value) if value in ("1", "2") else 0, now=now)


def _read(_request: HttpRequest, ids: list[int], now: datetime) -> desk.Done:
    return desk.read_all(conversation_ids=ids, now=now)


def _macro(request: HttpRequest, ids: list[int], now: datetime) -> int:
    """In one conversation at a time, as it may send a message."""
    macro = macro_by_public_id(_uuid(request.POST.get("makro", "")))
    with transaction.atomic():
        if "text" in actions_of(macro) and len(ids) == 1:
            refuse_answered(request, ids[0])
        return run_macro(
            macro=macro,
            conversation_ids=ids,
            by=cast(User, request.user),
            client_id=client_id_of(request),
            zone=request.membership.workspace.timezone,  # type: ignore[attr-defined]
            now=now,
        )


DEEDS: Mapping[str, Given] = {
    "close": _close,
    "snooze": _snooze,
    "label": _label,
    "assign": _assign,
    "team": _team,
    "priority": _priority,
    "read": _read,
    "macro": _macro,
}


def remember(request: HttpRequest, done: desk.Done) -> None:
    """For the line over the list that takes it back; what did nothing leaves what was done before."""
    if done.before:
        request.session[UNDO] = done.as_json()


def done_before(request: HttpRequest) -> dict[str, Any]:
    """What this person did last, for the line that takes it back; it is told once."""
    told = request.session.get(UNDO)
    if not told or told.get("shown"):
        return {}
    request.session[UNDO] = {**told, "shown": True}
    return {"done_words": _told(told["deed"], len(told["before"])), "done_at": told["at"]}


def _told(deed: str, count: int) -> str:
    words = {
        "close": ngettext("%(count)s conversation is done.", "%(count)s conversations are done.", count),
        "snooze": ngettext("%(count)s conversation was put off.", "%(count)s were put off.", count),
        "label": ngettext("Labels of %(count)s changed.", "Labels of %(count)s changed.", count),
        "priority": ngettext("Priority of %(count)s changed.", "Priority of %(count)s changed.", count),
        "read": ngettext("%(count)s is read.", "%(count)s are read.", count),
        "assign": ngettext("%(count)s was given on.", "%(count)s were given on.", count),
        "team": ngettext("%(count)s was given to the team.", "%(count)s were given to the team.", count),
        "macro": ngettext("The macro ran in %(count)s.", "The macro ran in %(count)s.", count),
    }
    return words[deed] % {"count": count}


def _ids(given: QueryDict) -> list[str]:
    return [one for one in given.getlist("pilih") if _uuid(one)]


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _back(request: HttpRequest, given: QueryDict) -> str:
    wanted = given.get("kembali", "")
    ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, None)
    return wanted if ours else reverse("inbox:list")


def _may_manage(request: HttpRequest) -> bool:
    return allowed(request.membership.role, Capability.INBOX_MANAGE)  # type: ignore[attr-defined]
