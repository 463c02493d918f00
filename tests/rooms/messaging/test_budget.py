"""Budgets: what may still be spent this month, and what waits when nothing is left."""

from datetime import UTC, date, datetime, timedelta

import pytest

from sapa.base.scope import workspace_scope
from sapa.messaging.models import Budget, Channel, Message
from sapa.messaging.schemas import Status
from sapa.messaging.selectors.costs import BudgetState, budget_states, stopped_kinds, terms
from sapa.messaging.services import queue
from sapa.messaging.services.costs import charge, set_budget
from tests.rooms.messaging.bodies import DEWI, NUMBER
from tests.rooms.messaging.conftest import wanted
from tests.rooms.messaging.delivery import Post

# Rp 356,65 each: two are Rp 713,30, three are Rp 1.069,95.
KIND = "checkout_belum_bayar"


@pytest.fixture
def now() -> datetime:
    """Sunday 22 November 2026, 10:00 in Jakarta."""
    return datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


def limit(amount: int | None, now: datetime, kind: str = "") -> None:
    set_budget(kind=kind, amount=amount, currency="IDR", now=now)


def sent(contact_id: int, now: datetime, *keys: str, kind: str = KIND) -> list[int]:
    """Accepted by the provider, no price told yet."""
    outgoing = [wanted(contact_id, key, kind=kind, template="belum_bayar", language="id") for key in keys]
    ids = queue(outgoing=outgoing, now=now)
    Message.objects.filter(id__in=ids).update(state="accepted", accepted_at=now)
    return ids


def priced(channel: Channel, ids: list[int], now: datetime) -> None:
    status = Status(
        id="w",
        number_id=NUMBER,
        status="sent",
        recipient=DEWI.lstrip("+"),
        pricing_category="utility",
        pricing_type="regular",
        at=now,
    )
    charge(channel=channel, statuses=[(pk, status) for pk in ids], now=now)


def state(now: datetime) -> BudgetState:
    return budget_states(terms=terms(), now=now)[0]


def test_without_a_budget_nothing_is_stopped(channel: Channel, dewi: int, now: datetime) -> None:
    priced(channel, sent(dewi, now, "a"), now)
    told = stopped_kinds(now=now)
    assert not told.stops(klass="promo", kind=KIND)


def test_what_is_on_its_way_counts_before_its_price_is_told(
    channel: Channel, dewi: int, now: datetime
) -> None:
    limit(1_000, now)
    ids = sent(dewi, now, "a", "b", "c")
    assert (state(now).spent, state(now).in_flight) == (0, 1_070)
    assert stopped_kinds(now=now).everything
    priced(channel, ids, now)
    assert (state(now).spent, state(now).in_flight) == (1_070, 0)


def test_a_message_is_never_counted_twice(channel: Channel, dewi: int, now: datetime) -> None:
    limit(1_000, now)
    first, *_others = sent(dewi, now, "a", "b")
    priced(channel, [first], now)
    assert (state(now).spent, state(now).in_flight) == (357, 357)
    assert state(now).told.used == 713_300_000


def test_what_failed_is_not_on_its_way(channel: Channel, dewi: int, now: datetime) -> None:
    limit(1_000, now)
    Message.objects.filter(id__in=sent(dewi, now, "a")).update(delivery="failed")
    assert state(now).in_flight == 0


def test_what_nobody_priced_within_a_day_was_not_delivered(
    channel: Channel, dewi: int, now: datetime
) -> None:
    limit(1_000, now)
    sent(dewi, now - timedelta(hours=25), "a")
    assert state(now).in_flight == 0


def test_a_warning_comes_at_eighty_percent(channel: Channel, dewi: int, now: datetime) -> None:
    limit(850, now)
    priced(channel, sent(dewi, now, "a", "b"), now)
    assert (state(now).told.state, state(now).told.percent) == ("warned", 83)
    assert not stopped_kinds(now=now).everything


@pytest.mark.parametrize(
    ("klass", "stops"),
    [("reminder", True), ("care", True), ("promo", True), ("notice", False), ("reply", False)],
)
def test_replies_and_notices_never_wait_for_money(
    klass: str, stops: bool, channel: Channel, dewi: int, now: datetime
) -> None:
    limit(0, now)
    assert stopped_kinds(now=now).stops(klass=klass, kind="x") is stops


def test_a_budget_of_one_recipe_stops_that_recipe_alone(channel: Channel, dewi: int, now: datetime) -> None:
    limit(1_000, now, kind=KIND)
    priced(channel, sent(dewi, now, "a", "b", "c"), now)
    told = stopped_kinds(now=now)
    assert told.stops(klass="promo", kind=KIND)
    assert not told.stops(klass="promo", kind="minta_ulasan")


def test_a_new_month_begins_with_the_whole_budget(channel: Channel, dewi: int, now: datetime) -> None:
    """Midnight of 1 December in Jakarta is 17:00 UTC."""
    limit(1_000, now)
    priced(channel, sent(dewi, now, "a", "b", "c"), now)
    midnight = datetime(2026, 11, 30, 17, 0, tzinfo=UTC)
    assert stopped_kinds(now=midnight - timedelta(minutes=5)).until == midnight
    assert not stopped_kinds(now=midnight).everything


def test_what_is_held_asks_again_within_the_hour(channel: Channel, now: datetime) -> None:
    limit(0, now)
    assert stopped_kinds(now=now).until == now + timedelta(hours=1)


def test_a_raised_budget_counts_at_once(channel: Channel, dewi: int, now: datetime) -> None:
    limit(1_000, now)
    priced(channel, sent(dewi, now, "a", "b", "c"), now)
    assert stopped_kinds(now=now).everything
    limit(10_000_000, now + timedelta(seconds=1))
    assert not stopped_kinds(now=now).everything
    limit(None, now + timedelta(seconds=2))
    assert not Budget.objects.exists()


def test_a_far_budget_is_not_read_for_every_batch_and_a_near_one_is(
    channel: Channel, dewi: int, now: datetime
) -> None:
    limit(1_000, now)
    assert not stopped_kinds(now=now).everything
    priced(channel, sent(dewi, now, "a", "b", "c"), now)
    assert stopped_kinds(now=now).everything


def held(post: Post, contact_id: int, now: datetime) -> Message:
    with post.inside():
        set_budget(kind="", amount=0, currency="IDR", now=now)
    [pk] = post.queue(now, wanted(contact_id))
    post.deliver(now)
    return post.message(pk)


def test_a_reminder_waits_for_money_and_leaves_when_there_is_some(
    post: Post, customers: tuple[int, int], now: datetime
) -> None:
    message = held(post, customers[0], now)
    assert (message.state, message.reasons, post.wire.letters) == ("planned", ["budget_stop"], [])
    with workspace_scope(post.workspace_id):
        set_budget(kind="", amount=50_000, currency="IDR", now=now + timedelta(minutes=1))
    post.deliver(now + timedelta(minutes=1))
    assert post.message(message.pk).state == "accepted"
    assert len(post.wire.letters) == 1


def test_a_reply_leaves_although_the_budget_is_used_up(
    post: Post, customers: tuple[int, int], now: datetime
) -> None:
    held(post, customers[0], now)
    [pk] = post.queue(now, wanted(customers[1], "reply:1", klass="reply", kind="agent_reply"))
    post.deliver(now)
    assert post.message(pk).state == "accepted"


def test_held_messages_go_on_when_the_month_turns(
    post: Post, customers: tuple[int, int], now: datetime
) -> None:
    evening = datetime(2026, 11, 30, 16, 30, tzinfo=UTC)
    message = held(post, customers[0], evening)
    assert message.not_before == datetime(2026, 11, 30, 17, 0, tzinfo=UTC)
    assert date(2026, 12, 1) == terms_day(post, message.not_before)


def terms_day(post: Post, at: datetime) -> date:
    with post.inside():
        return terms().today(at)
