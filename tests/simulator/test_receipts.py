"""Group 4: what the business is told of a message that it sent."""

from datetime import timedelta
from typing import Any

import pytest

from simulator import inbound
from simulator.config import Delays
from simulator.network import Network
from simulator.rules import Rules
from tests.simulator.cast import DEWI, MADE, NOW, PROMPT, arrived, network, statuses, text, values

HOUR = timedelta(hours=1)
READ = Delays(
    sent=(0, 0), delivered=(0, 0), offline_rate=0, read_rate=1, read_median=0, skips_delivered_rate=0
)


def told(made: Network, hours: float = 1) -> list[dict[str, Any]]:
    return statuses(made.due_webhooks(NOW + hours * HOUR))


def test_an_eager_reader_may_never_be_delivered() -> None:
    made = network(delays=Delays(offline_rate=0, read_rate=1, skips_delivered_rate=1))
    made.send(arrived(), NOW)
    assert [one["status"] for one in told(made)] == ["sent", "read"]


def test_the_price_comes_with_sent_and_delivered_or_with_delivered_alone() -> None:
    for rules, wanted in ((Rules(), [True, True]), (Rules(price_on="delivered"), [False, True])):
        made = network(rules=rules)
        made.send(arrived(), NOW)
        assert ["pricing" in one for one in told(made)] == wanted


def test_a_failure_may_keep_the_callback_to_itself() -> None:
    for kept in (True, False):
        made = network(rules=Rules(callback_on_failed=kept))
        made.phones.get(DEWI).fails_with = 131026
        made.send(arrived(biz_opaque_callback_data="a-1"), NOW)
        assert ("biz_opaque_callback_data" in told(made)[0]) is kept


def test_contacts_come_with_good_news_only() -> None:
    made = network()
    made.phones.get(MADE).fails_with = 131026
    made.send(arrived(), NOW)
    made.send(arrived(to=MADE), NOW)
    found = values(made.due_webhooks(NOW + HOUR))
    assert {one["statuses"][0]["status"]: "contacts" in one for one in found} == {
        "sent": True,
        "delivered": True,
        "failed": False,
    }


def test_all_statuses_may_carry_one_timestamp() -> None:
    made = network(delays=READ, rules=Rules(equal_timestamps=True))
    made.send(arrived(), NOW)
    found = told(made, 24)
    assert len(found) == 3
    assert len({one["timestamp"] for one in found}) == 1


def test_a_hidden_phone_has_no_recipient_id() -> None:
    made = network()
    made.phones.get(DEWI).hidden = True
    made.send(arrived(), NOW)
    assert all("recipient_id" not in one and one["recipient_user_id"] for one in told(made))


def test_a_phone_that_is_off_gets_everything_when_it_is_on_again() -> None:
    made = network()
    phone = made.phones.get(DEWI)
    inbound.switch(made, phone, NOW, online=False)
    made.send(arrived(), NOW)
    assert [one["status"] for one in told(made)] == ["sent"]
    assert phone.shown == []
    inbound.switch(made, phone, NOW + 2 * HOUR, online=True)
    assert [one["status"] for one in told(made, 3)] == ["delivered"]
    assert phone.shown[0].shown_at == NOW + 2 * HOUR


def test_what_expires_meanwhile_is_dropped_without_a_word() -> None:
    made = network()
    found = made.templates.find("cek_setelah_tiba", "id")
    assert found
    found.ttl = 3600
    phone = made.phones.get(DEWI)
    inbound.switch(made, phone, NOW, online=False)
    made.send(arrived(), NOW)
    told(made)
    inbound.switch(made, phone, NOW + 2 * HOUR, online=True)
    assert told(made, 100) == []
    assert phone.shown == []


def test_who_blocked_the_business_hears_nothing_and_nothing_fails() -> None:
    made = network()
    phone = made.phones.get(DEWI)
    phone.thread(made.business.primary.id).blocked = True
    made.send(arrived(), NOW)
    assert [one["status"] for one in told(made, 1000)] == ["sent"]
    assert phone.shown == []


def voice(made: Network) -> None:
    made.inbound(DEWI, {"text": "Halo"}, NOW)
    link = "https://a.example/b.ogg"
    made.send({**text(), "type": "audio", "audio": {"link": link, "voice": True}}, NOW)


@pytest.mark.parametrize(("rate", "last"), [(1.0, "played"), (0.0, "read")])
def test_a_voice_note_is_played_by_some(rate: float, last: str) -> None:
    made = network(delays=READ, rules=Rules(played_rate=rate))
    voice(made)
    assert told(made)[-1]["status"] == last


def test_a_person_may_play_it_too() -> None:
    made = network(delays=PROMPT)
    voice(made)
    told(made)
    inbound.play(made, made.phones.get(DEWI), NOW + HOUR)
    assert [one["status"] for one in told(made, 2)] == ["read", "played"]


def test_a_phone_reads_always_or_never_when_told() -> None:
    for reads, last in ((True, "read"), (False, "delivered")):
        made = network(delays=Delays(offline_rate=0, skips_delivered_rate=0))
        made.phones.get(DEWI).reads = reads
        made.send(arrived(), NOW)
        assert told(made, 100)[-1]["status"] == last
