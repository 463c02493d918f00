"""Handed over to the provider: its answer, its refusal, and what waited for a template that may be used again."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from sapa.messaging.models import Message, Template, TemplateHistory
from sapa.messaging.services.templates.category import CATEGORY_CHANGED, category_told
from sapa.messaging.services.templates.history import note
from sapa.messaging.services.templates.states import (
    APPROVED,
    DELETED,
    DELETING,
    OURS,
    PAUSED,
    REJECTED,
    SAME_AS,
    TEMPLATE_PAUSED,
)


@transaction.atomic
def template_pushed(
    *, template_id: int, external_id: str, status: str, now: datetime, category: str = ""
) -> None:
    """The provider's answer: its id, its status, and the category that it decided on."""
    template = Template.objects.select_for_update().get(id=template_id)
    before, template.status = template.status, status.upper()
    template.external_id, template.updated_at, template.synced_at = external_id, now, now
    template.rejection = template.rejection_detail = template.pause = ""
    template.paused_until = None
    template.save()
    note(template, "submitted", source="answer", at=now, before=before, after=template.status)
    if category:
        category_told(template, category, source="answer", at=now, now=now)
    release_held(template_ids=[template_id], now=now)


@transaction.atomic
def template_refused(*, template_id: int, code: str, detail: str, now: datetime) -> None:
    """The provider would not take it; asked again only when the text changes."""
    template = Template.objects.select_for_update().get(id=template_id)
    before, template.status = template.status, REJECTED
    template.rejection, template.rejection_detail = code[:60], detail[:600]
    template.updated_at = template.synced_at = now
    template.save(update_fields=["status", "rejection", "rejection_detail", "updated_at", "synced_at"])
    note(
        template, "status", source="answer", at=now, before=before, after=REJECTED, detail=f"{code} {detail}"
    )


@transaction.atomic
def template_deleted(*, template_id: int, refusal: str, now: datetime) -> None:
    """Gone at the provider; it stays here for its messages, out of the list. `refusal`: why it is not gone."""
    template = Template.objects.select_for_update().get(id=template_id)
    if refusal:
        _put_back(template, refusal, now)
        return
    template.status, template.archived, template.updated_at = DELETED, True, now
    template.external_id = ""
    template.save(update_fields=["status", "archived", "updated_at", "external_id"])
    note(template, "status", source="answer", at=now, before=DELETING, after=DELETED)


@transaction.atomic
def template_unpaused(*, template_id: int, refusal: str, now: datetime) -> None:
    template = Template.objects.select_for_update().get(id=template_id)
    if refusal:
        _put_back(template, refusal, now)
        return
    template.status, template.pause, template.paused_until, template.updated_at = APPROVED, "", None, now
    template.save(update_fields=["status", "pause", "paused_until", "updated_at"])
    note(template, "status", source="answer", at=now, before=PAUSED, after=APPROVED)
    release_held(template_ids=[template_id], now=now)


def _put_back(template: Template, refusal: str, now: datetime) -> None:
    """As it was told last; the next look at the list puts it right."""
    before = template.status
    last = TemplateHistory.objects.filter(template=template, what__in=["status", "submitted"])
    told = last.exclude(after__in=OURS).order_by("-at", "-id").values_list("after", flat=True).first()
    template.status, template.updated_at = SAME_AS.get(told or "", told or PAUSED), now
    template.save(update_fields=["status", "updated_at"])
    note(template, "status", source="answer", at=now, before=before, after=template.status, detail=refusal)


def release_held(*, template_ids: Iterable[int], now: datetime) -> None:
    """Messages that wait for a template which may be used again are due; the gate decides each anew."""
    usable = Template.objects.filter(id__in=list(template_ids), status=APPROVED)
    for channel_id, name in usable.values_list("channel_id", "name"):
        waiting = Message.objects.filter(channel_id=channel_id, state=Message.State.PLANNED)
        why = Q(reasons__contains=[TEMPLATE_PAUSED]) | Q(reasons__contains=[CATEGORY_CHANGED])
        waiting.filter(why, payload__template=name).update(not_before=now, reasons=[])
