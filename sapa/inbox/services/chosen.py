"""A template that a person chose for a customer: through guard and policy, now, as soon as it may, or later."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from sapa.accounts.models import User
from sapa.contacts.services import lock
from sapa.domain.message_templates import Filled
from sapa.inbox.services.clocks import answered
from sapa.inbox.services.handoffs import take_to_answer
from sapa.inbox.services.later import Letter, kept_letter, send_later
from sapa.inbox.services.programs import MARKETING, POLICY_FORBIDS, wording_of
from sapa.inbox.services.replies import ask_guard, key_of, sent_before
from sapa.journeys.models import FollowUp
from sapa.journeys.selectors import reason_words
from sapa.journeys.services.policy import ask
from sapa.messaging.models import Conversation, Template
from sapa.messaging.schemas import Outgoing
from sapa.messaging.selectors import window_state
from sapa.messaging.services import queue
from sapa.web.errors import Refused


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was filled in, with the class that it is judged as."""

    template: Template
    wording: Filled
    klass: str

    @property
    def letter(self) -> Letter:
        return Letter(
            text=self.wording.text,
            template=self.template.name,
            parameters=self.wording.parameters,
            parts=self.wording.parts,
            category=self.template.category,
            klass=self.klass,
        )


def chosen(
    conversation: Conversation, template: Template, values: Mapping[str, str], *, at: datetime
) -> Chosen:
    """`values` by parameter. An offer is a promotion, anything else an answer while the window is open at `at`."""
    klass = klass_of(conversation, template, at=at)
    return Chosen(template, wording_of(template, values, klass), klass)


def klass_of(conversation: Conversation, template: Template, *, at: datetime) -> str:
    if template.category == MARKETING:
        return "promo"
    window = window_state(contact_id=conversation.contact_id, channel_id=conversation.channel_id, now=at)
    return "reply" if window.open else "notice"


@transaction.atomic
def send_chosen(
    *,
    conversation: Conversation,
    template: Template,
    values: Mapping[str, str],
    author: User,
    client_id: str,
    at: datetime | None,
    now: datetime,
) -> FollowUp | int:
    """The message's id, or the follow-up that waits for `at` or for the policy.

    The same `client_id` twice is one message. Raises Refused as `wording_of`, `send_later` and the guard do, and
    policy_forbids.
    """
    lock(contact_ids=[conversation.contact_id])
    if known := _known(conversation, client_id):
        return known
    told = chosen(conversation, template, values, at=at or now)
    if at:
        return send_later(
            conversation=conversation, letter=told.letter, author=author, client_id=client_id, at=at, now=now
        )
    ask_guard(conversation, told.wording.text, "", now, klass=told.klass)
    decision = ask(contact=conversation.contact, klass=told.klass, at=now).decision
    if decision.action == "wait" and decision.at is not None:
        return send_later(
            conversation=conversation,
            letter=told.letter,
            author=author,
            client_id=client_id,
            at=decision.at,
            now=now,
        )
    if decision.action != "send":
        raise Refused(POLICY_FORBIDS, why=reason_words(decision.reasons))
    return _send(conversation, told, author, client_id, now)


def _known(conversation: Conversation, client_id: str) -> FollowUp | int | None:
    """What was made of this `client_id` before: by now the policy may decide otherwise."""
    left = sent_before(conversation, client_id)
    return left or kept_letter(conversation=conversation, client_id=client_id)


def _send(conversation: Conversation, told: Chosen, author: User, client_id: str, now: datetime) -> int:
    talk = take_to_answer(conversation=conversation, person=author, now=now)
    outgoing = Outgoing(
        contact_id=conversation.contact_id,
        channel_id=conversation.channel_id,
        klass=told.klass,
        kind="agent_reply",
        category=told.template.category,
        by="agent",
        author_id=author.pk,
        text=told.wording.text,
        template=told.template.name,
        language=told.template.language,
        parameters=told.wording.parameters,
        parts=told.wording.parts,
        key=key_of(conversation, client_id),
        delivery_class="ask",
        priority=0,
    )
    message_id = queue(outgoing=[outgoing], now=now)[0]
    answered(conversation_id=talk.pk, by="agent", author_id=author.pk, at=now, now=now)
    return message_id
