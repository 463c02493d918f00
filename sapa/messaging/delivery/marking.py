"""Writing down what the gate decided, by set and in its transaction: what leaves, with its attempt and the fact
that it was sent, and what stays.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sapa.base.rows import fetch, insert_rows, update_rows
from sapa.base.scope import current_workspace_id
from sapa.contacts.services import note_facts
from sapa.domain.recipes.house import LATER
from sapa.events.services import NewEvent, record
from sapa.messaging.delivery.asking import Asking
from sapa.messaging.delivery.claiming import LEASE_SECONDS
from sapa.messaging.delivery.portfolio import remember
from sapa.messaging.models import Attempt, Message
from sapa.messaging.schemas import Letter
from sapa.messaging.services.conversations import News, tell

ANSWERS = frozenset({"agent_reply", "assistant_reply", LATER})
SPEECHLESS = frozenset({"reaction"})
GONE = frozenset({Message.State.CANCELLED, Message.State.EXPIRED, Message.State.FAILED})
LEAVE = """
UPDATE messaging_message m SET state = 'sending', attempts = gone.n, reasons = '[]', error = '', error_detail = '',
    lease_until = clock_timestamp() + %(lease)b::int * interval '1 second'
FROM unnest(%(ids)b::bigint[], %(ns)b::int[]) AS gone (id, n)
WHERE m.workspace_id = %(workspace)b AND m.id = gone.id
"""
Leaving = Sequence[tuple[Asking, Letter]]


def mark(*, leaving: Leaving, changed: Sequence[Asking], now: datetime) -> None:
    _stay(changed, now)
    record(events=[_unsent(one.message, now) for one in changed if _is_lost(one.message)], now=now)
    if leaving:
        _leave([letter for _, letter in leaving], now)
        note_facts(facts=[_fact(one, letter, now) for one, letter in leaving])
        remember([one for one, _ in leaving], now)
    said = [one for one, _ in leaving if one.message.type not in SPEECHLESS]
    quiet = [one for one, _ in leaving if one.message.type in SPEECHLESS]
    tell(
        news=[_news(one, now) for one in said],
        changed=[one.message.conversation_id for one in [*changed, *quiet]],
    )


def _stay(changed: Sequence[Asking], now: datetime) -> None:
    failed = Message.State.FAILED
    update_rows(
        Message,
        [
            {
                "id": one.message.pk,
                "state": one.message.state,
                "reasons": one.message.reasons,
                "error": one.message.error,
                "not_before": one.message.not_before,
                "lease_until": None,
                "failed_at": now if one.message.state == failed else one.message.failed_at,
            }
            for one in changed
        ],
    )


def _is_lost(message: Message) -> bool:
    """What a person wrote and will not leave any more, or not yet: what was written for later and is put back leaves
    as another message.
    """
    return message.state in GONE and message.by == "agent"


def _unsent(message: Message, now: datetime) -> NewEvent:
    return NewEvent(
        name="message.unsent",
        key=f"message:{message.pk}:unsent",
        at=now,
        contact_id=message.contact_id,
        order_id=message.order_id,
        data={
            "message_id": message.pk,
            "conversation_id": message.conversation_id,
            "code": (message.reasons or [message.error])[0],
        },
    )


def _leave(letters: Sequence[Letter], now: datetime) -> None:
    given: dict[str, Any] = {
        "workspace": current_workspace_id(),
        "lease": LEASE_SECONDS,
        "ids": [letter.message_id for letter in letters],
        "ns": [letter.n for letter in letters],
    }
    fetch(LEAVE, given)
    insert_rows(Attempt, [_attempt(letter, now) for letter in letters])


def _attempt(letter: Letter, now: datetime) -> dict[str, Any]:
    return {"message_id": letter.message_id, "n": letter.n, "token": letter.token, "started_at": now}


def _fact(one: Asking, letter: Letter, now: datetime) -> dict[str, Any]:
    message = one.message
    return {
        "contact_id": message.contact_id,
        "at": now,
        "fact": "sent",
        "channel": one.channel.kind,
        "klass": message.klass,
        "kind": message.kind,
        "by": message.by,
        "message_id": message.pk,
        "attempt": letter.n,
        "order_id": message.order_id,
    }


def _news(one: Asking, now: datetime) -> News:
    """A hand-off promises an answer, it is none: the customer goes on waiting for a person."""
    message = one.message
    shown = message.text or f"[{message.type}]"
    return News(message.conversation_id, now, shown, "out", message.kind in ANSWERS)
