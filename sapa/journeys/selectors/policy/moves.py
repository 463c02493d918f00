"""What a change of the policy would move, in words and as the first lines of a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sapa.contacts.models import Contact
from sapa.journeys.selectors.lists import ONLY_ITS_TIME, row_of

if TYPE_CHECKING:
    from sapa.journeys.services.policy import Impact, Move


@dataclass(frozen=True, slots=True)
class MoveRow:
    """One line; a time that is missing means that it is not sent. Times are told in the customer's `zone`."""

    contact: Contact
    recipe: str
    order: str
    zone: str
    before: datetime | None
    after: datetime | None
    reasons: Sequence[str]


def impact_words(impact: "Impact") -> str:
    """`37 pesan bergeser lebih lambat, 2 lebih awal, 4 gugur.`"""
    if not impact.moved:
        return ngettext(
            "None of the waiting messages moves (%(n)s looked at).",
            "None of the waiting messages moves (%(n)s looked at).",
            impact.read,
        ) % {"n": impact.read}
    told = {
        "later": ngettext("%(n)s message goes later", "%(n)s messages go later", impact.counts["later"]),
        "earlier": ngettext("%(n)s goes earlier", "%(n)s go earlier", impact.counts["earlier"]),
        "dropped": ngettext("%(n)s is dropped", "%(n)s are dropped", impact.counts["dropped"]),
        "rescued": ngettext("%(n)s is kept after all", "%(n)s are kept after all", impact.counts["rescued"]),
    }
    parts = [text % {"n": impact.counts[kind]} for kind, text in told.items() if impact.counts[kind]]
    return _("%(parts)s.") % {"parts": ", ".join(parts)}


def move_rows(impact: "Impact") -> list[MoveRow]:
    return [_row(move) for move in impact.moves]


def _row(move: "Move") -> MoveRow:
    shown = row_of(move.follow_up)
    return MoveRow(
        contact=shown.contact,
        recipe=shown.recipe,
        order=shown.order,
        zone=shown.zone,
        before=move.before,
        after=move.after,
        reasons=[code for code in move.reasons if code not in ONLY_ITS_TIME],
    )
