"""The final gate: in one transaction contacts are locked, each message decided anew, and those that may leave
are marked as being sent, each with its attempt, before any request is made (reliability.md 1).
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.db.models import F
from django.db.models.functions import Now
from django.utils.module_loading import import_string

from sapa.base.scope import current_workspace_id, workspace_scope
from sapa.base.sealed import SealError
from sapa.contacts.models import LedgerEntry
from sapa.contacts.services import lock, write_ledger
from sapa.messaging.delivery.addressing import Address, addresses
from sapa.messaging.delivery.claiming import LEASE_SECONDS, boot_clock
from sapa.messaging.delivery.holding import holds
from sapa.messaging.delivery.tokens import attempt_token
from sapa.messaging.models import Attempt, Channel, Message
from sapa.messaging.schemas import Gate, GateVerdict, Letter, Sender
from sapa.messaging.selectors import sender
from sapa.messaging.services.channels import hold_channel
from sapa.messaging.services.conversations import News, tell

INTERNAL = "internal_error"
ANSWERS = frozenset({"agent_reply", "assistant_reply"})
SECOND_TRY = timedelta(minutes=1)
State = Message.State
logger = logging.getLogger(__name__)


class Ready(NamedTuple):
    sender: Sender
    letter: Letter


@dataclass(slots=True)
class Sorted:
    """What becomes of the messages of one batch."""

    leaving: list[tuple[Message, Letter]] = field(default_factory=list)
    changed: list[Message] = field(default_factory=list)

    def settle(self, message: Message, state: str, *, reasons: Sequence[str] = (), error: str = "") -> None:
        message.state, message.reasons, message.error = state, list(reasons), error
        self.changed.append(message)


def flip(*, workspace_id: int, message_ids: Sequence[int], now: datetime) -> list[Ready]:
    """What leaves now. When something breaks, message by message, so that only the poison row is put aside.

    Raises only when the database cannot be reached; the lease brings such messages back.
    """
    try:
        return _flip(workspace_id, message_ids, now)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        if len(message_ids) == 1:
            _put_aside(workspace_id, message_ids[0], error, now)
            return []
    return [r for pk in message_ids for r in flip(workspace_id=workspace_id, message_ids=[pk], now=now)]


def _flip(workspace_id: int, message_ids: Sequence[int], now: datetime) -> list[Ready]:
    lease_ends = boot_clock() + LEASE_SECONDS
    with workspace_scope(workspace_id):
        claimed = Message.objects.filter(id__in=message_ids, state=State.CLAIMED)
        lock(contact_ids=claimed.values_list("contact_id", flat=True))
        rows = (
            claimed.select_related("channel", "conversation").order_by("id").select_for_update(of=("self",))
        )
        messages = list(rows)
        senders = _senders({m.channel_id: m.channel for m in messages}, now)
        result = _sort(messages, now, lease_ends)
        _write(result, now)
    return [Ready(senders[m.channel_id], letter) for m, letter in result.leaving]


def _senders(channels: Mapping[int, Channel], now: datetime) -> dict[int, Sender]:
    """A token that cannot be opened stops its channel."""
    opened = {}
    for pk, channel in channels.items():
        try:
            opened[pk] = sender(channel)
        except SealError:
            logger.error("channel %s: the token cannot be opened", pk)
            hold_channel(channel_id=pk, code="token_unreadable", now=now)
            channel.stopped = "token_unreadable"
    return opened


def _sort(messages: Sequence[Message], now: datetime, lease_ends: float) -> Sorted:
    result = Sorted()
    held = holds(messages, now)
    for message in messages:
        if hold := held.get(message.pk):
            message.not_before = hold.until
            result.settle(message, State.PLANNED, reasons=hold.reasons, error=message.error)
    due = [m for m in messages if m.pk not in held]
    verdicts = _gate()(due, now) if due else {}
    known = addresses(due)
    for message in due:
        _decide(message, verdicts[message.pk], known[message.contact_id], result, now, lease_ends)
    return result


def _gate() -> Gate:
    gate: Gate = import_string(settings.GATE)
    return gate


def _decide(
    message: Message, verdict: GateVerdict, address: Address, result: Sorted, now: datetime, lease_ends: float
) -> None:
    """Only a follow-up waits: its message is cancelled and it asks again later (decisions.md 28)."""
    template = message.payload.get("template", "") if verdict.form != "freeform" else ""
    if verdict.action != "send":
        result.settle(message, State.CANCELLED, reasons=verdict.reasons)
    elif message.deadline is not None and message.deadline <= now:
        result.settle(message, State.EXPIRED, reasons=["deadline_passed"])
    elif not (address.phone or address.user_id):
        result.settle(message, State.FAILED, error="no_address")
    elif verdict.form == "template" and not template:
        result.settle(message, State.FAILED, error="no_template")
    else:
        result.leaving.append((message, _letter(message, address, template, lease_ends)))


def _letter(message: Message, address: Address, template: str, lease_ends: float) -> Letter:
    n = message.attempts + 1
    return Letter(
        message_id=message.pk,
        workspace_id=current_workspace_id(),
        channel_id=message.channel_id,
        n=n,
        token=attempt_token(message.pk, n),
        to=address.phone,
        user_id=address.user_id,
        text=message.text,
        template=template,
        language=message.payload.get("language", ""),
        parameters=message.payload.get("parameters", {}),
        parts=message.payload.get("parts", {}),
        content=message.payload.get("content", {}),
        reply_to=message.reply_to_wamid,
        lease_ends=lease_ends,
    )


def _write(result: Sorted, now: datetime) -> None:
    for message in result.changed:
        message.lease_until = None
        message.failed_at = now if message.state == State.FAILED else message.failed_at
    columns = ["state", "reasons", "error", "not_before", "lease_until", "failed_at"]
    Message.objects.bulk_update(result.changed, columns)
    letters = [letter for _, letter in result.leaving]
    Message.objects.filter(id__in=[letter.message_id for letter in letters]).update(
        state=State.SENDING,
        attempts=F("attempts") + 1,
        lease_until=Now() + timedelta(seconds=LEASE_SECONDS),
        reasons=[],
        error="",
        error_detail="",
    )
    Attempt.objects.bulk_create([_attempt(letter, now) for letter in letters])
    write_ledger(entries=[_fact(message, now) for message, _ in result.leaving])
    tell(
        news=[_news(message, now) for message, _ in result.leaving],
        changed=[message.conversation_id for message in result.changed],
    )


def _attempt(letter: Letter, now: datetime) -> Attempt:
    return Attempt(message_id=letter.message_id, n=letter.n, token=letter.token, started_at=now)


def _fact(message: Message, now: datetime) -> LedgerEntry:
    return LedgerEntry(
        contact_id=message.contact_id,
        at=now,
        fact="sent",
        channel=message.channel.kind,
        klass=message.klass,
        kind=message.kind,
        by=message.by,
        message_id=message.pk,
        attempt=message.attempts + 1,
        order_id=message.order_id,
    )


def _news(message: Message, now: datetime) -> News:
    """A hand-off promises an answer, it is none: the customer goes on waiting for a person."""
    return News(message.conversation_id, now, message.text, "out", message.kind in ANSWERS)


def _put_aside(workspace_id: int, message_id: int, error: Exception, now: datetime) -> None:
    """Tried once more a minute later, then failed and shown: a broken row must not stop the others."""
    logger.error("message %s: %s while deciding", message_id, type(error).__name__, exc_info=settings.DEBUG)
    with workspace_scope(workspace_id):
        claimed = Message.objects.filter(id=message_id, state=State.CLAIMED)
        failed = claimed.filter(error=INTERNAL).update(state=State.FAILED, failed_at=now, lease_until=None)
        if not failed:
            claimed.update(state=State.PLANNED, error=INTERNAL, not_before=now + SECOND_TRY, lease_until=None)
