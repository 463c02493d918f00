"""What a person may do with a message of a conversation: answer it, react to it, send it once more."""

from collections.abc import Sequence

from sapa.messaging.models import Message, MessageKey
from sapa.messaging.services.again import key_of_template, wants_template

BY_PEOPLE = frozenset({"agent"})
SURELY_NOT = frozenset({Message.State.FAILED, Message.State.CANCELLED, Message.State.EXPIRED})


def can_answer(message: Message) -> bool:
    """It has reached WhatsApp, or came from there, and was not taken back."""
    gone = message.state == Message.State.FAILED or message.delivery == Message.Delivery.FAILED
    return bool(message.wamid) and not gone and "revoked_at" not in message.payload


def can_go_again(message: Message) -> bool:
    """A person wrote it, and WhatsApp has refused it or never had it: what is uncertain never goes again, and what goes
    by itself needs nobody.
    """
    failed = message.state in SURELY_NOT or message.delivery == Message.Delivery.FAILED
    mine = message.direction == "out" and message.by in BY_PEOPLE and message.type != "reaction"
    return failed and mine and not goes_by_itself(message)


def goes_by_itself(message: Message) -> bool:
    """When its follow-up may, or as the template that was wanted with it."""
    is_put_back = message.state == Message.State.CANCELLED and message.follow_up_id is not None
    return is_put_back or wants_template(message)


def key_of_second(message: Message) -> str:
    return f"again:{message.pk}"


def sent_again(messages: Sequence[Message]) -> set[int]:
    """Those of these messages that went once more already, by hand or by themselves."""
    keys = {key_of_second(one): one.pk for one in messages if can_go_again(one)}
    keys |= {key_of_template(one): one.pk for one in messages if wants_template(one)}
    used = MessageKey.objects.filter(key__in=keys).values_list("key", flat=True) if keys else ()
    return {keys[key] for key in used}
