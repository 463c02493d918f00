"""Messages that lie ahead, for whoever counts what they cost."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Count

from sapa.journeys.models import FollowUp
from sapa.journeys.selectors.words import all_definitions, language


def planned_sends(*, now: datetime, until: datetime) -> Mapping[tuple[str, str], int]:
    """(recipe, category) to how many follow-ups wait for their time from now on and have it before `until`."""
    waiting = FollowUp.objects.filter(state=FollowUp.State.WAITING, dry=False, next_at__lt=until)
    useful = waiting.exclude(expires_at__lte=now).order_by()
    rows = useful.values_list("recipe", "category").annotate(Count("pk"))
    return {(recipe, category): number for recipe, category, number in rows}


def kind_names() -> dict[str, str]:
    """Every recipe and own journey by its key, as messages and the ledger name it."""
    return {key: one.name.in_language(language()) for key, one in all_definitions().items()}
