"""Promotions wait while more customers wait for an answer than people can give (replies first)."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sapa.domain import policy
from sapa.journeys.models import FollowUp
from sapa.journeys.services.approved import PROMO, Approved, as_approved

REPLIES_FIRST = "replies_first"
LOOK_AGAIN = timedelta(minutes=30)


def held_back(
    answers: Mapping[int, policy.Decision], rows: Iterable[FollowUp], approved: Approved, now: datetime
) -> dict[int, policy.Decision]:
    """What the policy would let go now of promotions waits; everything else is as it was."""
    promotions = {row.id for row in rows if as_approved(row, approved)[0] == PROMO}
    return {
        pk: _wait(one, now) if one.action == "send" and pk in promotions else one
        for pk, one in answers.items()
    }


def _wait(decision: policy.Decision, now: datetime) -> policy.Decision:
    again = (now + LOOK_AGAIN).astimezone(ZoneInfo(decision.primary_zone))
    return decision._replace(action="wait", at=again, reasons=(REPLIES_FIRST,), form=None)


def let_go(*, now: datetime) -> int:
    """The rush is over: those that waited for it are asked about at once; returns how many."""
    waiting = FollowUp.objects.filter(
        state=FollowUp.State.WAITING, next_at__gt=now, next_at__lte=now + LOOK_AGAIN
    )
    return waiting.filter(reasons=[REPLIES_FIRST]).update(next_at=now)
