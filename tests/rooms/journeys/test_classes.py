"""What must arrive and what may be left unsent: notices are tried once more, reminders never (decisions.md 30)."""

from datetime import datetime, timedelta

from sapa.accounts.models import Workspace
from sapa.base.scope import workspace_scope
from sapa.commerce.models import Order
from sapa.messaging.models import Message
from tests.rooms.journeys.floor import Floor


def test_a_confirmation_must_arrive_and_a_reminder_leaves_at_most_once(
    committed_shop: Workspace, now: datetime
) -> None:
    floor = Floor.open(committed_shop, now)
    payer, late = floor.meet("dewi"), floor.meet("dewi")
    floor.pay(payer, next(iter(payer.orders)))
    floor.settle()
    floor.now += timedelta(hours=5)
    with workspace_scope(committed_shop.pk):
        Order.objects.update(links={"pay": "https://tokosari.test/bayar"})
    floor.settle()
    with workspace_scope(committed_shop.pk):
        found = dict(Message.objects.values_list("contact_id", "delivery_class"))
    assert found == {payer.contact_id: "must", late.contact_id: "once"}
