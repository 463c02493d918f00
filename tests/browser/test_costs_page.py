"""«Biaya» in a real browser: the month, a budget and the rates, on phone and desk, light and dark."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urljoin

import pytest

from sapa.base.clock import business_now, set_demo_now
from sapa.base.scope import workspace_scope
from sapa.domain.costs import Rate
from sapa.messaging.models import Channel, CostDay
from sapa.messaging.selectors.costs import terms
from sapa.messaging.services.costs import save_rates, set_budget
from tests.browser.shop import Shop
from tests.browser.test_order_pages import shown
from tests.browser.test_pages import SCREENS, Visit, live, sari, visit

__all__ = ["live", "sari", "visit"]
pytestmark = pytest.mark.browser
BOOK = (
    ("minta_ulasan", "marketing", "regular", 40, 0, 23_453_200_000),
    ("checkout_belum_bayar", "utility", "regular", 25, 0, 8_916_250_000),
    ("agent_reply", "service", "free_customer_service", 120, 0, 0),
    ("csat", "general_purpose_ai", "regular", 3, 3, 0),
)


def spend(shop: Shop) -> None:
    """Thirty days of a ledger, a budget that is nearly used up and one that is, and a rate of the shop's own."""
    now = business_now()
    with workspace_scope(shop.workspace.id):
        channel, today = Channel.objects.earliest("pk"), terms().today(now)
        for back in range(30):
            for kind, category, pricing_type, number, unpriced, micros in BOOK:
                CostDay.objects.create(
                    channel=channel,
                    day=today - timedelta(days=back),
                    kind=kind,
                    category=category,
                    pricing_type=pricing_type,
                    currency="IDR",
                    messages=number,
                    unpriced=unpriced,
                    micros=micros,
                )
        set_budget(kind="", amount=40_000_000, currency="IDR", now=now)
        set_budget(kind="minta_ulasan", amount=20_000, currency="IDR", now=now)
        save_rates(rates=[Rate("SG", "marketing", "IDR", 1_250_500_000, today, "kontrak")], now=now)


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_pages_of_the_costs_are_whole(visit: Visit, sari: Shop, width: int, scheme: str) -> None:
    set_demo_now(datetime(2026, 11, 22, 3, tzinfo=UTC))
    watched = visit("/", width, scheme)
    pages = {
        "empty": "/biaya/",
        "costs": "/biaya/",
        "budget": "/biaya/anggaran/?untuk=minta_ulasan",
        "terms": "/biaya/akun/",
        "rates": "/biaya/tarif/",
        "rate": "/biaya/tarif/tambah/",
        "import": "/biaya/tarif/impor/",
        "recipe": "/tindak-lanjut/resep/minta_ulasan/",
    }
    found = {}
    for name, path in pages.items():
        watched.page.goto(urljoin(watched.page.url, path), wait_until="load")
        found[name] = shown(watched, f"cost-{name}-{scheme}")
        if name == "empty":
            spend(sari)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
