"""The final gate: in one transaction contacts are locked, each message decided anew, and those that may leave
are marked as being sent, each with its attempt, before any request is made (reliability.md 1).
"""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.utils.module_loading import import_string

from sapa.base.failpoint import failpoint
from sapa.base.scope import current_workspace_id, workspace_scope
from sapa.base.sealed import SealError
from sapa.contacts.services import hold_free, make_gates
from sapa.messaging.delivery.asking import Asking, asking
from sapa.messaging.delivery.claiming import LEASE_SECONDS, Taken, Wanted, boot_clock, take
from sapa.messaging.delivery.holding import Hold, holds
from sapa.messaging.delivery.marking import mark
from sapa.messaging.delivery.rechecking import StoppedMeanwhile, recheck
from sapa.messaging.delivery.tokens import attempt_token
from sapa.messaging.models import Channel, Message
from sapa.messaging.schemas import Gate, GateVerdict, Letter, Sender
from sapa.messaging.selectors import sender
from sapa.messaging.services.channels import code_of, hold_channel

INTERNAL = "internal_error"
TAKEN_OVER = "taken_over"
SECOND_TRY = timedelta(minutes=1)
State = Message.State
SENDERS: dict[tuple[int, bytes], Sender] = {}
MOST_SENDERS = 1000
logger = logging.getLogger(__name__)


class Ready(NamedTuple):
    sender: Sender
    letter: Letter


@dataclass(slots=True)
class Sorted:
    """What becomes of the messages of one batch."""

    leaving: list[tuple[Asking, Letter]] = field(default_factory=list)
    changed: list[Asking] = field(default_factory=list)

    def settle(self, one: Asking, state: str, *, reasons: Sequence[str] = (), error: str = "") -> None:
        one.message.state, one.message.reasons, one.message.error = state, list(reasons), error
        self.changed.append(one)

    def put_off(self, one: Asking, hold: Hold) -> None:
        one.message.not_before = hold.until
        self.settle(one, State.PLANNED, reasons=hold.reasons, error=one.message.error)


def flip(*, workspace_id: int, wanted: Wanted, now: datetime) -> list[Ready]:
    """What leaves now of what is `wanted`, the more urgent first. When something breaks, message by message, so that
    only the poison row is put aside.

    Raises only when the database cannot be reached: then nothing was written and they are due as before.
    """
    taken: list[Taken] = []
    try:
        ready, left = _flip(workspace_id, wanted, taken, now)
    except (OperationalError, InterfaceError):
        raise
    except StoppedMeanwhile:
        return flip(workspace_id=workspace_id, wanted=wanted, now=now)
    except Exception as error:
        if len(taken) > 1:
            return _apart(workspace_id, [[one.id] for one in taken], now)
        logger.error("workspace %s: %s at the gate", workspace_id, type(error).__name__)
        for one in taken:
            _put_aside(workspace_id, one.id, error, now)
        return []
    return ready + (_apart(workspace_id, [_with_new_gates(workspace_id, left)], now) if left else [])


def _apart(workspace_id: int, batches: Iterable[Wanted], now: datetime) -> list[Ready]:
    """What one batch has marked as being sent leaves, whatever becomes of the next."""
    ready: list[Ready] = []
    try:
        for wanted in batches:
            ready += flip(workspace_id=workspace_id, wanted=wanted, now=now) if wanted else []
    except (OperationalError, InterfaceError) as error:
        logger.error("delivery: %s at the gate", type(error).__name__)
    return ready


def _with_new_gates(workspace_id: int, left: Sequence[Taken]) -> list[int]:
    """Messages whose customers have a gate only now: apart from what holds rows, as making one may wait."""
    try:
        with workspace_scope(workspace_id):
            made = make_gates(contact_ids={one.contact_id for one in left})
    except (OperationalError, InterfaceError):
        return []
    return [one.id for one in left if one.contact_id in made]


def _flip(
    workspace_id: int, wanted: Wanted, taken: list[Taken], now: datetime
) -> tuple[list[Ready], list[Taken]]:
    """What leaves, and what is left because its customer is not held; `taken` is filled for the caller."""
    lease_ends = boot_clock() + LEASE_SECONDS
    with workspace_scope(workspace_id):
        taken += take(wanted, now)
        held = hold_free(contact_ids={one.contact_id for one in taken})
        messages = asking([one.id for one in taken if one.contact_id in held])
        senders = _senders({one.channel.pk: one.channel for one in messages}, now)
        result = _sort(messages, now, lease_ends)
        mark(leaving=result.leaving, changed=result.changed, now=now)
        recheck(result.leaving, now)
        failpoint("delivery.deciding")
    ready = [Ready(senders[one.channel.pk], letter) for one, letter in result.leaving]
    return ready, [one for one in taken if one.contact_id not in held]


def _senders(channels: Mapping[int, Channel], now: datetime) -> dict[int, Sender]:
    """A token that cannot be opened, or a missing app secret, stops its channel."""
    opened = {}
    for pk, channel in channels.items():
        try:
            opened[pk] = _sender(channel)
        except SealError as error:
            code = code_of(error)
            logger.error("channel %s: %s", pk, code)
            hold_channel(channel_id=pk, code=code, now=now)
            channel.stopped = code
    return opened


def _sender(channel: Channel) -> Sender:
    """A token is opened once as long as it stays the same."""
    key = (channel.pk, bytes(channel.token))
    known = SENDERS.get(key)
    if known and (known.external_id, known.account_id) == (channel.external_id, channel.account_id):
        return known
    if len(SENDERS) >= MOST_SENDERS:
        SENDERS.clear()
    SENDERS[key] = sender(channel)
    return SENDERS[key]


def _sort(messages: Sequence[Asking], now: datetime, lease_ends: float) -> Sorted:
    result = Sorted()
    for one in messages:
        if one.taken_over:
            result.settle(one, State.CANCELLED, reasons=[TAKEN_OVER])
    asking_ = [one for one in messages if not one.taken_over]
    held = holds(asking_, now)
    for one in asking_:
        if hold := held.get(one.pk):
            result.put_off(one, hold)
    due = [one for one in asking_ if one.pk not in held]
    verdicts = _gate()([one.message for one in due], now) if due else {}
    for one in due:
        _decide(one, verdicts[one.pk], result, now, lease_ends)
    return result


def _gate() -> Gate:
    gate: Gate = import_string(settings.GATE)
    return gate


def _decide(one: Asking, verdict: GateVerdict, result: Sorted, now: datetime, lease_ends: float) -> None:
    """Only a follow-up waits: its message is cancelled and it asks again later (decisions.md 28)."""
    message = one.message
    is_free = verdict.form == "freeform" and message.payload.get("form") != "template"
    template = "" if is_free else message.payload.get("template", "")
    if verdict.action != "send":
        result.settle(one, State.CANCELLED, reasons=verdict.reasons)
    elif message.deadline is not None and message.deadline <= now:
        result.settle(one, State.EXPIRED, reasons=["deadline_passed"])
    elif not (one.phone or one.user_id):
        result.settle(one, State.FAILED, error="no_address")
    elif verdict.form == "template" and not template:
        result.settle(one, State.FAILED, error="no_template")
    else:
        result.leaving.append((one, _letter(one, template, lease_ends)))


def _letter(one: Asking, template: str, lease_ends: float) -> Letter:
    message, n = one.message, one.message.attempts + 1
    return Letter(
        message_id=message.pk,
        workspace_id=current_workspace_id(),
        channel_id=message.channel_id,
        n=n,
        token=attempt_token(message.pk, n),
        to=one.phone,
        user_id=one.user_id,
        text=message.text,
        template=template,
        language=message.payload.get("language", ""),
        parameters=message.payload.get("parameters", {}),
        parts=message.payload.get("parts", {}),
        content=message.payload.get("content", {}),
        reply_to=message.reply_to_wamid,
        lease_ends=lease_ends,
        by=message.by,
    )


def _put_aside(workspace_id: int, message_id: int, error: Exception, now: datetime) -> None:
    """Tried once more a minute later, then failed and shown: a broken row must not stop the others."""
    logger.error("message %s: %s while deciding", message_id, type(error).__name__, exc_info=settings.DEBUG)
    with workspace_scope(workspace_id):
        broken = Message.objects.filter(id=message_id, state=State.PLANNED, not_before__lte=now)
        if not broken.filter(error=INTERNAL).update(state=State.FAILED, failed_at=now):
            broken.update(error=INTERNAL, not_before=now + SECOND_TRY)
