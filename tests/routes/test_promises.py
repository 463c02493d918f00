"""A promise of service, end to end: told to who writes on Sunday, kept when a person answers, by the real gate."""

from sapa.accounts.services import change_settings
from sapa.inbox.models import Clock
from sapa.messaging.models import Conversation
from tests.routes.cast import DEWI, at
from tests.routes.house import House


def test_who_writes_on_sunday_is_told_monday_and_answered_in_time(house: House) -> None:
    with house.inside():
        change_settings(
            changes={"service_promise": {"answer": {"on": True, "text": ""}}}, now=house.clock.now()
        )
    house.clock.to(at(20, "15:00"))
    house.phone(DEWI).says("Tolong sambungkan ke petugas")
    house.settle()
    handed, promised = house.phone(DEWI).texts
    assert "asisten otomatis" in handed
    assert "membalas paling lambat Sen 21 Sep 2026 09.30 WIB" in promised
    with house.inside():
        talk = Conversation.objects.get()
        assert talk.due_at == at(21, "09:15")
    house.clock.to(at(21, "09:10"))
    house.browser().post(f"/kotak-masuk/{talk.public_id}/balas/", {"text": "Hari ini.", "client_id": "1"})
    house.settle()
    with house.inside():
        told = Clock.objects.order_by("kind").values_list("kind", "state", "seconds", "breached_at")
        assert [(kind, state, breached) for kind, state, _seconds, breached in told] == [
            (kind, "met", None) for kind in ("first", "handoff", "turn")
        ]
        assert all(540 <= (seconds or 0) <= 700 for _kind, _state, seconds, _breached in told)
