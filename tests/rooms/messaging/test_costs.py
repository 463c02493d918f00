"""The ledger: what delivery statuses say of prices, each message charged once, in any order."""

import itertools
import random
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connections
from django.db.models import Sum

from sapa.accounts.models import Workspace
from sapa.domain.costs import Rate as Price
from sapa.messaging.models import Channel, Cost, CostDay, Message, Rate, Wamid
from sapa.messaging.schemas import Parsed, Status
from sapa.messaging.selectors.costs import estimate, free_months, month_page, month_sums, terms
from sapa.messaging.services import queue, receive
from sapa.messaging.services.costs import change_costs, charge, remove_rate, save_rates
from tests.rooms.messaging.bodies import DEWI, NUMBER
from tests.rooms.messaging.conftest import wanted
from tests.rooms.messaging.delivery import Post

UTILITY, MARKETING = 356_650_000, 586_330_000
Sums = tuple[int, int, int]


@pytest.fixture
def now() -> datetime:
    """Sunday 22 November 2026, 10:00 in Jakarta: replies cost something since October."""
    return datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


def sent(contact_id: int, now: datetime, *, key: str = "a", **more: object) -> int:
    """A message that the provider has accepted, known by `wamid.<key>`."""
    pk = queue(outgoing=[wanted(contact_id, key, **more)], now=now)[0]
    Message.objects.filter(pk=pk).update(state="accepted", accepted_at=now, wamid=f"wamid.{key}")
    return pk


def said(word: str, at: datetime, *, key: str = "a", **more: object) -> Status:
    values = {"pricing_category": "utility", "pricing_type": "regular", "recipient": DEWI.lstrip("+")}
    return Status(id=f"wamid.{key}", number_id=NUMBER, status=word, at=at, **(values | more))  # type: ignore[arg-type]


def told(channel: Channel, pk: int, now: datetime, *statuses: Status) -> None:
    charge(channel=channel, statuses=[(pk, one) for one in statuses], now=now)


def day_sums() -> dict[tuple[str, str], Sums]:
    """(category, type) to messages, unpriced and micros, without empty days."""
    rows = CostDay.objects.filter(messages__gt=0).order_by().values_list("category", "pricing_type")
    summed = rows.annotate(Sum("messages"), Sum("unpriced"), Sum("micros"))
    return {
        (category, told): (number, unpriced, micros) for category, told, number, unpriced, micros in summed
    }


def test_a_regular_message_costs_the_rate_of_its_day_and_market(
    channel: Channel, dewi: int, now: datetime
) -> None:
    told(channel, sent(dewi, now), now, said("sent", now))
    cost = Cost.objects.get()
    assert (cost.micros, cost.market, cost.currency, cost.category) == (UTILITY, "ID", "IDR", "utility")
    assert (cost.kind, cost.day) == ("checkout_belum_bayar", date(2026, 11, 22))
    assert day_sums() == {("utility", "regular"): (1, 0, UTILITY)}


@pytest.mark.parametrize("free", ["free_customer_service", "free_entry_point", "free_something_new"])
def test_what_the_provider_calls_free_costs_nothing(
    free: str, channel: Channel, dewi: int, now: datetime
) -> None:
    told(channel, sent(dewi, now), now, said("sent", now, pricing_type=free, pricing_category="service"))
    assert day_sums() == {("service", free): (1, 0, 0)}


def test_an_old_body_tells_billable_alone(channel: Channel, dewi: int, now: datetime) -> None:
    for key, billable in (("a", True), ("b", False)):
        pk = sent(dewi, now, key=key)
        told(channel, pk, now, said("sent", now, key=key, pricing_type="", billable=billable))
    assert day_sums() == {("utility", "regular"): (1, 0, UTILITY), ("utility", "free"): (1, 0, 0)}


def test_a_status_without_a_price_charges_nothing(channel: Channel, dewi: int, now: datetime) -> None:
    told(channel, sent(dewi, now), now, said("read", now, pricing_type="", pricing_category=""))
    assert not Cost.objects.exists()


def test_the_same_price_told_by_every_status_is_charged_once(
    channel: Channel, dewi: int, now: datetime
) -> None:
    pk = sent(dewi, now)
    for word in ("sent", "delivered", "read", "sent"):
        told(channel, pk, now, said(word, now), said(word, now))
    assert day_sums() == {("utility", "regular"): (1, 0, UTILITY)}


def test_of_two_prices_the_one_told_later_counts_in_whatever_order_they_come(
    channel: Channel, dewi: int, now: datetime
) -> None:
    """Billed is what is delivered; the first word is kept beside it."""
    first, later = (
        said("sent", now),
        said("delivered", now + timedelta(minutes=1), pricing_category="marketing"),
    )
    for place, order in enumerate(itertools.permutations([first, later])):
        pk = sent(dewi, now, key=str(place))
        for status in order:
            told(channel, pk, now + timedelta(minutes=2), status)
    assert day_sums() == {("marketing", "regular"): (2, 0, 2 * MARKETING)}
    assert {one.before for one in Cost.objects.all()} == {"regular:utility", ""}


def test_two_prices_in_one_batch_are_one_charge(channel: Channel, dewi: int, now: datetime) -> None:
    later = said("delivered", now, pricing_type="free_entry_point")
    told(channel, sent(dewi, now), now, later, said("sent", now - timedelta(seconds=9)))
    assert day_sums() == {("utility", "free_entry_point"): (1, 0, 0)}
    assert Cost.objects.get().before == "regular:utility"


def test_a_message_that_failed_after_all_costs_nothing(channel: Channel, dewi: int, now: datetime) -> None:
    sent(dewi, now)
    refused = Status(id="wamid.a", number_id=NUMBER, status="failed", code=131026, at=now)
    for statuses in ((said("sent", now),), (refused,), (refused, said("sent", now))):
        receive(channel=channel, parsed=Parsed(statuses=known(channel, statuses)), now=now)
    assert day_sums() == {("utility", "undelivered"): (1, 0, 0)}


def test_who_got_it_after_a_failure_is_charged(channel: Channel, dewi: int, now: datetime) -> None:
    sent(dewi, now)
    refused = Status(id="wamid.a", number_id=NUMBER, status="failed", code=131026, at=now)
    for status in (said("sent", now), refused, said("delivered", now)):
        receive(channel=channel, parsed=Parsed(statuses=known(channel, (status,))), now=now)
    assert day_sums() == {("utility", "regular"): (1, 0, UTILITY)}


def known(channel: Channel, statuses: tuple[Status, ...]) -> tuple[Status, ...]:
    """As the delivery loop leaves it: the provider's id belongs to the message."""
    for message in Message.objects.exclude(wamid=""):
        Wamid.objects.get_or_create(channel=channel, wamid=message.wamid, message=message)
    return statuses


def test_a_status_that_overtakes_its_message_keeps_its_price(
    channel: Channel, dewi: int, now: datetime
) -> None:
    receive(channel=channel, parsed=Parsed(statuses=(said("sent", now),)), now=now)
    assert not Cost.objects.exists()
    sent(dewi, now)
    receive(channel=channel, parsed=Parsed(statuses=known(channel, (said("sent", now, key="x"),))), now=now)
    assert day_sums() == {("utility", "regular"): (1, 0, UTILITY)}


def test_a_hidden_phone_is_priced_by_the_country_of_its_user_id(
    channel: Channel, dewi: int, now: datetime
) -> None:
    for key, user_id in (("a", "ID.1349"), ("b", "US.77")):
        pk = sent(dewi, now, key=key)
        told(channel, pk, now, said("sent", now, key=key, recipient="", user_id=user_id))
    assert dict(Cost.objects.values_list("market", "micros")) == {"ID": UTILITY, "US": None}


def test_who_is_named_by_nobody_is_looked_up(channel: Channel, dewi: int, now: datetime) -> None:
    told(channel, sent(dewi, now), now, said("sent", now, recipient=""))
    assert Cost.objects.get().market == "ID"


def test_without_a_rate_a_message_is_counted_and_not_priced(
    channel: Channel, dewi: int, now: datetime
) -> None:
    pk = sent(dewi, now)
    told(channel, pk, now, said("sent", now, pricing_category="general_purpose_ai"))
    assert day_sums() == {("general_purpose_ai", "regular"): (1, 1, 0)}


def test_own_rates_win_and_do_not_change_what_was_priced(channel: Channel, dewi: int, now: datetime) -> None:
    told(channel, sent(dewi, now), now, said("sent", now))
    save_rates(rates=[Price("ID", "utility", "IDR", 400_000_000, date(2026, 11, 1), "kontrak")], now=now)
    told(channel, sent(dewi, now, key="b"), now, said("sent", now, key="b"))
    assert set(Cost.objects.values_list("micros", flat=True)) == {UTILITY, 400_000_000}


def test_a_removed_rate_gives_way_to_the_shipped_one(channel: Channel, now: datetime) -> None:
    save_rates(rates=[Price("ID", "utility", "IDR", 1, date(2026, 1, 1))], now=now)
    assert estimate(category="utility", now=now).micros == 1
    assert remove_rate(rate_id=Rate.objects.get().pk, now=now)
    assert estimate(category="utility", now=now).micros == UTILITY


def test_the_day_and_its_rate_begin_at_midnight_of_the_account(
    channel: Channel, dewi: int, now: datetime
) -> None:
    """30 September 17:00 UTC is 1 October in Jakarta: from then on a reply costs something."""
    midnight = datetime(2026, 9, 30, 17, 0, tzinfo=UTC)
    for key, at in (("a", midnight - timedelta(seconds=1)), ("b", midnight)):
        pk = sent(dewi, now, key=key)
        told(channel, pk, now, said("sent", at, key=key, pricing_category="service"))
    assert dict(Cost.objects.values_list("day", "micros")) == {
        date(2026, 9, 30): 0,
        date(2026, 10, 1): UTILITY,
    }


def test_an_account_in_dollars_is_billed_in_dollars(channel: Channel, dewi: int, now: datetime) -> None:
    change_costs(values={"currency": "USD", "zone": "America/New_York"}, now=now)
    told(channel, sent(dewi, now), now, said("sent", now))
    cost = Cost.objects.get()
    assert (cost.currency, cost.micros, cost.day) == ("USD", 25_000, date(2026, 11, 21))


def test_the_days_are_the_sum_of_the_messages(channel: Channel, dewi: int, now: datetime) -> None:
    categories = ["utility", "marketing", "service", "general_purpose_ai"]
    for place in range(40):
        pk = sent(dewi, now, key=str(place))
        status = said(
            "sent", now - timedelta(hours=place), key=str(place), pricing_category=categories[place % 4]
        )
        told(channel, pk, now, status)
    ledger = sum(one.micros or 0 for one in Cost.objects.all())
    sums = month_sums(first=date(2026, 11, 1), until=date(2026, 12, 1), currency="IDR")
    assert (sums.messages, sums.unpriced, sums.micros) == (40, 10, ledger)


def free_replies(channel: Channel, number: int, now: datetime) -> None:
    CostDay.objects.create(
        channel=channel,
        day=date(2026, 11, 3),
        category="service",
        pricing_type="free_customer_service",
        currency="IDR",
        messages=number,
    )


def test_free_replies_are_counted_by_number_as_the_provider_tells_them(
    channel: Channel, now: datetime
) -> None:
    free_replies(channel, 850, now)
    [month] = free_months(terms=terms(), now=now)
    assert (month.used, month.left, month.is_low, month.stops) == (850, 150, True, False)


def test_before_replies_were_billed_there_is_nothing_to_use_up(channel: Channel, now: datetime) -> None:
    assert free_months(terms=terms(), now=datetime(2026, 9, 15, 3, 0, tzinfo=UTC)) == []


def test_without_a_payment_method_replies_end_with_the_free_ones(channel: Channel, now: datetime) -> None:
    change_costs(values={"payment_method": False}, now=now)
    free_replies(channel, 1_000, now)
    [month] = free_months(terms=terms(), now=now)
    assert (month.left, month.stops) == (0, True)


def test_a_reply_is_estimated_free_until_the_allowance_is_used_up(channel: Channel, now: datetime) -> None:
    def reply() -> int | None:
        return estimate(category="marketing", now=now, window_open=True, channel_id=channel.pk).micros

    assert reply() == 0
    free_replies(channel, 1_000, now)
    assert reply() == UTILITY


def test_the_month_is_foreseen_from_the_pace_of_the_last_days(
    channel: Channel, shop: Workspace, now: datetime
) -> None:
    """10 messages a day for 28 days; 8 days and 14 hours of November are left: 8.58 × 10 × 586.33 more."""
    for back in range(1, 29):
        CostDay.objects.create(
            channel=channel,
            day=date(2026, 11, 22) - timedelta(days=back),
            category="marketing",
            pricing_type="regular",
            currency="IDR",
            messages=10,
            micros=10 * MARKETING,
        )
    page = month_page(now=now)
    assert page.spent == 123_129
    assert page.forecast is not None
    assert (page.forecast.low, page.forecast.middle, page.forecast.high) == (173_456,) * 3


def test_four_workers_that_tell_the_same_prices_in_any_order_charge_once(
    post: Post, customers: tuple[int, int], now: datetime
) -> None:
    """Each worker has its own connection and its own order; nobody waits in a circle, and the days add up."""
    with post.inside():
        ids = [sent(customers[place % 2], now, key=str(place), kind=f"k{place % 5}") for place in range(60)]
        known(post.channel, ())
    words = ["utility", "marketing", "service"]
    statuses = [said("delivered", now, key=str(n), pricing_category=words[n % 3]) for n in range(len(ids))]

    def tell(seed: int) -> None:
        order = random.Random(seed).sample(statuses, len(statuses))
        try:
            for start in range(0, len(order), 15):
                with post.inside():
                    receive(channel=post.channel, parsed=Parsed(statuses=tuple(order[start:][:15])), now=now)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as workers:
        list(workers.map(tell, range(4)))
    with post.inside():
        ledger = [one.micros or 0 for one in Cost.objects.all()]
        assert len(ledger) == len(ids)
        assert sum(sums[2] for sums in day_sums().values()) == sum(ledger) == 20 * (2 * UTILITY + MARKETING)
