"""«Kenapa?» of one message: the rule, the value, the limit of that time, who made it so, and who came first."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.http import Http404
from django.test import Client

from sapa.accounts.models import User, Workspace
from sapa.accounts.services import change_settings
from sapa.base.clock import business_now
from sapa.base.scope import workspace_scope
from sapa.contacts.models import Contact, LedgerEntry
from sapa.journeys.models import Decision, FollowUp
from sapa.journeys.selectors.why import Told, story_of_follow_up, story_of_message
from sapa.journeys.services import cancel_follow_up
from sapa.journeys.services.gating import gate
from tests.conftest import found_shop
from tests.rooms.journeys.rows import contact, follow_up, talk, wrote

HOUR = timedelta(hours=1)
DEWI = "+6281300000011"


@pytest.fixture
def dewi(shop: Workspace, now: datetime) -> Contact:
    return contact("Dewi", now, phone=DEWI, country="ID", province="DKI Jakarta")


def micros(at: datetime) -> int:
    return int(at.timestamp()) * 1_000_000


def decided(one: FollowUp, at: datetime, action: str, reasons: list[str], **more: Any) -> Decision:
    plain = {"stage": "settle", "zones": ["Asia/Jakarta"], "zone_source": "address"}
    return Decision.objects.create(
        follow_up=one, contact=one.contact, at=at, action=action, reasons=reasons, **(plain | more)
    )


def trace(at: datetime, *rules: list[Any]) -> dict[str, Any]:
    return {"v": 2, "checks": [], "steps": [[micros(at), list(rules)]], "channels": []}


def newest(one: FollowUp) -> Told:
    return story_of_follow_up(one).decisions[0]


def test_a_rule_tells_its_value_its_limit_and_when_it_alone_lets_through(
    dewi: Contact, now: datetime
) -> None:
    one = follow_up(dewi, now)
    seen = trace(now, ["quiet_hours", 1290, micros(now + 10 * HOUR)], ["weekend", 20711])
    decided(one, now, "wait", ["quiet_hours"], until=now + 10 * HOUR, trace=seen)
    [row] = newest(one).against
    assert (row.rule, row.value, row.limit) == ("Jam istirahat pelanggan", "21.30", "21.00–08.00")
    assert row.next == "Sel 15 Sep 2026 20.00 WIB"
    assert [kept.code for kept in newest(one).kept] == ["weekend"]


def test_the_limit_is_that_of_the_version_which_decided_and_it_names_who_made_it(
    dewi: Contact, now: datetime
) -> None:
    one, seen = follow_up(dewi, now), trace(now, ["quiet_hours", 1290, micros(now + HOUR)])
    change_settings(changes={"policy": {"quiet": {"start": "20:30", "end": "09:00"}}}, now=now)
    decided(one, now, "wait", ["quiet_hours"], until=now + HOUR, trace=seen, policy_version=1)
    change_settings(changes={"policy": {"quiet": {"start": "22:00", "end": "06:00"}}}, now=now + HOUR)
    told = newest(one)
    assert told.against[0].limit == "20.30–09.00"
    assert told.version is not None
    assert (told.version.number, told.version.at) == (1, now)


def test_the_clock_of_the_customer_tells_where_it_comes_from(dewi: Contact, now: datetime) -> None:
    one = follow_up(dewi, now)
    decided(one, now, "send", [])
    assert (newest(one).zones, newest(one).zone_source) == ("WIB", "dari alamat")


def test_who_gave_way_names_the_message_that_came_first(dewi: Contact, now: datetime) -> None:
    promo, invoice = follow_up(dewi, now), follow_up(dewi, now, recipe="tagihan", next_at=now + 2 * HOUR)
    seen = trace(now, ["yield_higher", micros(now + 2 * HOUR), micros(now + 26 * HOUR)])
    decided(promo, now, "wait", ["yield_higher"], until=now + 26 * HOUR, trace=seen)
    assert [rival.public_id for rival in newest(promo).rivals] == [invoice.public_id]


def test_a_condition_of_the_journey_is_told_as_it_is_written(dewi: Contact, now: datetime) -> None:
    one = follow_up(dewi, now, state="dropped", reasons=["already_paid"], finished_at=now, next_at=None)
    decided(one, now, "drop", ["already_paid"])
    [row] = newest(one).against
    assert row.outcome == "drop"
    assert "sudah dibayar" in f"{row.rule} {row.limit}".lower()


def test_the_comparison_group_tells_its_share(dewi: Contact, now: datetime) -> None:
    one = follow_up(dewi, now, state="dropped", reasons=["holdout"], finished_at=now, next_at=None)
    told = newest(one)
    assert told.verdict["outcome"] == "drop"
    assert [row.code for row in told.against] == ["holdout"]
    assert told.version is None


def test_one_that_a_person_cancelled_is_told_and_found_like_every_decision(
    dewi: Contact, now: datetime
) -> None:
    one = follow_up(dewi, now)
    cancel_follow_up(follow_up=one, person=User.objects.get(), now=now)
    one.refresh_from_db()
    assert Decision.objects.get(follow_up=one).stage == "event"
    assert newest(one).verdict["sentence"] == "Tidak dikirim: dibatalkan."


def test_an_answer_of_the_team_has_its_decision_too(dewi: Contact, now: datetime) -> None:
    where = talk(dewi, now)
    received = {"fact": "received", "channel": "whatsapp", "by": "customer"}
    LedgerEntry.objects.create(contact=dewi, at=now, **received)
    answer = wrote(
        where, now + HOUR, "Besok, Kak.", direction="out", by="agent", state="planned", klass="reply"
    )
    gate([answer], now + HOUR)
    [told] = story_of_message(answer.public_id).decisions
    assert told.verdict["outcome"] == "send"
    assert told.version is not None


def test_what_a_customer_wrote_was_never_decided(dewi: Contact, now: datetime) -> None:
    question = wrote(talk(dewi, now), now)
    with pytest.raises(Http404):
        story_of_message(question.public_id)


def test_a_message_of_a_follow_up_leads_to_all_its_decisions(dewi: Contact, now: datetime) -> None:
    one = follow_up(dewi, now)
    decided(one, now, "wait", ["quiet_hours"])
    decided(one, now + HOUR, "send", [], stage="gate")
    sent = wrote(talk(dewi, now), now, direction="out", by="system", state="accepted", follow_up_id=one.pk)
    assert [told.verdict["outcome"] for told in story_of_message(sent.public_id).decisions] == [
        "send",
        "hold",
    ]


def test_the_message_of_another_shop_is_nowhere(dewi: Contact, now: datetime) -> None:
    sent = wrote(talk(dewi, now), now, direction="out", by="agent", state="accepted")
    with workspace_scope(found_shop("Toko Lain", "citra@lain.test").id), pytest.raises(Http404):
        story_of_message(sent.public_id)


def test_every_bubble_of_ours_asks_why(dewi: Contact, shop: Workspace) -> None:
    at = business_now()
    where = talk(dewi, at)
    wrote(where, at, "Kapan?")
    sent = wrote(where, at, "Besok.", direction="out", by="agent", state="accepted")
    budi = Client()
    budi.force_login(User.objects.get(email="budi@tokosari.test"))
    page = budi.get(f"/kotak-masuk/{where.public_id}/").content.decode()
    address = f"/tindak-lanjut/kenapa/pesan/{sent.public_id}/"
    assert page.count('class="bubble-why"') == 1
    assert address in page
    assert "Besok." in budi.get(address).content.decode()
