"""Replies first: promotions rest while too many people wait, and go on when the queue is short again."""

from datetime import datetime, timedelta

import pytest

from sapa.accounts.models import AuditEntry, Workspace
from sapa.accounts.services import change_settings
from sapa.contacts.services import record_consent
from sapa.inbox.services.rushes import look_at_queue
from sapa.inbox.templatetags.promises import rush_banner
from sapa.journeys.models import Decision, FollowUp
from sapa.journeys.services import gathering
from sapa.messaging.models import Conversation, Rush
from tests.rooms.inbox.clocks import MINUTE
from tests.rooms.journeys.rows import contact, follow_up, talk
from tests.rooms.pages import browser


@pytest.fixture
def small(shop: Workspace, now: datetime) -> Workspace:
    """More than ten people waiting are too many."""
    rules = {"rush": {"on": True, "waiting": 10, "minutes": 600}}
    change_settings(changes={"service_promise": rules}, now=now)
    return shop


def crowd(count: int, now: datetime) -> None:
    """So many people wait for a person."""
    for n in range(Conversation.objects.count(), count):
        talk(contact(f"Dewi {n}", now, phone=f"+62812{n:08}"), now)
    Conversation.objects.update(owner="nobody", waiting_since=None)
    ids = Conversation.objects.values_list("pk", flat=True)[:count]
    Conversation.objects.filter(pk__in=list(ids)).update(waiting_since=now)


def decided(now: datetime, **kind: str) -> tuple[str, tuple[str, ...], datetime | None]:
    who = contact("Made", now, phone=f"+6281300{FollowUp.objects.count():06}", gender="p")
    record_consent(contact_id=who.pk, state="granted", source="test", at=now - timedelta(days=9))
    row = follow_up(who, now, **kind)
    found = gathering.situations({who.pk: who.pk}, now=now)[who.pk]
    gathering.complete([row])
    decision = gathering.decide(found, gathering.rules(), now=now)[row.pk]
    return decision.action, tuple(decision.reasons), decision.at


PROMO = {"klass": "promo", "category": "marketing"}


def test_a_rush_begins_above_the_limit_and_ends_well_below_it(small: Workspace, now: datetime) -> None:
    states = []
    for n, waiting in enumerate((10, 11, 9, 8, 7)):
        crowd(waiting, now)
        look_at_queue(now=now + n * MINUTE)
        states.append(Rush.objects.filter(ended_at=None).exists())
    assert states == [False, True, True, True, False]
    assert Rush.objects.get().most_waiting == 11
    assert [one.action for one in AuditEntry.objects.order_by("pk")] == ["rush.began", "rush.ended"]


def test_a_promotion_waits_for_the_replies_and_says_so(small: Workspace, now: datetime) -> None:
    assert decided(now, **PROMO)[0] == "send"
    crowd(11, now)
    look_at_queue(now=now)
    assert decided(now, **PROMO) == ("wait", ("replies_first",), now + timedelta(minutes=30))


def test_everything_but_promotions_goes_on_in_a_rush(small: Workspace, now: datetime) -> None:
    crowd(11, now)
    look_at_queue(now=now)
    assert decided(now)[0] == "send"


def test_what_waited_for_a_rush_is_asked_about_when_it_ends(small: Workspace, now: datetime) -> None:
    crowd(11, now)
    look_at_queue(now=now)
    waiting = follow_up(
        contact("Made", now), now, reasons=["replies_first"], next_at=now + 29 * MINUTE, **PROMO
    )
    other = follow_up(contact("Rini", now), now, reasons=["gap"], next_at=now + 29 * MINUTE, **PROMO)
    crowd(0, now)
    look_at_queue(now=now + MINUTE)
    waiting.refresh_from_db()
    other.refresh_from_db()
    assert (waiting.next_at, other.next_at) == (now + MINUTE, now + 29 * MINUTE)


def test_the_list_says_how_long_an_answer_takes_now(small: Workspace, now: datetime) -> None:
    crowd(11, now)
    look_at_queue(now=now)
    assert rush_banner()["expected"] == timedelta(minutes=48)
    page = browser(small).get("/kotak-masuk/janji/").content.decode()
    assert "11" in page


def test_a_shop_that_wants_no_rests_has_none(shop: Workspace, now: datetime) -> None:
    rules = {"rush": {"on": False, "waiting": 1, "minutes": 1}}
    change_settings(changes={"service_promise": rules}, now=now)
    crowd(11, now)
    assert look_at_queue(now=now) is False


def test_why_says_how_many_waited_when_a_promotion_had_to(small: Workspace, now: datetime) -> None:
    crowd(11, now)
    look_at_queue(now=now)
    row = follow_up(contact("Made", now), now, reasons=["replies_first"], **PROMO)
    Decision.objects.create(
        follow_up_id=row.pk,
        contact_id=row.contact_id,
        at=now,
        stage="settle",
        action="wait",
        until=now + 30 * MINUTE,
        reasons=["replies_first"],
        trace={},
        zones=["Asia/Jakarta"],
        zone_source="explicit",
        policy_version=1,
    )
    page = browser(small).get(f"/tindak-lanjut/{row.public_id}/kenapa/").content.decode()
    assert "Balasan pelanggan didahulukan" in page
    assert "11" in page[page.index("why-rules") :]
