"""An order of which a gateway's fee is missing is accepted as paid by a person, once and written down."""

from datetime import datetime, timedelta

import pytest
from django.conf import LazySettings

from sapa.accounts.models import AuditEntry, Workspace
from sapa.base.permissions import Role
from sapa.base.scope import workspace_scope
from sapa.commerce.models import Order, Payment
from sapa.commerce.schemas import Told
from sapa.commerce.services import apply_orders, apply_payments
from sapa.commerce.services.underpaid import accept_underpaid, missing, most_missing, set_most_missing
from sapa.events.models import Event
from sapa.web.errors import Refused
from tests.rooms.commerce.conftest import order
from tests.rooms.pages import browser, stand_alone

HOUR = timedelta(hours=1)


def short_order(now: datetime, paid: int = 246_000) -> Order:
    apply_orders(facts=[order("A-1", now - HOUR)], source="shopify-1", now=now)
    told = Told("T-1", now, status="paid", order="A-1", values={"amount": paid})
    apply_payments(told=[told], source="xendit-2", now=now)
    return Order.objects.get()


def test_what_is_missing_is_accepted_up_to_what_the_settings_allow(shop: Workspace, now: datetime) -> None:
    sold = short_order(now)
    assert (missing(sold), most_missing()) == (4_000, 0)
    with pytest.raises(Refused, match="not_underpaid"):
        accept_underpaid(order=sold, now=now)
    set_most_missing(most=4_000, now=now)
    accept_underpaid(order=sold, now=now + HOUR)
    kept = Order.objects.get()
    assert (kept.status, kept.paid_at) == ("paid", now + HOUR)
    assert Event.objects.filter(name="payment.received").count() == 1
    assert AuditEntry.objects.filter(action="order.underpaid_accepted").count() == 1
    with pytest.raises(Refused, match="not_underpaid"):
        accept_underpaid(order=sold, now=now)


@pytest.mark.parametrize(("again", "status"), [(0, "refunded"), (4_000, "paid")])
def test_an_accepted_order_ends_when_all_that_came_in_went_back(
    shop: Workspace, now: datetime, again: int, status: str
) -> None:
    set_most_missing(most=5_000, now=now)
    accept_underpaid(order=short_order(now), now=now)
    back = Told("T-1", now + HOUR, status="refunded", order="A-1", values={"amount": 246_000})
    more = Told("T-2", now, status="paid", order="A-1", values={"amount": again})
    apply_payments(told=[more, back] if again else [back], source="xendit-2", now=now + HOUR)
    assert Order.objects.get().status == status


def test_the_page_says_how_much_is_missing_and_takes_it_in_one_tap(
    shop: Workspace, now: datetime, settings: LazySettings
) -> None:
    stand_alone(settings, "tests.rooms.commerce.urls")
    with workspace_scope(shop.pk):
        page = f"/pesanan/{short_order(now).public_id}/"
    budi = browser(shop, Role.OWNER)
    assert budi.post("/pesanan/kurang-bayar/", {"most": "-1"}).status_code == 422
    ani = browser(shop, Role.AGENT)
    assert "Rp4.000" in ani.get(page).content.decode()
    assert "terima-kurang" not in ani.get(page).content.decode()
    assert ani.post("/pesanan/kurang-bayar/", {"most": "5000"}).status_code == 403
    with workspace_scope(shop.pk):
        set_most_missing(most=5_000, now=now)
    assert f"{page}terima-kurang/" in ani.get(page).content.decode()
    assert ani.post(f"{page}terima-kurang/").status_code == 302
    with workspace_scope(shop.pk):
        assert set(Payment.objects.values_list("status", "amount")) == {("paid", 246_000), ("waived", 4_000)}
        assert Order.objects.get().status == "paid"
