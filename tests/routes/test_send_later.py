"""«Kirim nanti» end to end: written in the browser, waiting for its hour, taken back by the customer's next message."""

from datetime import timedelta

import pytest

from sapa.inbox.models import Clock, Notice
from sapa.messaging.models import Conversation
from tests.routes.cast import DEWI, at
from tests.routes.house import House

TEXT = "Kopinya sudah kami siapkan, Kak."


@pytest.fixture
def talk(house: House) -> str:
    """Dewi has asked something; her conversation."""
    house.order("A-1", DEWI, status="paid")
    house.phone(DEWI).says("Tolong sambungkan ke petugas")
    house.settle()
    with house.inside():
        return f"/kotak-masuk/{Conversation.objects.get().public_id}/"


def write(house: House, talk: str) -> None:
    told = {"text": TEXT, "client_id": "1", "kapan": "sendiri", "pada": f"{at(15, '15:00'):%Y-%m-%dT%H:%M}"}
    page = house.browser().post(f"{talk}nanti/", told)
    assert (page.status, TEXT in page.text) == (200, True)


def test_it_leaves_at_its_hour_and_is_the_answer_that_was_owed(house: House, talk: str) -> None:
    write(house, talk)
    house.clock.to(at(15, "14:59"))
    assert TEXT not in house.phone(DEWI).texts
    house.clock.to(at(15, "15:01"))
    assert house.phone(DEWI).texts[-1] == TEXT
    assert house.phone(DEWI).times[-1] - at(15, "15:00") < timedelta(minutes=1)
    with house.inside():
        assert set(Clock.objects.filter(kind="first").values_list("state", flat=True)) == {"met"}


def test_the_customer_s_next_message_takes_it_back_and_its_author_is_told(house: House, talk: str) -> None:
    write(house, talk)
    house.clock.to(at(15, "10:00"))
    house.phone(DEWI).says("Tidak jadi, Kak.")
    house.clock.to(at(15, "16:00"))
    assert TEXT not in house.phone(DEWI).texts
    assert house.follow_up(recipe="kirim_nanti").reasons == ["exit_replied"]
    with house.inside():
        assert Notice.objects.filter(kind="later_failed").count() == 1
