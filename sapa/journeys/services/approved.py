"""The category that WhatsApp approved decides, not the one that a journey wanted (product.md rules 11 and 21).

Asked each time the policy is: when a follow-up is settled, and once more at the gate.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from django.db import transaction

from sapa.domain.recipes import LATER
from sapa.journeys.models import FollowUp
from sapa.messaging.selectors.templates import Recategorised
from sapa.messaging.services.templates import CATEGORY_CHANGED

PROMO, MARKETING = "promo", "marketing"
LOOK_AGAIN = timedelta(hours=6)
Approved = Mapping[str, Recategorised]


def template_name(recipe: str, step: str, segment: str, variant: int = 0) -> str:
    """The second wording of a step is a template of its own."""
    return f"{recipe}_{step}_{segment}" + ("_b" if variant else "")


def name_of(row: FollowUp) -> str:
    """Blank for what a person wrote without a template."""
    if row.recipe == LATER:
        return str((row.composed or {}).get("template", ""))
    return template_name(row.recipe, row.step, row.segment, row.variant)


def as_approved(row: FollowUp, approved: Approved) -> tuple[str, str]:
    """Class and category that the policy goes by. What somebody let become marketing is a promotion: its consent,
    limits and hours."""
    told = approved.get(name_of(row)) if approved else None
    if told is None:
        return row.klass, row.category
    is_promo = told.accepted and told.category == MARKETING
    return (PROMO if is_promo else row.klass), told.category


def is_undecided(row: FollowUp, form: str | None, approved: Approved) -> bool:
    """It would go out with a template whose category is not the wanted one, and nobody has agreed to that.

    As free text, in an open window, it goes all the same: no template is used.
    """
    if form != "template" or not approved:
        return False
    told = approved.get(name_of(row))
    return told is not None and told.is_held


def hold(row: FollowUp, now: datetime) -> None:
    """Waits for the owner's decision, which wakes it; given up when it would be of no use any more by then."""
    row.message_id, row.reasons = None, [CATEGORY_CHANGED]
    again = now + LOOK_AGAIN
    if row.expires_at is not None and row.expires_at <= again:
        row.state, row.next_at, row.finished_at = FollowUp.State.DROPPED, None, now
    else:
        row.state, row.next_at = FollowUp.State.WAITING, again


@transaction.atomic
def look_again(*, templates: Collection[str], now: datetime) -> int:
    """Everything that waits to go out with these templates is decided anew; returns how many."""
    waiting = FollowUp.objects.filter(state=FollowUp.State.WAITING, next_at__gt=now)
    kinds = waiting.order_by().values_list("recipe", "step", "segment", "variant").distinct()
    touched = [kind for kind in kinds if template_name(*kind) in templates]
    return sum(
        waiting.filter(recipe=recipe, step=step, segment=segment, variant=variant).update(next_at=now)
        for recipe, step, segment, variant in touched
    )
