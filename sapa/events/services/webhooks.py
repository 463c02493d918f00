"""Webhooks of this workspace: made, changed, switched, tried, told again."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from sapa.accounts.models import Workspace
from sapa.base.addresses import Fault, fault_of
from sapa.base.rows import fetch
from sapa.base.scope import current_workspace_id
from sapa.base.sealed import Place, seal, unseal
from sapa.domain.events import EVENTS
from sapa.domain.webhooks import SECRET_BYTES, written_secret
from sapa.events.models import Webhook, WebhookAttempt, WebhookDelivery
from sapa.web.errors import Refused, refusal

TABLE, FIELD = "events_webhook", "secrets"
ACCEPTED = 2
MOST_WEBHOOKS = 20
LONGEST_SPAN = timedelta(days=31)
MOST_AGAIN = 100_000
TOO_MANY_WEBHOOKS = refusal(
    "too_many_webhooks",
    _("A shop has at most %(most)s webhooks."),
    _("Remove one that is not used."),
)
NO_EVENTS = refusal(
    "webhook_no_events", _("This webhook wants no event that Sapa knows."), _("Choose at least one event.")
)
NOT_AN_ADDRESS = refusal(
    "webhook_not_an_address",
    _("This is not an address that Sapa can call."),
    _("Give a whole address such as https://example.com/sapa, without a password in it."),
)
NOT_HTTPS = refusal(
    "webhook_not_https",
    _("Webhooks go to https addresses only."),
    _("Let the receiver answer at https."),
)
NOT_FOUND = refusal(
    "webhook_not_found",
    _("No server was found under this name."),
    _("Check how it is written, and that the name server knows it."),
)
NOT_PUBLIC = refusal(
    "webhook_not_public",
    _("This address lies in a private network."),
    _("Choose a public one, or let the installation allow it with SAPA_EGRESS_ALLOW."),
)
WEBHOOK_OFF = refusal(
    "webhook_off", _("This webhook is switched off."), _("Switch it on first, then try again.")
)
SPAN_TOO_LONG = refusal(
    "webhook_span",
    _("At most %(days)s days can be sent again at once, from an earlier to a later time."),
    _("Choose a shorter span."),
)
TOO_MUCH_AGAIN = refusal(
    "webhook_span_events",
    _("%(count)s events happened in this span; at most %(most)s can be sent again at once."),
    _("Choose a shorter span."),
)
FAULTS = {
    "not_an_address": NOT_AN_ADDRESS,
    "not_https": NOT_HTTPS,
    "not_found": NOT_FOUND,
    "not_public": NOT_PUBLIC,
}
SPAN = """
FROM events_event e
WHERE e.workspace_id = %(workspace)b AND e.name = ANY(%(names)b::text[])
  AND e.at >= %(since)b AND e.at < %(until)b
"""
# Those that were told before keep their webhook-id, so that receivers know them again; what waits anyway stays.
REPLAY = f"""
WITH told AS (INSERT INTO events_webhookdelivery AS d
    (workspace_id, public_id, webhook_id, event_id, state, attempts, next_at, created_at)
SELECT %(workspace)b, gen_random_uuid(), %(webhook)b, e.id, 'waiting', 0, %(now)b, %(now)b
{SPAN} ORDER BY e.id
ON CONFLICT (workspace_id, webhook_id, event_id) DO UPDATE
    SET state = 'waiting', attempts = 0, next_at = excluded.next_at WHERE d.state <> 'waiting'
RETURNING 1) SELECT count(*) FROM told
"""  # noqa: S608 (our own words)


class Looked(NamedTuple):
    """What came of looking an address up."""

    url: str
    fault: Fault


def look_up(url: str) -> Looked:
    """Asks the name server, which may take seconds: before the transaction of whoever keeps the address."""
    return Looked(url, fault_of(url))


def create_webhook(
    *, url: str, events: Sequence[str], label: str = "", looked: Looked | None = None, now: datetime
) -> tuple[Webhook, str]:
    """The webhook and its secret in clear, the only time that it is told. Looks the address up unless `looked` did.

    Raises Refused: too_many_webhooks, webhook_no_events, webhook_not_an_address, webhook_not_https,
    webhook_not_found, webhook_not_public.
    """
    given = _checked(url, events, looked)
    return _created(given | {"label": label, "created_at": now})


@transaction.atomic
def _created(given: dict[str, object]) -> tuple[Webhook, str]:
    """One after the other in a workspace, so that two at once do not pass its limit."""
    Workspace.objects.select_for_update(no_key=True).get(pk=current_workspace_id())
    if Webhook.objects.count() >= MOST_WEBHOOKS:
        raise Refused(TOO_MANY_WEBHOOKS, most=MOST_WEBHOOKS)
    webhook_id, plain = _reserved_id(), _fresh()
    return Webhook.objects.create(id=webhook_id, secrets=[_sealed(plain, webhook_id)], **given), plain


def change_webhook(
    *, webhook_id: int, url: str, events: Sequence[str], label: str = "", looked: Looked | None = None
) -> None:
    """Raises Refused as `create_webhook` does."""
    Webhook.objects.filter(id=webhook_id).update(label=label, **_checked(url, events, looked))


def switch_webhook(*, webhook_id: int, active: bool) -> None:
    """Off: nothing new is noted and what waits stays for 30 days. On: it goes out, earlier failures forgotten."""
    reason = "" if active else Webhook.Off.PERSON
    Webhook.objects.filter(id=webhook_id).update(
        active=active, off_reason=reason, failing_since=None, rests_until=None
    )


@transaction.atomic
def remove_webhook(*, webhook_id: int) -> None:
    """With everything that was told there."""
    WebhookAttempt.objects.filter(delivery__webhook_id=webhook_id).delete()
    WebhookDelivery.objects.filter(webhook_id=webhook_id).delete()
    Webhook.objects.filter(id=webhook_id).delete()


@transaction.atomic
def rotate_webhook_secret(*, webhook_id: int) -> str:
    """A new secret, told once; both sign until `retire_webhook_secret` or the next rotation."""
    plain = _fresh()
    webhook = Webhook.objects.select_for_update().get(id=webhook_id)
    kept = [_sealed(plain, webhook_id), *webhook.secrets][:ACCEPTED]
    Webhook.objects.filter(id=webhook_id).update(secrets=kept)
    return plain


@transaction.atomic
def retire_webhook_secret(*, webhook_id: int) -> None:
    """Only the newest secret stays."""
    webhook = Webhook.objects.select_for_update().get(id=webhook_id)
    Webhook.objects.filter(id=webhook_id).update(secrets=webhook.secrets[:1])


def try_webhook(*, webhook_id: int, now: datetime) -> WebhookDelivery:
    """Sends `webhook.test` with empty data soon. `now`: machine time. Raises Refused(WEBHOOK_OFF)."""
    _only_on(webhook_id)
    return WebhookDelivery.objects.create(webhook_id=webhook_id, next_at=now, created_at=now)


def replay_webhook_delivery(*, delivery_id: int, now: datetime) -> None:
    """Told again under the same webhook-id, with all its attempts. `now`: machine time. Raises Refused."""
    chosen = WebhookDelivery.objects.get(id=delivery_id)
    _only_on(chosen.webhook_id)
    again = WebhookDelivery.objects.filter(id=delivery_id)
    again.update(state=WebhookDelivery.State.WAITING, attempts=0, next_at=now)


def replay_webhook_span(*, webhook_id: int, since: datetime, until: datetime, now: datetime) -> int:
    """Every event of its names that happened then, also those it was never told of. Returns how many go out.

    `now`: machine time. Raises Refused: webhook_off, webhook_span, webhook_span_events.
    """
    if not timedelta() < until - since <= LONGEST_SPAN:
        raise Refused(SPAN_TOO_LONG, days=LONGEST_SPAN.days)
    names = _only_on(webhook_id).events
    span = {"workspace": current_workspace_id(), "names": names, "since": since, "until": until}
    count = int(fetch(f"SELECT count(*) {SPAN}", span)[0][0])
    if count > MOST_AGAIN:
        raise Refused(TOO_MUCH_AGAIN, count=count, most=MOST_AGAIN)
    return int(fetch(REPLAY, {**span, "webhook": webhook_id, "now": now})[0][0])


def open_webhook_secrets(webhook: Webhook) -> list[str]:
    """Newest first. Raises SealError."""
    place = Place(current_workspace_id(), TABLE, webhook.pk, FIELD)
    return [unseal(token, place) for token in webhook.secrets]


def _checked(url: str, events: Sequence[str], looked: Looked | None) -> dict[str, object]:
    wanted = [name for name in EVENTS if name in set(events)]
    if not wanted or len(wanted) < len(set(events)):
        raise Refused(NO_EVENTS)
    if fault := looked.fault if looked and looked.url == url else fault_of(url):
        raise Refused(FAULTS[fault])
    return {"url": url, "events": wanted}


def _only_on(webhook_id: int) -> Webhook:
    webhook = Webhook.objects.get(id=webhook_id)
    if not webhook.active:
        raise Refused(WEBHOOK_OFF)
    return webhook


def _fresh() -> str:
    return written_secret(secrets.token_bytes(SECRET_BYTES))


def _sealed(plain: str, webhook_id: int) -> str:
    return seal(plain, Place(current_workspace_id(), TABLE, webhook_id, FIELD))


def _reserved_id() -> int:
    """Known before the row exists, because the seal is bound to it (decisions.md 19)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [TABLE])
        row = cursor.fetchone()
    assert row is not None  # noqa: S101 (a SELECT without FROM has one row)
    return int(row[0])
