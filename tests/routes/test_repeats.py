"""What comes twice, breaks half way, or is worked on by real loops, still happens once."""

from collections.abc import Iterator

import pytest
from django.conf import LazySettings

from sapa.commerce.models import Order
from sapa.events.models import Event, EventDelivery, RawDelivery
from sapa.messaging.models import Message
from tests.routes import wiring
from tests.routes.cast import DEWI, MADE, at
from tests.routes.house import House
from tests.routes.servers import wait_for


def test_a_webhook_delivered_five_times_makes_one_follow_up(house: House) -> None:
    body = house.order_body("A-1", DEWI)
    assert [house.post(body).status for _ in range(5)] == [200] * 5
    house.clock.to(at(15, "12:05"))
    assert house.counts(RawDelivery, Order)["Order"] == 1
    assert len(house.follow_ups()) == len(house.phone(DEWI).texts) == 1
    house.post(body)
    house.clock.to(at(16, "12:05"))
    assert len(house.follow_ups()) == len(house.phone(DEWI).texts) == 1


def test_statuses_told_twice_and_in_any_order_change_nothing(house: House) -> None:
    house.phones.fault("webhook_duplicate")
    house.phones.fault("webhook_shuffle")
    house.order("A-1", DEWI)
    house.clock.to(at(15, "12:05"))
    [message] = house.sent()
    assert message.delivery == "delivered"
    with house.inside():
        assert Event.objects.filter(name="message.delivered").count() == 1


def test_a_reply_told_twice_is_one_message_and_one_answer(house: House) -> None:
    house.phones.fault("webhook_duplicate")
    house.phone(DEWI).says("Bisa ganti alamat?")
    house.clock.to(at(15, "09:00"))
    with house.inside():
        assert Message.objects.filter(direction="in").count() == 1
    assert len(house.phone(DEWI).texts) == 1


@pytest.fixture
def stone(settings: LazySettings) -> Iterator[set[str]]:
    settings.HANDLERS = f"{wiring.__name__}.HANDLERS"
    wiring.stones.add("stone")
    yield wiring.stones
    wiring.stones.clear()


def test_a_handler_that_crashes_leaves_the_others_done(house: House, stone: set[str]) -> None:
    house.order("A-1", DEWI)
    house.settle()
    with house.inside():
        states = dict(EventDelivery.objects.values_list("handler", "state"))
    assert states.pop(f"{wiring.__name__}.stumble") == "waiting"
    assert set(states.values()) == {"done"}
    assert house.follow_up().state == "waiting"


def test_a_handler_that_crashed_is_tried_again_until_it_is_done(house: House, stone: set[str]) -> None:
    house.order("A-1", DEWI)
    house.settle()
    stone.clear()
    house.clock.to(at(15, "08:01"))
    with house.inside():
        assert set(EventDelivery.objects.values_list("state", flat=True)) == {"done"}
    assert len(house.follow_ups()) == 1


def test_a_handler_that_never_recovers_dies_in_sight_of_the_operator(house: House, stone: set[str]) -> None:
    house.order("A-1", DEWI)
    house.clock.to(at(15, "11:00"))
    budi = house.browser()
    page = budi.get("/operasi/?tab=events")
    assert "stumble" in page.text
    stone.clear()
    assert budi.post("/operasi/peristiwa/ulang/").status == 200
    house.settle()
    with house.inside():
        assert set(EventDelivery.objects.values_list("state", flat=True)) == {"done"}


def test_the_loops_of_the_worker_do_all_of_it_by_themselves(house: House) -> None:
    house.order("A-1", DEWI)
    house.order("B-1", MADE)
    with house.running():
        wait_for(lambda: len(house.follow_ups()) == 2)
        house.clock.jump(at(15, "12:01"))
        wait_for(lambda: house.phone(DEWI).texts and house.phone(MADE).texts)
        house.phone(MADE).says("Sudah saya transfer")
        wait_for(lambda: len(house.phone(MADE).texts) == 2)
    assert len(house.phone(DEWI).texts) == 1
    assert {message.state for message in house.sent()} == {"accepted"}
