"""What a look at the whole list at the provider found: webhooks that got lost, templates made over there."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from sapa.domain.journeys.registry.variables import VARIABLES
from sapa.domain.message_templates import adopted
from sapa.domain.templating import parameter_name
from sapa.messaging.models import Channel, Template
from sapa.messaging.services.templates.category import category_told
from sapa.messaging.services.templates.changes import quality_told, status_told
from sapa.messaging.services.templates.history import note
from sapa.messaging.services.templates.states import DELETED, OURS, SAME_AS, STATUSES

BY_PARAMETER = {parameter_name(path): path for path in VARIABLES}
LONGEST_NAME, LONGEST_LANGUAGE = 120, 10
AUTO = "AUTO_GENERATED"


@transaction.atomic
def apply_listed(*, channel: Channel, listed: Sequence[Mapping[str, Any]], now: datetime) -> int:
    """The complete list of the account's templates; returns how many were new or had changed.

    An empty list says nothing: it is what a provider in trouble answers too.
    """
    rows = list(Template.objects.select_for_update(of=("self",)).filter(channel=channel))
    by_id = {row.external_id: row for row in rows if row.external_id}
    by_name = {(row.name, row.language): row for row in rows}
    changed, seen = 0, set()
    for one in listed:
        key = (str(one.get("name", "")), str(one.get("language", "")))
        row = by_id.get(str(one.get("id", ""))) or by_name.get(key)
        if row is not None:
            changed += _look(row, one, now)
            seen.add(row.pk)
        elif _may_be_kept(one, key):
            _adopt(channel, one, key, now)
            changed += 1
    gone = [row for row in rows if row.external_id and row.pk not in seen] if listed else []
    return changed + sum(_gone(row, now) for row in gone)


def _may_be_kept(one: Mapping[str, Any], key: tuple[str, str]) -> bool:
    short = 0 < len(key[0]) <= LONGEST_NAME and 0 < len(key[1]) <= LONGEST_LANGUAGE
    return short and bool(one.get("id")) and one.get("source") != AUTO


def _look(row: Template, one: Mapping[str, Any], now: datetime) -> bool:
    """Whether something was news. What was changed over there by hand is noted, not taken over."""
    first, row.synced_at = row.synced_at is None, now
    if not row.external_id and row.status in OURS:
        return False
    row.external_id = str(one.get("id", "")) or row.external_id
    row.save(update_fields=["synced_at", "external_id"])
    before = (row.status, row.category, row.quality, row.announced_category)
    status = SAME_AS.get(str(one.get("status", "")), str(one.get("status", "")))
    if status in STATUSES and status != row.status and row.status not in OURS:
        reason = str(one.get("rejected_reason") or "")
        note(
            row,
            "status",
            source="poll",
            at=now,
            before=row.status,
            after=status,
            detail=reason if reason != "NONE" else "",
        )
        status_told(row, status, reason=reason, at=now, now=now)
    if category := str(one.get("category") or ""):
        category_told(row, category, source="poll", at=now, now=now)
    _announced(row, str(one.get("correct_category") or "").lower(), now)
    _quality(row, one.get("quality_score"), now)
    return first or before != (row.status, row.category, row.quality, row.announced_category)


def _announced(row: Template, correct: str, now: datetime) -> None:
    if correct and correct != row.category and correct != row.announced_category:
        row.announced_category, row.announced_at = correct, None
        row.save(update_fields=["announced_category", "announced_at"])
        note(row, "announced", source="poll", at=now, before=row.category, after=correct)


def _quality(row: Template, score: object, now: datetime) -> None:
    told = score.get("score") if isinstance(score, Mapping) else score
    if isinstance(told, str) and told and told.upper() != row.quality:
        quality_told(row, told, source="poll", at=now)


def _adopt(channel: Channel, one: Mapping[str, Any], key: tuple[str, str], now: datetime) -> None:
    """A template that was made at Meta: shown as it is; parameters that are called as ours are bound to them."""
    found = adopted(one)
    names = found.pop("parameters")
    status = str(one.get("status", "PENDING"))
    row = Template.objects.create(
        channel=channel,
        name=key[0],
        language=key[1],
        origin="meta",
        category=str(one.get("category", "")).lower()[:20],
        status=SAME_AS.get(status, status)[:20],
        source="",
        binding={name: BY_PARAMETER.get(name, "") for name in names},
        external_id=str(one["id"])[:64],
        synced_at=now,
        created_at=now,
        updated_at=now,
        **found,
    )
    note(row, "status", source="poll", at=now, after=row.status)
    _quality(row, one.get("quality_score"), now)


def _gone(row: Template, now: datetime) -> bool:
    """It was there, and is no longer; what waits to be handed over creates it anew."""
    if row.status in OURS or row.status == DELETED or row.synced_at is None:
        return False
    note(row, "status", source="poll", at=now, before=row.status, after=DELETED)
    status_told(row, DELETED, at=now, now=now)
    return True
