"""Recipes that ask with a link get one to our own pages; each message makes it personal (`base/passes.py`)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from sapa.accounts.services import audit
from sapa.journeys.models import Journey
from sapa.journeys.services import switch

SURVEY, REVIEW = "survei_masukan", "minta_ulasan"
GROUPS = {SURVEY: "survei", REVIEW: "ulasan"}


def journey_of(recipe: str) -> Journey | None:
    return Journey.objects.filter(recipe=recipe).first()


def asks_with(journey: Journey | None, link: str) -> bool:
    return journey is not None and journey.settings.get(GROUPS[journey.recipe], {}).get("tautan") == link


def review_link() -> str:
    return str(settings.SAPA.url) + reverse("feedback:review_link")


@transaction.atomic
def give_link(*, recipe: str, link: str, subject: str, now: datetime, by: int) -> Journey:
    """The recipe asks with this link from now on; whether it runs is not changed."""
    journey, group = journey_of(recipe), GROUPS[recipe]
    known: Mapping[str, Any] = journey.settings if journey else {}
    chosen = {**known, group: {**known.get(group, {}), "tautan": link}}
    mode = journey.mode if journey else Journey.Mode.OFF
    audit(action="recipe.link_given", subject=subject[:80], data={"recipe": recipe}, now=now)
    return switch(recipe=recipe, mode=mode, settings=chosen, now=now, by=by)
