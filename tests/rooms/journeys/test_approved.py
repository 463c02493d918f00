"""The category that WhatsApp approved decides: what waits for the owner, what becomes a promotion, what goes anyway."""

from datetime import datetime, timedelta

import pytest

from sapa.accounts.models import Workspace
from sapa.base.scope import workspace_scope
from sapa.contacts.models import LedgerEntry
from sapa.contacts.services.consents import stop_wa_marketing
from sapa.journeys.models import Decision, FollowUp
from sapa.messaging.models import Message, Template
from sapa.messaging.services.templates import accept_category, category_told
from tests.rooms.journeys.floor import Customer, Floor

REMINDER = "checkout_belum_bayar_1_b2c"
NOTICE = "konfirmasi_pesanan_1_b2c"


@pytest.fixture
def floor(committed_shop: Workspace, now: datetime) -> Floor:
    """Orders here have no links, so that these templates say other words."""
    made = Floor.open(committed_shop, now)
    with workspace_scope(committed_shop.id):
        words = {"pesanan_tautan_bayar": "chat ini", "kirim_perkiraan_kirim": "secepatnya"}
        Template.objects.update(fallbacks=words)
    return made


def flip(floor: Floor, name: str = REMINDER) -> None:
    """Meta made it marketing."""
    with workspace_scope(floor.shop.id):
        row = Template.objects.get(name=name)
        category_told(row, "MARKETING", source="webhook", at=floor.now, now=floor.now)


def agree(floor: Floor, name: str = REMINDER) -> None:
    with workspace_scope(floor.shop.id):
        accept_category(template=Template.objects.get(name=name), now=floor.now)


def reminder(floor: Floor, who: Customer) -> FollowUp:
    with workspace_scope(floor.shop.id):
        return FollowUp.objects.get(contact_id=who.contact_id, recipe="checkout_belum_bayar", step="1")


def when_due(floor: Floor, who: Customer) -> None:
    floor.settle()
    while reminder(floor, who).reasons == ["not_due"]:
        floor.now = max(floor.now, reminder(floor, who).next_at or floor.now)
        floor.settle()


def test_a_reminder_waits_for_the_owner_when_its_template_became_marketing(floor: Floor) -> None:
    dewi = floor.meet("dewi")
    flip(floor)
    when_due(floor, dewi)
    row = reminder(floor, dewi)
    assert (row.state, row.reasons) == ("waiting", ["category_changed"])
    with workspace_scope(floor.shop.id):
        kept = Decision.objects.filter(follow_up_id=row.pk, stage="settle").latest("id")
    assert (kept.action, kept.reasons, kept.until) == ("wait", ["category_changed"], row.next_at)


def test_once_agreed_it_goes_as_the_promotion_that_it_is(floor: Floor) -> None:
    dewi = floor.meet("dewi")
    flip(floor)
    when_due(floor, dewi)
    agree(floor)
    floor.settle()
    floor.deliver()
    with workspace_scope(floor.shop.id):
        sent = Message.objects.get(follow_up_id=reminder(floor, dewi).pk)
        fact = LedgerEntry.objects.get(message_id=sent.pk, fact="sent")
    assert (sent.state, sent.klass, sent.category, fact.klass) == ("accepted", "promo", "marketing", "promo")


def test_who_wants_no_promotions_gets_none_of_them_after_the_agreement(floor: Floor) -> None:
    dewi = floor.meet("dewi")
    with workspace_scope(floor.shop.id):
        stop_wa_marketing(contact_id=dewi.contact_id, stopped=True, now=floor.now)
    flip(floor)
    agree(floor)
    when_due(floor, dewi)
    assert reminder(floor, dewi).state == "dropped"
    assert "opted_out_promo" in reminder(floor, dewi).reasons


def test_what_was_queued_before_the_flip_does_not_leave_either(floor: Floor) -> None:
    dewi = floor.meet("dewi")
    when_due(floor, dewi)
    assert reminder(floor, dewi).state == "queued"
    flip(floor)
    floor.deliver()
    with workspace_scope(floor.shop.id):
        held = Message.objects.get(follow_up_id=reminder(floor, dewi).pk)
    assert (held.state, held.reasons) == ("planned", ["category_changed"])
    agree(floor)
    floor.deliver()
    assert reminder(floor, dewi).state == "sent"


def test_in_an_open_window_no_template_is_used_and_it_goes(floor: Floor) -> None:
    dewi = floor.meet("dewi")
    floor.settle()
    floor.hear(dewi)
    flip(floor, NOTICE)
    floor.place_order(dewi)
    floor.pay(dewi, list(dewi.orders)[-1])
    floor.settle()
    for _minute in range(3):
        floor.now += timedelta(minutes=1)
        floor.deliver()
    with workspace_scope(floor.shop.id):
        newest = Message.objects.filter(kind="konfirmasi_pesanan").latest("id")
    assert (newest.state, newest.reasons) == ("accepted", [])
    assert floor.wire.letters[-1].template == ""


def test_what_would_be_of_no_use_by_then_is_given_up_with_the_reason(floor: Floor) -> None:
    dewi = floor.meet("dewi")
    flip(floor)
    floor.settle()
    row = reminder(floor, dewi)
    with workspace_scope(floor.shop.id):
        FollowUp.objects.filter(pk=row.pk).update(expires_at=row.due_at + timedelta(hours=3))
    when_due(floor, dewi)
    assert (reminder(floor, dewi).state, reminder(floor, dewi).reasons) == ("dropped", ["category_changed"])


def test_planned_words_stand_for_an_empty_value_and_buttons_go_along(floor: Floor) -> None:
    button = {"type": "url", "text": "Bayar", "url": "https://tokosari.example/b/{{ pesanan.nomor }}"}
    with workspace_scope(floor.shop.id):
        Template.objects.filter(name=REMINDER).update(buttons=[button])
    dewi = floor.meet("dewi")
    when_due(floor, dewi)
    floor.deliver()
    letter = floor.wire.letters[-1]
    assert letter.parameters["pesanan_tautan_bayar"] == "chat ini"
    assert letter.parts["buttons"] == [{"index": 0, "sub_type": "url", "text": next(iter(dewi.orders))}]


def test_without_planned_words_an_empty_value_stops_it(floor: Floor) -> None:
    with workspace_scope(floor.shop.id):
        Template.objects.update(fallbacks={})
    dewi = floor.meet("dewi")
    when_due(floor, dewi)
    assert (reminder(floor, dewi).state, reminder(floor, dewi).reasons) == ("dropped", ["variable_missing"])
