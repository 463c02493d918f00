"""What a visitor of the demo finds on the first day."""

from datetime import datetime, timedelta

from sapa.accounts.models import Workspace
from sapa.assistant.flows.articles import search
from sapa.commerce.models import Order, Product
from sapa.commerce.selectors import invoices_due, products_of_orders, subscriptions_ending
from sapa.events.models import Event
from sapa.lab.demo.articles import write_articles
from sapa.lab.demo.examples import show

DAY = timedelta(days=1)


def test_a_visitor_finds_affairs_that_are_under_way(shop: Workspace, now: datetime) -> None:
    show(source="generic-1", now=now)
    sold = Order.objects.get()
    assert sold.status == "shipped"
    assert [one.guide_url != "" for one in products_of_orders([sold.pk])[sold.pk]] == [True, True]
    assert Product.objects.get(external_id="KOPI-1").complement_id
    assert len(subscriptions_ending(after=now + 29 * DAY, until=now + 30 * DAY)) == 1
    assert len(invoices_due(after=now + 2 * DAY, until=now + 3 * DAY)) == 1
    assert not Event.objects.filter(at__gt=now).exists()


def test_the_assistant_of_the_demo_has_something_to_answer_from(shop: Workspace, now: datetime) -> None:
    write_articles(now=now)
    assert "7 hari" in (search("barang bisa ditukar dalam berapa hari?").text or "")
    assert search("retur telat 3 hari masih boleh kalau tanya Bu Sari?").text is None
