"""What a channel brought: each message exactly once, whatever is told again, late or in any order."""

import logging
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from sapa.messaging.models import Channel
from sapa.messaging.schemas import IdentityChange, InboundMessage, Parsed
from sapa.messaging.services.accounts import apply_account, apply_preferences, note_errors
from sapa.messaging.services.channels import change_channel
from sapa.messaging.services.conversations import tell
from sapa.messaging.services.incoming.calls import receive_calls
from sapa.messaging.services.incoming.echoes import receive_echoes
from sapa.messaging.services.incoming.elsewhere import note_elsewhere, note_free_entries, take_over
from sapa.messaging.services.incoming.history import learn_names, receive_history
from sapa.messaging.services.incoming.messages import receive_messages
from sapa.messaging.services.incoming.moves import receive_moves
from sapa.messaging.services.incoming.rows import Arrived
from sapa.messaging.services.statuses import apply_statuses
from sapa.messaging.services.templates import apply_template_changes

logger = logging.getLogger(__name__)
__all__ = ["receive"]


@transaction.atomic
def receive(*, channel: Channel, parsed: Parsed, now: datetime) -> None:
    """Applies everything that the bodies said of one channel; repeats and any order change nothing.

    Conversations are locked last of all, so what is written on them comes after `tell`.
    """
    arrived = _receive_people(channel, parsed, now)
    arrived += receive_echoes(channel, parsed.echoes, now)
    arrived += receive_calls(channel, parsed.calls, now)
    apply_preferences(channel=channel, preferences=parsed.preferences, now=now)
    arrived.changed |= apply_statuses(channel=channel, statuses=parsed.statuses, now=now)
    learn_names(channel, parsed.people, now)
    tell(news=arrived.news, changed=arrived.changed)
    take_over(arrived, now)
    note_elsewhere(arrived)
    receive_history(channel, parsed.history, now)
    note_free_entries(channel, parsed.statuses)
    apply_template_changes(channel=channel, changes=parsed.templates, now=now)
    apply_account(channel=channel, changes=parsed.account, now=now)
    _note_phone_app(channel, parsed, now)
    note_errors(channel=channel, codes=parsed.errors, now=now)
    if parsed.unknown:
        logger.warning("channel %s: not understood %s", channel.pk, sorted(set(parsed.unknown))[:10])


def _note_phone_app(channel: Channel, parsed: Parsed, now: datetime) -> None:
    """Only a number that is used in the phone app too tells what is written and known there."""
    by_person = [one for one in parsed.echoes if not one.standby]
    if not channel.coexistence and (by_person or parsed.history or parsed.people):
        change_channel(channel=channel, values={"coexistence": True}, source="webhook", now=now)


def _receive_people(channel: Channel, parsed: Parsed, now: datetime) -> Arrived:
    """What somebody wrote before they changed their number came from the old one."""
    if not parsed.identities:
        return receive_messages(channel, parsed.messages, now)
    earlier = [one for one in parsed.messages if _is_before(one, parsed.identities)]
    seen = {one.id for one in earlier}
    arrived = receive_messages(channel, earlier, now)
    arrived += receive_moves(channel, parsed.identities, parsed.messages, now)
    return arrived + receive_messages(channel, [one for one in parsed.messages if one.id not in seen], now)


def _is_before(one: InboundMessage, changes: Sequence[IdentityChange]) -> bool:
    return any(
        one.at and change.at and one.at <= change.at
        for change in changes
        if (one.phone and one.phone == change.old_phone)
        or (one.user_id and one.user_id == change.old_user_id)
    )
