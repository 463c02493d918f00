"""What the sheet of deeds shows for the conversations that are chosen."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.utils.translation import gettext as _

from sapa.domain import formats
from sapa.inbox.models import Label, Labelled, Team
from sapa.inbox.selectors.colleagues import Colleague, colleagues
from sapa.inbox.selectors.macros import macros
from sapa.inbox.selectors.rows import PRIORITIES
from sapa.inbox.selectors.teams import answering
from sapa.messaging.models import Conversation


@dataclass(frozen=True, slots=True)
class OnLabel:
    """`on`: all of the chosen carry it; `partly`: some do."""

    label: Label
    on: bool
    partly: bool


def sheet_of(talks: Sequence[Conversation]) -> dict[str, Any]:
    only = talks[0] if len(talks) == 1 else None
    return {
        "talks": talks,
        "only": only,
        "name": formats.phone(str(only.contact)) if only else "",
        "all_open": bool(talks) and all(one.open for one in talks),
        "any_snoozed": any(one.snoozed_until for one in talks),
        "labels": _labels(talks),
        "people": _answering(),
        "teams": list(Team.objects.order_by("name")),
        "priorities": [(value, _priority(value), only and only.priority == value) for value in (0, 1, 2)],
        "macros": macros(),
        "client_id": uuid4().hex,
    }


def _priority(value: int) -> str:
    return str(PRIORITIES.get(value, _("Normal")))


def _answering() -> list[Colleague]:
    may = set(answering())
    return [one for one in colleagues() if one.user_id in may]


def _labels(talks: Sequence[Conversation]) -> list[OnLabel]:
    carried: dict[int, int] = {}
    for label_id in Labelled.objects.filter(conversation__in=talks).values_list("label_id", flat=True):
        carried[label_id] = carried.get(label_id, 0) + 1
    return [
        OnLabel(one, 0 < len(talks) == carried.get(one.pk, 0), 0 < carried.get(one.pk, 0) < len(talks))
        for one in Label.objects.order_by("name")
    ]
