"""What webhooks say of templates: status, quality, category. In any order and more than once."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sapa.messaging.models import Channel, Template
from sapa.messaging.schemas import TemplateChange
from sapa.messaging.services.templates.category import category_told
from sapa.messaging.services.templates.history import is_old, note
from sapa.messaging.services.templates.states import (
    APPROVED,
    DELETED,
    OURS,
    PAUSED,
    REJECTED,
    SAME_AS,
    STATUSES,
    UNPAUSING,
)
from sapa.messaging.services.templates.submitting import release_held

PAUSES = {"FIRST_PAUSE": timedelta(hours=3), "SECOND_PAUSE": timedelta(hours=6)}
NOTICE = timedelta(hours=24)
ANNOUNCED, DONE = "category_announced", "category_update"


def apply_template_changes(*, channel: Channel, changes: Sequence[TemplateChange], now: datetime) -> None:
    """A template belongs to the account: what is said of it holds for every number of that account."""
    known = _templates(channel, {change.id for change in changes if change.id})
    for change in changes:
        for template in known.get(change.id, ()):
            _apply(template, change, change.at or now, now)


def _templates(channel: Channel, ids: set[str]) -> dict[str, list[Template]]:
    rows = Template.objects.filter(external_id__in=ids, channel__kind=channel.kind).order_by("id")
    found: dict[str, list[Template]] = {}
    for row in rows.select_for_update(of=("self",)) if ids else []:
        found.setdefault(row.external_id, []).append(row)
    return found


def _apply(template: Template, change: TemplateChange, at: datetime, now: datetime) -> None:
    if change.event == ANNOUNCED or change.what == "announced":
        _announce(template, change, at)
    elif change.what == "quality":
        quality_told(template, change.event, source="webhook", at=at)
    elif change.what == "components":
        note(template, "text", source="webhook", at=at, detail=change.detail)
    elif change.event in STATUSES:
        _status(template, change, at, now)
    if change.category and change.event != ANNOUNCED and not is_old(template, "category", at):
        category_told(template, change.category, source="webhook", at=at, now=now)


def _announce(template: Template, change: TemplateChange, at: datetime) -> None:
    """Nothing changes yet: there are 24 hours to rewrite it."""
    announced = change.category.lower()
    if announced == template.category or is_old(template, "category", at):
        return
    template.announced_category, template.announced_at = announced, at + NOTICE
    template.save(update_fields=["announced_category", "announced_at"])
    note(template, "announced", source="webhook", at=at, before=template.category, after=announced)


def _status(template: Template, change: TemplateChange, at: datetime, now: datetime) -> None:
    status = SAME_AS.get(change.event, change.event)
    old = is_old(template, "status", at)
    detail = " ".join(
        part for part in (change.title, change.reason, change.detail) if part and part != "NONE"
    )
    before = template.status
    note(template, "status", source="webhook", at=at, before=before, after=change.event, detail=detail)
    if not old:
        status_told(
            template, status, reason=change.reason, detail=change.detail, title=change.title, at=at, now=now
        )


def status_told(
    template: Template,
    status: str,
    *,
    reason: str = "",
    detail: str = "",
    title: str = "",
    at: datetime,
    now: datetime,
) -> None:
    """What waits to be handed over here stays so, unless the provider has thrown the template away."""
    if template.status in OURS and not (template.status == UNPAUSING or status == DELETED):
        return
    template.status, template.updated_at = status, now
    given = reason if reason and reason != "NONE" else ""
    template.rejection = (given or "UNKNOWN")[:60] if status == REJECTED else ""
    template.rejection_detail = detail[:600] if status == REJECTED else ""
    template.pause = (title or "PAUSED")[:30] if status == PAUSED else ""
    template.paused_until = at + PAUSES[title] if status == PAUSED and title in PAUSES else None
    template.save(
        update_fields=[
            *("status", "updated_at", "rejection", "rejection_detail", "pause", "paused_until"),
        ]
    )
    if status == APPROVED:
        release_held(template_ids=[template.pk], now=now)


def quality_told(template: Template, quality: str, *, source: str, at: datetime) -> None:
    told = quality.upper()[:10]
    if told == template.quality or is_old(template, "quality", at):
        return
    before, template.quality = template.quality, told
    template.save(update_fields=["quality"])
    note(template, "quality", source=source, at=at, before=before, after=told)
