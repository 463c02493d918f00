"""Group 12: what arrived and what it cost, per number and month of the account's zone."""

from datetime import UTC, datetime, timedelta

from tests.simulator.cast import DEWI, NOW, arrived, network, text
from tests.simulator.conftest import Client, Send, control, graph

HOUR = timedelta(hours=1)
OCTOBER = datetime(2026, 10, 31, 16, 59, tzinfo=UTC)


def test_only_what_arrives_costs() -> None:
    made = network()
    made.phones.get("+6281300000099").fails_with = 131026
    made.send(arrived(), NOW)
    made.send(arrived(to="+6281300000099"), NOW)
    assert made.pricing.listed() == []
    made.due_webhooks(NOW + HOUR)
    assert made.pricing.listed() == [
        {
            "number": "106540352242922",
            "month": "2026-09",
            "category": "utility",
            "type": "regular",
            "count": 1,
            "cost": 356.65,
        }
    ]


def test_the_month_turns_at_midnight_in_jakarta() -> None:
    made = network()
    for at in (OCTOBER, OCTOBER + timedelta(minutes=1)):
        made.inbound(DEWI, {"text": "Halo"}, at)
        made.send(text(), at)
        made.due_webhooks(at)
    assert [(one["month"], one["used"]) for one in made.pricing.free_service()] == [
        ("2026-10", 1),
        ("2026-11", 1),
    ]


def test_services_inside_the_window_cost_from_october_on() -> None:
    made = network()
    for at in (NOW, OCTOBER):
        made.inbound(DEWI, {"text": "Halo"}, at)
        made.send(arrived(), at)
        made.due_webhooks(at)
    assert [one["type"] for one in made.pricing.listed()] == ["free_customer_service", "regular"]


def test_every_number_has_its_own_free_replies() -> None:
    made = network()
    other = made.business.add_number({"id": "2002", "display_phone": "+62 811-2000-2000"})
    for number in (made.business.primary, other):
        made.inbound(DEWI, {"text": "Halo"}, OCTOBER, number)
        made.send(text(), OCTOBER, number.id)
    assert [one["used"] for one in made.pricing.free_service()] == [1, 1]


async def test_the_account_tells_its_analytics(simulator: Client, send: Send) -> None:
    await send(arrived())
    path = "102290129340398?fields=pricing_analytics.start(1788200000).end(1790000000).granularity(MONTHLY)"

    async def points() -> list[dict[str, object]]:
        _, told = await graph(simulator, "GET", path)
        found: list[dict[str, object]] = told["pricing_analytics"]["data"][0]["data_points"]
        return found

    while not await points():
        pass
    assert [(one["pricing_category"], one["volume"], one["cost"]) for one in await points()] == [
        ("UTILITY", 1, 356.65)
    ]
    _, told = await control(simulator, "costs")
    assert told["costs"][0]["count"] == 1
