"""Which definition a journey follows: the library's or the owner's own, each change a version of its own."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache

from sapa.domain.journeys.definition import Definition
from sapa.domain.journeys.reading import from_document
from sapa.domain.journeys.writing import to_document
from sapa.domain.recipes import LIBRARY
from sapa.journeys.models import Journey, JourneyVersion

MOST_PARSED = 2_000
PARSED: dict[int, Definition] = {}

InForce = dict[int, tuple[int, Definition]]


def add_version(
    *, journey: Journey, definition: Definition, now: datetime, author_id: int | None = None
) -> JourneyVersion:
    """The next number, or the newest one when nothing has changed."""
    newest = JourneyVersion.objects.filter(journey=journey).order_by("-number").first()
    if newest and newest.digest == digest_of(definition):
        return newest
    return JourneyVersion.objects.create(
        journey=journey,
        number=newest.number + 1 if newest else 1,
        definition=to_document(definition),
        digest=digest_of(definition),
        author_id=author_id,
        created_at=now,
    )


@lru_cache(maxsize=len(LIBRARY))
def digest_in_library(recipe: str) -> str:
    return digest_of(LIBRARY[recipe])


def digest_of(definition: Definition) -> str:
    plain = json.dumps(to_document(definition), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()


def definitions(version_ids: Iterable[int]) -> dict[int, Definition]:
    """By id of the version; a version never changes, so each is read once in a process."""
    wanted = set(version_ids)
    unread = wanted - PARSED.keys()
    if unread:
        if len(PARSED) > MOST_PARSED:
            PARSED.clear()
            unread = wanted
        for pk, document in JourneyVersion.objects.filter(pk__in=unread).values_list("pk", "definition"):
            PARSED[pk] = from_document(document)
    return {pk: PARSED[pk] for pk in wanted}


def in_force(journeys: Sequence[Journey], *, now: datetime) -> InForce:
    """By journey: (id of the version, definition) that new starts follow.

    A recipe of the library whose definition came with a newer release gets a new version on the way.
    """
    rows = JourneyVersion.objects.filter(journey_id__in=[one.pk for one in journeys])
    numbered = {(journey_id, number): (pk, digest) for journey_id, number, pk, digest in rows.values_list(
        "journey_id", "number", "pk", "digest"
    )}  # fmt: skip
    chosen: dict[int, int] = {}
    for journey in journeys:
        pk, digest = numbered.get((journey.pk, journey.version), (0, ""))
        library = LIBRARY.get(journey.recipe)
        if library and not journey.origin and digest != digest_in_library(journey.recipe):
            pk = _renewed(journey, library, now)
        if pk:
            chosen[journey.pk] = pk
    parsed = definitions(chosen.values())
    return {journey_id: (pk, parsed[pk]) for journey_id, pk in chosen.items()}


def _renewed(journey: Journey, library: Definition, now: datetime) -> int:
    """Whoever comes first makes it; the lock lets new starts of the journey be written meanwhile."""
    Journey.objects.select_for_update(no_key=True).get(pk=journey.pk)
    version = add_version(journey=journey, definition=library, now=now)
    Journey.objects.filter(pk=journey.pk).update(version=version.number)
    journey.version = version.number
    return version.pk
