"""The home page counts what its lists show, and asks for a person only when one is needed."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import translation

from sapa.accounts.models import User, Workspace
from sapa.accounts.services import add_member, switch_preset
from sapa.base.clock import business_now
from sapa.base.permissions import Role
from sapa.events.models import Webhook
from sapa.inbox.models import Handoff, Radar, Ticket
from sapa.inbox.services.tickets import open_ticket
from sapa.messaging.services import hold_channel
from sapa.reports import selectors
from sapa.reports.views.home import greeting
from tests.rooms.journeys.rows import contact, follow_up, held, sent, talk, wrote

JAKARTA = "Asia/Jakarta"


@pytest.fixture(autouse=True)
def in_indonesian() -> object:
    with translation.override("id"):
        yield


def sentences(now: datetime) -> list[str]:
    return [ask.sentence for ask in selectors.attention(now=now, inbox=True, operations=True)]


def test_figures_count_their_windows(shop: Workspace, now: datetime) -> None:
    dewi = contact("Dewi", now)
    follow_up(dewi, now, reasons=["not_due"])
    held(dewi, now, "quiet_hours")
    sent(dewi, now - timedelta(hours=1))
    wrote(talk(dewi, now), now)
    sent(contact("Made", now), now - timedelta(days=2))
    counts = [[one.count for one in selectors.figures(w, now=now, zone=JAKARTA)] for w in ("today", "week")]
    assert counts == [[2, 1, 1, 1], [2, 2, 1, 1]]


def test_every_figure_explains_itself_in_a_sentence(shop: Workspace, now: datetime) -> None:
    for window in ("today", "week"):
        assert all(one.note.endswith(".") for one in selectors.figures(window, now=now, zone=JAKARTA))


def test_nothing_wants_a_person_in_a_quiet_shop(shop: Workspace, now: datetime) -> None:
    assert sentences(now) == []


def test_a_webhook_that_stopped_is_told_to_who_may_see_it(shop: Workspace, now: datetime) -> None:
    told = {"url": "https://gudang.test/?token=rahasia", "created_at": now, "active": False}
    Webhook.objects.create(off_reason="gone", **told)
    Webhook.objects.create(off_reason="person", **told)

    def asked(*, sources: bool) -> list[str]:
        asks = selectors.attention(now=now, inbox=False, operations=False, sources=sources)
        return [ask.sentence for ask in asks]

    assert asked(sources=False) == []
    [sentence] = asked(sources=True)
    assert ("gudang.test" in sentence, "rahasia" in sentence) == (True, False)


def test_ramadan_is_offered_two_weeks_before_to_who_may_switch_it_on(shop: Workspace, now: datetime) -> None:
    near = datetime(2027, 1, 25, 3, tzinfo=UTC)

    def asked(*, rules: bool) -> list[str]:
        return [ask.url for ask in selectors.attention(now=near, inbox=False, operations=False, rules=rules)]

    assert (asked(rules=True), asked(rules=False)) == (["/pengaturan/hari-libur/#musim"], [])
    switch_preset(preset="ramadan", on=True, now=now)
    assert asked(rules=True) == []


def test_a_year_without_holidays_is_asked_for_in_autumn(shop: Workspace, now: datetime) -> None:
    autumn = datetime(2027, 10, 1, 3, tzinfo=UTC)
    [ask] = selectors.attention(now=autumn, inbox=False, operations=False, rules=True)
    assert "2028" in ask.sentence


def test_waiting_customers_and_handed_over_talks_are_asked_for(shop: Workspace, now: datetime) -> None:
    waiting = talk(contact("Dewi", now), now)
    type(waiting).objects.update(owner="nobody", waiting_since=now - timedelta(minutes=12))
    Handoff.objects.create(conversation=waiting, reason="not_understood", at=now)
    asks = selectors.attention(now=now, inbox=True, operations=False)
    assert [ask.sentence for ask in asks] == [
        "1 pelanggan menunggu jawaban.",
        "Asisten menyerahkan 1 percakapan.",
    ]
    assert asks[0].detail == "Paling lama 12 mnt."


def test_a_stopped_number_and_an_uncertain_message_are_asked_for(shop: Workspace, now: datetime) -> None:
    where = talk(contact("Dewi", now), now)
    wrote(where, now, direction="out", by="system", state="quarantined")
    hold_channel(channel_id=where.channel_id, code="bad_token", now=now)
    assert sentences(now) == ["1 pesan belum pasti terkirim.", "Nomor Toko Sari sedang dihentikan."]


def test_the_plan_of_seven_days_adds_up(shop: Workspace, now: datetime) -> None:
    for hours in (0, 1, 30, 24 * 8):
        follow_up(contact("Dewi", now), now, next_at=now + timedelta(hours=hours))
    heat = selectors.heat(now=now, zone=JAKARTA)
    assert heat.days[0] == "Sel"
    assert (heat.total, heat.largest) == (3, 2)
    assert sum(sum(cells) for _hour, cells in heat.lines) == 3


def test_the_integrator_sees_neither_figures_nor_replies(shop: Workspace, now: datetime) -> None:
    held(contact("Dewi", now), business_now(), "quiet_hours")
    add_member(email="eko@tokosari.test", name="Eko", role=Role.INTEGRATOR)
    client = Client()
    client.force_login(User.objects.get(email="eko@tokosari.test"))
    context = client.get("/").context
    assert "figures" not in context
    assert "replies" not in context


@pytest.mark.parametrize(
    ("utc", "words"), [(21, "Selamat pagi"), (5, "Selamat siang"), (9, "Selamat sore"), (12, "Selamat malam")]
)
def test_the_greeting_follows_the_shops_own_clock(utc: int, words: str) -> None:
    assert greeting(datetime(2026, 9, 15, utc, tzinfo=UTC), JAKARTA) == words


def test_a_problem_of_many_and_late_tickets_are_told(shop: Workspace, now: datetime) -> None:
    dewi = contact("Dewi", now)
    ticket = open_ticket(
        contact_id=dewi.pk, kind="delivery", summary="Belum tiba", opened_by="agent", now=now
    )
    Ticket.objects.filter(pk=ticket.pk).update(due_at=now - timedelta(minutes=1))
    times = {"since": now, "found_at": now, "seen_at": now}
    radar = Radar.objects.create(kind="delivery", courier="jne", customers=3, **times)
    asks = selectors.attention(now=now, inbox=True, operations=False)
    assert [ask.icon for ask in asks] == ["radar", "ticket"]
    assert asks[0].url.endswith(f"/radar/{radar.public_id}/")
    assert selectors.attention(now=now, inbox=False, operations=False) == []
