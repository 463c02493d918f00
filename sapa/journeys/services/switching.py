"""What the owner decides: recipes on and off with their values, and cancelling one follow-up."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sapa.accounts.models import User
from sapa.accounts.services import audit
from sapa.contacts.services import lock
from sapa.domain.recipes import RECIPES, missing_settings
from sapa.journeys.models import FollowUp, Journey
from sapa.journeys.services import deciding
from sapa.journeys.services.gathering import OPEN
from sapa.journeys.services.wording import template_name
from sapa.messaging.selectors import channels
from sapa.messaging.services import cancel, register_template
from sapa.web.errors import CHANGED_MEANWHILE, Refused, refusal

SETTINGS_MISSING = refusal(
    "recipe_settings_missing",
    _("This recipe needs values before it can be switched on: %(names)s."),
    _("Fill them in on the recipe's card, then switch it on."),
)


@transaction.atomic
def switch(*, recipe: str, enabled: bool, settings: dict[str, Any], now: datetime) -> Journey:
    """Each change is a new version; follow-ups that wait are decided by the values of their time of sending."""
    if enabled and (missing := missing_settings(RECIPES[recipe], settings)):
        raise Refused(SETTINGS_MISSING, names=", ".join(missing))
    mode = Journey.Mode.LIVE if enabled else Journey.Mode.OFF
    journey, made = Journey.objects.select_for_update().get_or_create(
        recipe=recipe,
        defaults={"mode": mode, "settings": settings, "updated_at": now, "scanned_until": now},
    )
    if not made:
        newly_on = enabled and not journey.enabled
        journey.mode, journey.settings, journey.updated_at = mode, settings, now
        journey.version += 1
        journey.scanned_until = now if newly_on else journey.scanned_until
        journey.save()
    if enabled:
        _register_texts(recipe, now)
    audit(action="recipe.switched", subject=recipe, now=now, data={"enabled": enabled})
    return journey


def _register_texts(recipe_id: str, now: datetime) -> None:
    """Every text becomes a template of every number; what is new waits to be pushed to the provider."""
    recipe = RECIPES[recipe_id]
    for channel in channels():
        for step in recipe.steps:
            for segment in ("b2c", "b2b"):
                register_template(
                    channel_id=channel.pk,
                    name=template_name(recipe.id, step.id, segment),
                    category=recipe.category,
                    source=step.text(segment),
                    now=now,
                )


@transaction.atomic
def cancel_follow_up(*, follow_up: FollowUp, person: User, now: datetime) -> None:
    """A person's decision. Raises Refused when it has left or ended meanwhile."""
    lock(contact_ids=[follow_up.contact_id])
    row = FollowUp.objects.select_for_update().get(pk=follow_up.pk)
    if row.state not in OPEN:
        raise Refused(CHANGED_MEANWHILE)
    if row.message_id and not cancel(message_ids=[row.message_id], reasons=["cancelled"], now=now):
        raise Refused(CHANGED_MEANWHILE)
    deciding.drop(row, ["cancelled"], now)
    row.save(update_fields=deciding.CHANGED)
    audit(action="follow_up.cancelled", subject=str(row.public_id), now=now, data={"by": person.pk})
