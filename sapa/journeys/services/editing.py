"""Journeys of the shop's own: copied from a recipe, changed as text, exchanged as files."""

import re
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sapa.accounts.services import audit
from sapa.contacts.selectors import members
from sapa.contacts.services import lock
from sapa.domain.journeys.definition import Definition, Words
from sapa.domain.recipes import HOUSE, LIBRARY
from sapa.journeys.models import Enrolment, FollowUp, Journey, JourneyVersion
from sapa.journeys.services import deciding
from sapa.journeys.services.advancing import walk
from sapa.journeys.services.switching import NO_SUCH_JOURNEY, newest_definition, register_texts
from sapa.journeys.services.versions import add_version
from sapa.web.errors import CHANGED_MEANWHILE, Refused, refusal

LIBRARY_IS_FIXED = refusal(
    "recipe_not_editable",
    _("A recipe of the library is not changed itself."),
    _("Copy it, then change the copy."),
)
KEY_TAKEN = refusal(
    "journey_exists",
    _("There is already a journey with this key: %(key)s."),
    _("Choose another `id` in the file."),
)
LONGEST_KEY = 40
AT_ONCE = 200
MOVED = "moved"


@transaction.atomic
def copy(*, recipe: str, name: str, now: datetime, by: int | None = None) -> Journey:
    """A copy of a recipe or of another journey of this shop, switched off."""
    source = Journey.objects.filter(recipe=recipe).first()
    definition = newest_definition(source) if source else LIBRARY.get(recipe)
    if definition is None:
        raise Refused(NO_SUCH_JOURNEY)
    named = renamed(definition, free_key(name or recipe), name)
    settings = source.settings if source else {}
    return make(definition=named, origin=recipe, settings=settings, now=now, by=by)


@transaction.atomic
def make(
    *, definition: Definition, origin: str, settings: dict[str, Any], now: datetime, by: int | None = None
) -> Journey:
    """A journey of the shop's own from a definition that was checked; off until somebody switches it on."""
    if definition.id in {*LIBRARY, *HOUSE} or Journey.objects.filter(recipe=definition.id).exists():
        raise Refused(KEY_TAKEN, key=definition.id)
    journey = Journey.objects.create(
        recipe=definition.id, origin=origin, settings=settings, updated_at=now, scanned_until=now
    )
    add_version(journey=journey, definition=definition, now=now, author_id=by)
    audit(action="journey.made", subject=journey.recipe, now=now, data={"origin": origin, "by": by})
    return journey


def renamed(definition: Definition, key: str, name: str) -> Definition:
    words = Words(name, name) if name else definition.name
    return replace(definition, id=key, name=words)


def free_key(name: str) -> str:
    """A key that nobody has, from the name: `checkout_toko_batik`, then `checkout_toko_batik_2`."""
    plain = re.sub(r"[^a-z0-9]+", "_", name.casefold()).strip("_")[: LONGEST_KEY - 4] or "alur"
    taken = set(Journey.objects.values_list("recipe", flat=True)) | {*LIBRARY, *HOUSE}
    numbered = (f"{plain}_{number}" for number in range(2, len(taken) + 3))
    return plain if plain not in taken else next(key for key in numbered if key not in taken)


@transaction.atomic
def change(
    *, journey: Journey, definition: Definition, seen: int, now: datetime, by: int | None = None
) -> JourneyVersion:
    """A new version for new starts; what runs finishes on its own version, or is moved on request.

    `seen`: the number of the version that the editor started from. Raises Refused.
    """
    row = Journey.objects.select_for_update(no_key=True).get(pk=journey.pk)
    if not row.origin:
        raise Refused(LIBRARY_IS_FIXED)
    if row.version != seen:
        raise Refused(CHANGED_MEANWHILE)
    version = add_version(journey=row, definition=definition, now=now, author_id=by)
    row.version, row.updated_at = version.number, now
    row.save(update_fields=["version", "updated_at"])
    if row.mode == Journey.Mode.LIVE:
        register_texts(definition, now, row.settings)
    audit(action="journey.changed", subject=row.recipe, now=now, data={"version": version.number, "by": by})
    return version


def move_batch(*, journey: Journey, now: datetime, by: int | None = None) -> int:
    """The next people who are still on an older version go on with the newest; returns how many runs, 0 at the end.

    One batch in a transaction: a second one would wait for people while it holds those of the first.
    """
    version = JourneyVersion.objects.get(journey=journey, number=journey.version)
    moved = _move(journey, version, _still_on_older(journey, version), now)
    if moved:
        audit(action="journey.moved", subject=journey.recipe, now=now, data={"people": moved, "by": by})
    return moved


def _still_on_older(journey: Journey, version: JourneyVersion) -> list[int]:
    running = Enrolment.objects.filter(journey=journey).exclude(version=version).exclude(state="left")
    waiting = FollowUp.objects.filter(journey=journey, state=FollowUp.State.WAITING)
    either = running.filter(state="active") | running.filter(pk__in=waiting.values("enrolment_id"))
    return list(either.order_by("contact_id").values_list("contact_id", flat=True).distinct()[:AT_ONCE])


@transaction.atomic
def _move(journey: Journey, version: JourneyVersion, contact_ids: list[int], now: datetime) -> int:
    """What waits is planned anew by the new version; what was sent stays sent."""
    lock(contact_ids=contact_ids)
    roots = members(contact_ids)
    rows = list(
        Enrolment.objects.filter(journey=journey, contact_id__in=roots)
        .exclude(version=version)
        .exclude(state="left")
        .select_related("journey")
    )
    waiting = FollowUp.objects.filter(enrolment__in=rows, state=FollowUp.State.WAITING)
    gone = list(waiting)
    for one in gone:
        deciding.drop(one, [MOVED], now)
        one.key = f"{MOVED}-{one.pk}:{one.key}"[:160]
    FollowUp.objects.bulk_update(gone, [*deciding.CHANGED, "key"])
    for row in rows:
        row.version, row.position, row.state, row.wake_at, row.ended_at = version, "", "active", None, None
    walk(rows, roots=roots, now=now)
    return len(rows)
