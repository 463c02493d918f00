"""Tickets and the radar in a real browser: phone and desk, light and dark."""

from urllib.parse import urljoin

import pytest

from sapa.accounts.models import User
from sapa.base.clock import business_now
from sapa.base.scope import workspace_scope
from sapa.commerce.models import Order, OrderLine, Shipment
from sapa.contacts.models import Contact
from sapa.inbox.models import Radar, Ticket
from sapa.inbox.services import radars, tickets
from tests.browser.shop import Shop
from tests.browser.test_order_pages import shown
from tests.browser.test_pages import SCREENS, Visit, live, sari, visit

__all__ = ["live", "sari", "visit"]
pytestmark = pytest.mark.browser


def complaints() -> tuple[Ticket, Radar]:
    """Three parcels of one courier that stand still, others on the way; one ticket that came back."""
    now, owner = business_now(), User.objects.get(email="budi@tokosari.test")
    told = {"source": "test", "status_at": now, "said_at": now, "recorded_at": now, "updated_at": now}
    orders = list(Order.objects.exclude(pk__in=OrderLine.objects.values("order")).order_by("pk")[:6])
    Order.objects.filter(pk__in=[one.pk for one in orders]).update(
        shipped_at=now, status="shipped", delivered_at=None, cancelled_at=None, placed_at=now
    )
    for one in orders:
        parcel = {"external_id": one.number, "courier": "JNE", "tracking_number": f"JNE00{one.pk}"}
        Shipment.objects.create(contact_id=one.contact_id, order=one, **told, **parcel)
    made = [
        tickets.open_ticket(
            contact_id=one.contact_id,
            kind="delivery",
            summary="Paket sudah lima hari tidak bergerak di gudang transit Cakung, padahal untuk acara hari Sabtu",
            opened_by="agent",
            order_id=one.pk,
            priority=place,
            slots={"issue_type": "stuck_shipment"},
            author_id=owner.pk,
            now=now,
        )
        for place, one in enumerate(orders[:3])
    ]
    who = Contact.objects.get(pk=made[0].contact_id)
    tickets.open_ticket(
        contact_id=who.pk, kind="payment", summary="Bayar dua kali", opened_by="score", now=now
    )
    [radar] = radars.find(now=now)
    return made[0], radar


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_pages_of_tickets_are_whole(visit: Visit, sari: Shop, width: int, scheme: str) -> None:
    with workspace_scope(sari.workspace.id):
        ticket, radar = complaints()
        person = ticket.contact.public_id
    watched, found = visit("/", width, scheme), {}
    pages = {
        "tickets": "/tiket/",
        "ticket": f"/tiket/{ticket.public_id}/",
        "ticket kinds": f"/tiket/baru/{person}/",
        "new ticket": f"/tiket/baru/{person}/?jenis=defective",
        "radar": f"/tiket/radar/{radar.public_id}/",
        "rules": "/tiket/aturan/",
        "customer": f"/pelanggan/{person}/",
        "home": "/",
    }
    for name, path in pages.items():
        watched.page.goto(urljoin(watched.page.url, path), wait_until="load")
        if name == "radar":
            watched.page.locator("button[value=lihat]").click()
            watched.page.locator(".radar-ahead").wait_for()
        if name == "customer":
            watched.page.locator("#tickets-of-contact .ticket-row").first.wait_for()
        found[name] = shown(watched, name)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
