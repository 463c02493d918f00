"""Macros of the team, and what each of them does in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sapa.inbox.models import Label, Macro, Team
from sapa.inbox.selectors.rows import PRIORITIES

SNOOZES = {
    "jam": gettext_lazy("for an hour"),
    "besok": gettext_lazy("until tomorrow, 9.00"),
    "senin": gettext_lazy("until Monday, 9.00"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """`says`: it sends a text, so it runs in one conversation at a time."""

    row: Macro
    steps: tuple[str, ...]
    says: bool


def macros() -> list[Told]:
    rows = list(Macro.objects.order_by("name"))
    if not rows:
        return []
    labels = dict(Label.objects.values_list("pk", "name"))
    teams = dict(Team.objects.values_list("pk", "name"))
    return [_told(row, labels, teams) for row in rows]


def macro_by_public_id(public_id: UUID | None) -> Macro:
    """Raises Http404."""
    return get_object_or_404(Macro, public_id=public_id)


def actions_of(macro: Macro) -> dict[str, Any]:
    """By what is done, as they were saved: text, labels (ids), team (id), priority, snooze, close."""
    return {one["do"]: one["value"] for one in macro.actions if one["value"] is not False}


def _told(row: Macro, labels: Mapping[int, str], teams: Mapping[int, str]) -> Told:
    actions = actions_of(row)
    return Told(
        row, tuple(_step(do, value, labels, teams) for do, value in actions.items()), "text" in actions
    )


def _step(do: str, value: Any, labels: Mapping[int, str], teams: Mapping[int, str]) -> str:
    """What was taken away since is told as such: the macro does the rest."""
    gone = _("(taken away)")
    if do == "text":
        return _("Says: %(text)s") % {"text": value}
    if do == "labels":
        return _("Labels: %(names)s") % {"names": ", ".join(labels.get(pk, gone) for pk in value)}
    if do == "team":
        return _("To the team %(name)s") % {"name": teams.get(value, gone)}
    if do == "priority":
        return _("Priority: %(name)s") % {"name": PRIORITIES.get(value, _("Normal"))}
    return _("Done with it") if do == "close" else _("Snoozes %(when)s") % {"when": SNOOZES.get(value, "")}
