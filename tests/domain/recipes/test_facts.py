"""Facts answer for every scene, also one of which nothing is known."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from sapa.domain.journeys.facts import PersonFacts, Purchase, Trigger
from sapa.domain.journeys.reasons import REASONS
from sapa.domain.journeys.registry import FACTS, UNMET, VARIABLES
from sapa.domain.journeys.scene import Scene
from sapa.domain.policy import REASONS as OF_THE_POLICY
from sapa.domain.recipes import LIBRARY
from tests.domain.recipes.cast import (
    BILL,
    DAY,
    DEWI,
    GOES_AHEAD,
    HOUR,
    KEMEJA,
    PERIOD,
    REPLACEMENT,
    TICKET,
    WEDNESDAY,
    said,
    scene_of,
    sent,
)

KINDS: dict[str, tuple[type, ...]] = {
    "yes_no": (bool,),
    "number": (int, float),
    "text": (str,),
    "instant": (datetime,),
}
BARE = Scene(WEDNESDAY, Trigger("contact.created", WEDNESDAY), PersonFacts(1), {})


def read(name: str, recipe: str = "isi_ulang", **change: Any) -> Any:
    scene = scene_of(recipe, **change)
    return FACTS[name].read(replace(scene, definition=LIBRARY[recipe]))


@pytest.mark.parametrize("name", FACTS)
def test_a_fact_can_be_asked_of_a_scene_of_which_nothing_is_known(name: str) -> None:
    found = FACTS[name].read(BARE)
    assert found is None or isinstance(found, KINDS[FACTS[name].kind])


@pytest.mark.parametrize("recipe", GOES_AHEAD)
def test_facts_are_of_the_kind_they_say(recipe: str) -> None:
    for name, fact in FACTS.items():
        found = read(name, recipe)
        assert found is None or isinstance(found, KINDS[fact.kind]), name


def test_every_fact_and_variable_has_its_words_in_both_languages() -> None:
    assert all(fact.name == name and fact.label.id and fact.label.en for name, fact in FACTS.items())
    assert all(one.label.id and one.label.en and one.sample for one in VARIABLES.values())


def test_every_reason_that_a_fact_tells_is_worded() -> None:
    told = {code for fact in FACTS.values() for code in (fact.yes_code, fact.no_code, fact.code)}
    assert told - {UNMET} <= set(REASONS) | set(OF_THE_POLICY)


def test_an_order_is_in_hand_when_it_was_delivered_or_is_digital_and_paid() -> None:
    waiting = replace(scene_of("panduan_pakai").order, delivered_at=None)  # type: ignore[type-var]
    on_its_way = {"on": "payment.received", "order": waiting}
    assert read("order.is_in_hand", "panduan_pakai")
    assert not read("order.is_in_hand", "panduan_pakai", **on_its_way)
    assert read("order.is_in_hand", "panduan_pakai", **on_its_way, settings={"from_payment": True})
    ebook = (replace(KEMEJA, is_digital=True),)
    assert read("order.is_in_hand", "panduan_pakai", **on_its_way, products=ebook)


def test_goods_of_which_one_is_shipped_are_not_digital() -> None:
    mixed = (KEMEJA, replace(KEMEJA, id=6, is_digital=True))
    assert not read("order.is_digital", products=mixed)


def test_a_period_is_counted_in_days_of_the_customers_calendar() -> None:
    assert read("subscription.period_days", "perpanjang_langganan", subscription=PERIOD) == 183


def test_a_promise_to_pay_counts_until_its_day() -> None:
    promised = {"invoice": replace(BILL, promised_at=WEDNESDAY + DAY)}
    assert read("invoice.is_promised", "pengingat_tagihan", **promised)
    assert not read("invoice.is_promised", "pengingat_tagihan", **promised, now=WEDNESDAY + 2 * DAY)


def test_a_parcel_that_moved_before_the_complaint_is_no_replacement() -> None:
    earlier = replace(REPLACEMENT, status_at=TICKET.opened_at)
    assert read("ticket.has_replacement", "csat", shipment=REPLACEMENT)
    assert not read("ticket.has_replacement", "csat", shipment=earlier)


def test_the_next_attempt_waits_thirty_days_after_the_one_before() -> None:
    before = sent("kangen_pelanggan", "contact-1-x", WEDNESDAY - 5 * DAY)
    person = replace(DEWI, follow_ups=(before,))
    assert read("dormancy.slot", "kangen_pelanggan", person=person) == WEDNESDAY + 25 * DAY
    assert read("dormancy.slot", "kangen_pelanggan") == WEDNESDAY


@pytest.mark.parametrize(
    ("text", "declined"),
    [("TIDAK LANJUT", True), ("Nggak lanjut ya kak", True), ("lanjut", False), ("tidak apa-apa", False)],
)
def test_tidak_lanjut_is_understood(text: str, declined: bool) -> None:
    assert read("reply.declined", "perpanjang_langganan", said=said(text)) == declined


def test_days_of_silence_are_endless_for_who_was_never_written_to() -> None:
    assert read("journey.days_quiet") == float("inf")
    person = replace(DEWI, follow_ups=(sent("isi_ulang", "cycle-1-5", WEDNESDAY - 36 * HOUR),))
    assert read("journey.days_quiet", person=person) == 1.5
    assert read("journey.hours_quiet", person=person) == 36


def test_two_purchases_are_no_rhythm_yet() -> None:
    twice = (Purchase(5, 7, WEDNESDAY - 20 * DAY), Purchase(5, 10, WEDNESDAY - DAY))
    assert read("product.runs_out_at", person=replace(DEWI, purchases=twice)) == WEDNESDAY + 30 * DAY


def test_an_established_customer_bought_twice_or_subscribed_for_sixty_days() -> None:
    new = replace(DEWI, delivered_orders=1)
    assert not read("customer.is_established", person=new)
    subscriber = replace(new, subscribed_since=WEDNESDAY - 60 * DAY)
    assert read("customer.is_established", person=subscriber)
