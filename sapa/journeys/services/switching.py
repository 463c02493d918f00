"""What the owner decides: journeys on and off with their values, versions, comparison groups, single follow-ups."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sapa.accounts.models import User
from sapa.accounts.services import audit
from sapa.contacts.services import lock
from sapa.domain.journeys.conditions import missing_settings
from sapa.domain.journeys.definition import Definition
from sapa.domain.recipes import HOUSE, LIBRARY
from sapa.journeys.models import Enrolment, FollowUp, Journey, JourneyVersion
from sapa.journeys.services import deciding
from sapa.journeys.services.gathering import OPEN
from sapa.journeys.services.versions import add_version, definitions
from sapa.journeys.services.wording import start_buttons, template_name
from sapa.messaging.selectors import channels
from sapa.messaging.services import cancel, register_template
from sapa.web.errors import CHANGED_MEANWHILE, Refused, refusal

SETTINGS_MISSING = refusal(
    "recipe_settings_missing",
    _("This recipe needs values before it can be switched on: %(names)s."),
    _("Fill them in on the recipe's card, then switch it on."),
)
NO_SUCH_JOURNEY = refusal(
    "journey_unknown",
    _("There is no journey with this name."),
    _("Choose one from the gallery."),
)
MOST_HELD_OUT = 50


@transaction.atomic
def switch(
    *, recipe: str, mode: str, settings: dict[str, Any], now: datetime, by: int | None = None
) -> Journey:
    """off, dry_run or live. Messages that wait are decided by the values of their time of sending.

    Going live takes the waiting messages of the rehearsal along; switching off drops what waits.
    """
    journey = Journey.objects.select_for_update(no_key=True).filter(recipe=recipe).first()
    definition = newest_definition(journey) if journey else LIBRARY.get(recipe)
    if definition is None:
        raise Refused(NO_SUCH_JOURNEY)
    if mode != Journey.Mode.OFF and (missing := missing_settings(definition, settings)):
        raise Refused(SETTINGS_MISSING, names=", ".join(missing))
    if journey is None:
        journey = Journey(recipe=recipe, scanned_until=now)
    was = journey.mode
    journey.scanned_until = now if was == Journey.Mode.OFF else journey.scanned_until
    journey.mode, journey.settings, journey.updated_at = mode, settings, now
    journey.save()
    journey.version = add_version(journey=journey, definition=definition, now=now, author_id=by).number
    journey.save(update_fields=["version"])
    _take_along(journey, now)
    if mode == Journey.Mode.LIVE:
        register_texts(definition, now, settings)
    audit(action="recipe.switched", subject=recipe, now=now, data={"mode": mode, "was": was})
    return journey


def newest_definition(journey: Journey) -> Definition:
    """A recipe of the library follows the library; an own journey its newest version."""
    if not journey.origin and journey.recipe in LIBRARY:
        return LIBRARY[journey.recipe]
    if journey.recipe in HOUSE:
        raise Refused(NO_SUCH_JOURNEY)
    newest = JourneyVersion.objects.filter(journey=journey).order_by("-number").values_list("pk", flat=True)
    return definitions([newest[0]])[newest[0]]


def _take_along(journey: Journey, now: datetime) -> None:
    waiting = FollowUp.objects.filter(journey=journey, state=FollowUp.State.WAITING)
    if journey.mode == Journey.Mode.OFF:
        waiting.update(next_at=now)
        running = Enrolment.objects.filter(journey=journey, state=Enrolment.State.ACTIVE)
        # One order of locks: who leaves by an event meanwhile takes the same rows by their ids.
        held = list(running.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))
        Enrolment.objects.filter(pk__in=held).update(
            state=Enrolment.State.LEFT, ended_at=now, end_reason="disabled"
        )
    else:
        waiting.update(dry=journey.mode == Journey.Mode.DRY_RUN)


def register_texts(definition: Definition, now: datetime, settings: Mapping[str, Any] | None = None) -> None:
    """Every text becomes a template of every number; what is new waits to be pushed to the provider.

    `settings`: what the owner chose for the journey. What only answers a customer goes as free text within the
    window; there are no templates of that kind.
    """
    if definition.category == "service":
        return
    for channel in channels():
        for step in definition.messages:
            for variant, texts in enumerate(step.variants):
                for segment in ("b2c", "b2b"):
                    register_template(
                        channel_id=channel.pk,
                        name=template_name(definition.id, step.id, segment, variant),
                        category=step.category or definition.category,
                        source=texts.of(segment),
                        buttons=start_buttons(texts.of(segment), settings or {}),
                        now=now,
                    )


@transaction.atomic
def hold_out(*, journey: Journey, share: int, now: datetime, by: int | None = None) -> Journey:
    """The share in percent of new starts that gets no message; those already enrolled keep their arm."""
    row = Journey.objects.select_for_update(no_key=True).get(pk=journey.pk)
    row.share = max(0, min(share, MOST_HELD_OUT))
    row.share_since, row.updated_at = now if row.share else None, now
    row.save(update_fields=["share", "share_since", "updated_at"])
    audit(action="journey.held_out", subject=row.recipe, now=now, data={"share": row.share, "by": by})
    return row


@transaction.atomic
def cancel_follow_up(*, follow_up: FollowUp, person: User, now: datetime) -> None:
    """A person's decision. Raises Refused when it has left or ended meanwhile."""
    lock(contact_ids=[follow_up.contact_id])
    row = FollowUp.objects.select_for_update().get(pk=follow_up.pk)
    if row.state not in OPEN:
        raise Refused(CHANGED_MEANWHILE)
    if row.message_id and not cancel(message_ids=[row.message_id], reasons=["cancelled"], now=now):
        raise Refused(CHANGED_MEANWHILE)
    deciding.drop(row, [deciding.CANCELLED], now)
    deciding.save([row], [])
    audit(action="follow_up.cancelled", subject=str(row.public_id), now=now, data={"by": person.pk})
