from datetime import datetime

import pytest

from sapa.assistant.flows.applying import apply
from sapa.assistant.flows.tools import Whose
from sapa.commerce.models import Subscription
from sapa.commerce.schemas import Told
from sapa.commerce.services import apply_subscriptions
from sapa.contacts.services import Person
from sapa.domain.dialogue.types import Act, Move, Talk
from sapa.messaging.models import Conversation, Message
from sapa.web.errors import Refused
from tests.rooms.assistant.test_turns import says, talk

__all__ = ["talk"]


def test_a_plan_is_never_ended_by_a_change_that_nobody_knows(talk: Conversation, now: datetime) -> None:
    told = Told("S-1", now, status="active", values={"plan": "Kotak"}, person=Person(external=("csv", "D-1")))
    [plan] = apply_subscriptions(told=[told], source="csv", now=now)
    message = Message.objects.get(pk=says(talk, "ya", now))
    act = Act("subscription_change", plan.pk, "S-1", {"subscription_action": "upgrade"})
    whose = Whose([plan.contact_id], proven=True)
    with pytest.raises(Refused, match="plan_change_unknown"):
        apply(Move("", Talk(), "done", act=act), message=message, whose=whose, priority=0, now=now)
    assert Subscription.objects.get().status == "active"
