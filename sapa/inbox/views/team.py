"""«Tim»: who is here, which teams there are, how they share their work."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sapa.base.clock import business_now
from sapa.base.permissions import Capability, allowed, requires
from sapa.inbox.forms.teams import WAYS, TeamForm
from sapa.inbox.models import Team
from sapa.inbox.selectors.teams import colleagues, is_office_hour, seats, team_by_public_id, teams
from sapa.inbox.services.teams import remove_team, save_team


@require_GET
@requires(Capability.TEAM_VIEW)
def page(request: HttpRequest) -> HttpResponse:
    now, sitting = business_now(), seats()
    people = colleagues(now)
    names = {one.id: one.name for one in people}
    words = dict(WAYS)
    told = {
        "people": people,
        "is_open": is_office_hour(now),
        "teams": [
            (
                team,
                words[Team.Way(team.way)],
                [names[one.user_id] for one in sitting[team.pk] if one.user_id in names],
            )
            for team in teams()
        ],
        "tabs": tabs("inbox:team"),
        "may_change": allowed(request.membership.role, Capability.INBOX_MANAGE),  # type: ignore[attr-defined]
    }
    return render(request, "inbox/team.html", told)


@require_http_methods(["GET", "POST"])
@requires(Capability.INBOX_MANAGE)
def new(request: HttpRequest) -> HttpResponse:
    return _edit(request, None)


@require_http_methods(["GET", "POST"])
@requires(Capability.INBOX_MANAGE)
def edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return _edit(request, team_by_public_id(public_id))


@require_POST
@requires(Capability.INBOX_MANAGE)
def remove(request: HttpRequest, public_id: UUID) -> HttpResponse:
    remove_team(team=team_by_public_id(public_id), now=business_now())
    messages.success(request, _("The team is gone; its conversations stay with whoever has them."))
    return redirect("inbox:team")


def tabs(current: str) -> list[dict[str, object]]:
    names = {"inbox:team": _("Team"), "inbox:performance": _("How it goes")}
    return [
        {"label": label, "url": reverse(name), "current": name == current} for name, label in names.items()
    ]


def _edit(request: HttpRequest, team: Team | None) -> HttpResponse:
    people = [(one.id, one.name) for one in colleagues(business_now())]
    form = TeamForm(request.POST or None, people=people, initial=_initial(team))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        save_team(
            team=team,
            name=given["name"],
            way=given["way"],
            topics=given["topics"],
            takes_vip=given["takes_vip"],
            seats=form.seats(),
            now=business_now(),
        )
        messages.success(request, _("Saved."))
        return redirect("inbox:team")
    return render(
        request, "inbox/team_edit.html", {"form": form, "team": team}, status=422 if form.errors else 200
    )


def _initial(team: Team | None) -> dict[str, Any]:
    if team is None:
        return {"way": Team.Way.ROUND_ROBIN}
    kept: dict[str, Any] = {
        "name": team.name,
        "way": team.way,
        "topics": team.topics,
        "takes_vip": team.takes_vip,
    }
    for one in seats()[team.pk]:
        kept[f"in_{one.user_id}"] = True
        kept[f"most_{one.user_id}"] = one.most_open
        kept[f"skills_{one.user_id}"] = one.skills
    return kept
