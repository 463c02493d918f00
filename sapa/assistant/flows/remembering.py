"""What is remembered of a conversation, from row to talk and back."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sapa.assistant.models import Talk as TalkRow
from sapa.base.rows import changed
from sapa.base.scope import current_workspace_id
from sapa.domain.dialogue.talking import VERSION, as_json, from_json
from sapa.domain.dialogue.types import Talk
from sapa.inbox.models import Handoff

FORGOTTEN_AFTER = timedelta(hours=24)
HANDED = "handed_off:"
HEARD = "heard"
LONGEST_VALUE = 300
KEEP = """
INSERT INTO assistant_talk (workspace_id, conversation_id, state, shape, turns, updated_at)
VALUES (%(workspace)s, %(conversation)s, %(state)s::jsonb, %(shape)s, 1, %(now)s)
ON CONFLICT (workspace_id, conversation_id) DO UPDATE
SET state = excluded.state, shape = excluded.shape, turns = assistant_talk.turns + 1, updated_at = excluded.updated_at
"""


Heard = Mapping[str, Mapping[str, Any]]


def recall(conversation_id: int, now: datetime) -> tuple[Talk, Heard]:
    """With every slot that was told, flows that are over too: `{"value", "message"}` by name.

    A day later, and after people had the conversation, it begins anew; what it was about last is still known.
    """
    row = TalkRow.objects.filter(conversation_id=conversation_id, shape=VERSION).first()
    if row is None:
        return Talk(), {}
    talk, heard = from_json(row.state), row.state.get(HEARD, {})
    is_old = row.updated_at <= now - FORGOTTEN_AFTER
    handed = talk.told and talk.told[-1].startswith(HANDED)
    if is_old or handed or _had_by_people(conversation_id, row.updated_at):
        return replace(Talk(), language=talk.language, order=talk.order, product=talk.product), {}
    return talk, heard


def _had_by_people(conversation_id: int, since: datetime) -> bool:
    """Whoever took it unasked may have asked something meanwhile: a yes would be theirs."""
    return Handoff.objects.filter(conversation_id=conversation_id, ended_at__gte=since).exists()


def heard_in(talk: Talk, heard: Heard) -> Heard:
    """What was told newly wins."""
    told = {name: {"value": _plain(one.value), "message": one.message_id} for name, one in talk.slots.items()}
    return {**heard, **told}


def _plain(value: object) -> object:
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value if isinstance(value, int | float | bool) else str(value)[:LONGEST_VALUE]


def keep(conversation_id: int, talk: Talk, heard: Heard, now: datetime) -> None:
    told = {
        "workspace": current_workspace_id(),
        "conversation": conversation_id,
        "shape": VERSION,
        "now": now,
    }
    changed(KEEP, told | {"state": json.dumps(as_json(talk) | {HEARD: heard}, ensure_ascii=False)})
