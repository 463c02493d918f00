"""What is due to webhooks: claimed for a minute, made into signed letters, and what came of each written down.

Everything here goes by the machine's clock, because the receiver compares the timestamp with its own.
"""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connections
from django.db.models import Q

from sapa.accounts.services import audit
from sapa.base.scope import workspace_scope
from sapa.base.sealed import SealError
from sapa.domain import webhooks as rules
from sapa.events.models import Event, Webhook, WebhookAttempt, WebhookDelivery
from sapa.events.services.webhooks import open_webhook_secrets

AT_ONCE = 8
LEASE = timedelta(seconds=60)
KEPT = timedelta(days=30)
SWEPT_AT_ONCE = 5_000
# The table of webhooks is small; each is asked whether anything waits, so a long queue is never walked through.
DUE = """
SELECT w.workspace_id, w.id FROM events_webhook w
WHERE w.active AND (w.rests_until IS NULL OR w.rests_until <= %(now)s) AND EXISTS (
    SELECT 1 FROM events_webhookdelivery d
    WHERE d.workspace_id = w.workspace_id AND d.webhook_id = w.id AND d.state = 'waiting' AND d.next_at <= %(now)s
) ORDER BY w.workspace_id, w.id
"""
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, order=True)
class Due:
    workspace_id: int
    webhook_id: int


@dataclass(frozen=True, slots=True)
class Letter:
    delivery_id: int
    url: str
    body: bytes
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reply:
    delivery_id: int
    answer: rules.Answer
    milliseconds: int


def due_webhooks(*, now: datetime) -> list[Due]:
    """Of all workspaces: those that are on, do not rest, and have something to be told."""
    with connections["dispatch"].cursor() as cursor:
        cursor.execute(DUE, {"now": now})
        return [Due(int(workspace), int(webhook)) for workspace, webhook in cursor.fetchall()]


def claim_letters(*, due: Due, now: datetime) -> list[Letter]:
    """Nobody else takes them for a minute; a worker that dies leaves them to the next one.

    A receiver that fails gets one letter at a time, until one of them arrives.
    """
    with workspace_scope(due.workspace_id):
        webhook = Webhook.objects.filter(id=due.webhook_id, active=True).first()
        if webhook is None or (webhook.rests_until and webhook.rests_until > now):
            return []
        try:
            secrets = open_webhook_secrets(webhook)
        except SealError:
            _switch_off(webhook, Webhook.Off.SECRET, now)
            return []
        rows = _claim(webhook, now)
        told = public_data(row.event for row in rows if row.event)
        return [_letter(webhook, row, told.get(row.event_id or 0, {}), secrets, now) for row in rows]


def settle_replies(*, due: Due, replies: Sequence[Reply], now: datetime) -> None:
    with workspace_scope(due.workspace_id):
        webhook = Webhook.objects.select_for_update().filter(id=due.webhook_id).first()
        found = WebhookDelivery.objects.in_bulk([reply.delivery_id for reply in replies])
        known = [(found[reply.delivery_id], reply) for reply in replies if reply.delivery_id in found]
        if webhook is None or not known:
            return
        verdicts = [_settled(row, reply, now) for row, reply in known]
        WebhookDelivery.objects.bulk_update([row for row, _ in known], ["state", "attempts", "next_at"])
        WebhookAttempt.objects.bulk_create([_attempt(reply, now) for _, reply in known])
        _judge(webhook, verdicts, now)


def sweep_webhooks(*, now: datetime) -> int:
    """Forgets what was told more than 30 days ago, or waited as long for a webhook that is off; some thousand at
    a time. Returns how many. Called in a workspace's scope.
    """
    over = ~Q(state=WebhookDelivery.State.WAITING) | Q(webhook__active=False)
    old = WebhookDelivery.objects.filter(over, created_at__lt=now - KEPT, next_at__lt=now - KEPT)
    ids = list(old.values_list("id", flat=True)[:SWEPT_AT_ONCE])
    WebhookAttempt.objects.filter(delivery_id__in=ids).delete()
    WebhookDelivery.objects.filter(id__in=ids).delete()
    return len(ids)


def _claim(webhook: Webhook, now: datetime) -> list[WebhookDelivery]:
    waiting = WebhookDelivery.objects.filter(
        webhook=webhook, state=WebhookDelivery.State.WAITING, next_at__lte=now
    )
    limit = 1 if webhook.failing_since else AT_ONCE
    free = waiting.select_related("event").select_for_update(skip_locked=True, of=("self",))
    rows = list(free.order_by("next_at", "id")[:limit])
    WebhookDelivery.objects.filter(id__in=[row.pk for row in rows]).update(next_at=now + LEASE)
    return rows


def public_data(events: Iterable[Event]) -> dict[int, dict[str, object]]:
    """By the event's id: public ids and codes; nothing else of an event leaves the house."""
    given = {event.pk: (event.data, _references(event)) for event in events}
    known = {
        name: _public_ids(name, [refs[name] for _, refs in given.values() if name in refs])
        for name in _subjects()
    }
    return {pk: {**rules.codes(data), **_named(refs, known)} for pk, (data, refs) in given.items()}


def _named(refs: Mapping[str, int], known: Mapping[str, Mapping[int, str]]) -> dict[str, str]:
    return {name.removesuffix("_id"): known[name][pk] for name, pk in refs.items() if pk in known[name]}


def _references(event: Event) -> dict[str, int]:
    given = {**event.data, "contact_id": event.contact_id, "order_id": event.order_id}
    return {name: given[name] for name in _subjects() if isinstance(given.get(name), int)}


def _public_ids(name: str, ids: Sequence[int]) -> dict[int, str]:
    model: Any = apps.get_model(_subjects()[name])
    rows = model.objects.filter(pk__in=ids).values_list("pk", "public_id") if ids else ()
    return {pk: str(public_id) for pk, public_id in rows}


def _subjects() -> Mapping[str, str]:
    subjects: Mapping[str, str] = settings.WEBHOOK_SUBJECTS
    return subjects


def _letter(
    webhook: Webhook, row: WebhookDelivery, data: dict[str, object], secrets: list[str], now: datetime
) -> Letter:
    name, at = (row.event.name, row.event.at) if row.event else (rules.TEST, row.created_at)
    body, message_id = rules.envelope(name=name, at=at, data=data), f"msg_{row.public_id.hex}"
    headers = {
        "content-type": "application/json",
        "user-agent": "Sapa",
        "webhook-id": message_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": rules.signatures(message_id=message_id, at=now, body=body, secrets=secrets),
    }
    return Letter(row.pk, webhook.url, body, headers)


def _settled(row: WebhookDelivery, reply: Reply, now: datetime) -> rules.Verdict:
    row.attempts += 1
    verdict = rules.judge(reply.answer, attempt=row.attempts, seed=str(row.public_id))
    row.state = "waiting" if verdict.outcome == "again" else verdict.outcome
    row.next_at = now + verdict.wait
    return verdict


def _attempt(reply: Reply, now: datetime) -> WebhookAttempt:
    answer = reply.answer
    return WebhookAttempt(
        delivery_id=reply.delivery_id,
        at=now,
        status=answer.status,
        error=answer.error,
        milliseconds=reply.milliseconds,
    )


def _judge(webhook: Webhook, verdicts: Sequence[rules.Verdict], now: datetime) -> None:
    """One success says that the receiver is there; the longest rest that was asked for counts.

    Who failed before and fails again rests too, whatever the failure: else the whole backlog came at once.
    """
    arrived = any(one.outcome == "done" for one in verdicts)
    runs = webhook.failing_since is not None and not arrived
    rest = max(rules.REST if runs else timedelta(), *(one.rest for one in verdicts))
    webhook.failing_since = None if arrived else webhook.failing_since or now
    webhook.rests_until = now + rest if rest else None
    webhook.save(update_fields=["failing_since", "rests_until"])
    if any(one.gone for one in verdicts):
        _switch_off(webhook, Webhook.Off.GONE, now)
    elif rules.is_given_up(webhook.failing_since, now):
        _switch_off(webhook, Webhook.Off.FAILING, now)


def _switch_off(webhook: Webhook, reason: str, now: datetime) -> None:
    """The home page asks somebody to look (`selectors.webhooks_that_stopped`)."""
    if not Webhook.objects.filter(id=webhook.pk, active=True).update(active=False, off_reason=reason):
        return
    audit(action="webhook.switched_off", subject=f"webhook:{webhook.pk}", now=now, data={"reason": reason})
    logger.warning("webhook %s of workspace %s is off: %s", webhook.pk, webhook.workspace_id, reason)
