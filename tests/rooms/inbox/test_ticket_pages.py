"""«Tiket» as people use it: the list, opening one, its page, and what a customer's page shows."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sapa.accounts.models import User, Workspace
from sapa.accounts.services import add_member
from sapa.base.clock import business_now
from sapa.base.permissions import Role
from sapa.contacts.models import Contact
from sapa.inbox.models import Notice, Ticket
from sapa.inbox.selectors.tickets import page_of_tickets
from sapa.inbox.services import notices, tickets
from sapa.messaging.models import Message
from sapa.web.cursors import Cursor
from tests.rooms.inbox.test_tickets import an_order, opened
from tests.rooms.journeys.rows import contact, talk, wrote


@pytest.fixture
def dewi(shop: Workspace) -> Contact:
    return contact("Dewi Anggraini", business_now() - timedelta(days=1), phone="+6281234567890")


@pytest.fixture
def ani(shop: Workspace) -> Client:
    member = add_member(email="ani@tokosari.test", name="Ani", role=Role.AGENT, password="x")
    client = Client()
    client.force_login(User.objects.get(pk=member.user_id))
    return client


def test_a_ticket_is_opened_from_a_conversation_in_two_steps(ani: Client, dewi: Contact) -> None:
    order, where = an_order(dewi, business_now()), talk(dewi, business_now())
    address = f"/tiket/baru/{dewi.public_id}/?percakapan={where.public_id}"
    assert "?jenis=defective&amp;percakapan=" in ani.get(address).content.decode()
    given = {"ringkas": "Kancing lepas", "prioritas": "1", "pesanan": str(order.public_id), "produk": ""}
    answer = ani.post(f"{address}&jenis=defective", {**given, "isian_issue_type": "defective"})
    ticket = Ticket.objects.get()
    assert answer.headers["Location"] == f"/tiket/{ticket.public_id}/"
    assert (ticket.conversation, ticket.order, ticket.slots) == (where, order, {"issue_type": "defective"})
    assert str(ticket.product) == "Kemeja batik"


def test_the_sheet_of_one_conversation_leads_to_a_ticket(ani: Client, dewi: Contact) -> None:
    where = talk(dewi, business_now())
    sheet = ani.get("/kotak-masuk/tindakan/", {"pilih": str(where.public_id)}).content.decode()
    assert f"/tiket/baru/{dewi.public_id}/?percakapan={where.public_id}" in sheet


def test_what_is_missing_is_said_beside_its_field(ani: Client, dewi: Contact) -> None:
    answer = ani.post(f"/tiket/baru/{dewi.public_id}/?jenis=payment", {"ringkas": "", "prioritas": "0"})
    assert answer.status_code == 422
    assert not Ticket.objects.exists()


def test_the_page_tells_the_story_and_what_is_still_to_ask(ani: Client, dewi: Contact) -> None:
    ticket = opened(dewi, business_now(), slots={"issue_type": "not_received"})
    page = ani.get(f"/tiket/{ticket.public_id}/").content.decode()
    assert "T-1: Paket belum tiba" in page
    assert "Belum diterima" in page or "Not received" in page
    assert "/langkah/" in page


def test_solving_may_tell_the_customer(ani: Client, dewi: Contact) -> None:
    now = business_now()
    where = talk(dewi, now)
    wrote(where, now)
    ticket = opened(dewi, now, conversation_id=where.pk)
    told = {"aksi": "selesai", "kirim": "on", "kalimat": "Halo Kak Dewi, paketnya sudah kami kirim ulang."}
    ani.post(f"/tiket/{ticket.public_id}/langkah/", told)
    ticket.refresh_from_db()
    assert ticket.state == "solved"
    assert Message.objects.get(direction="out").text == told["kalimat"]


def test_solving_without_a_sentence_tells_nobody(ani: Client, dewi: Contact) -> None:
    ticket = opened(dewi, business_now())
    ani.post(f"/tiket/{ticket.public_id}/langkah/", {"aksi": "selesai", "kalimat": "Halo"})
    assert not Message.objects.exists()
    again = {"aksi": "buka-lagi"}
    ani.post(f"/tiket/{ticket.public_id}/langkah/", again)
    assert Ticket.objects.get().reopened == 1


def test_details_are_changed_and_another_kind_keeps_what_fits(ani: Client, dewi: Contact) -> None:
    ticket = opened(
        dewi, business_now(), slots={"issue_type": "not_received", "requested_resolution": "refund"}
    )
    given = {
        "ringkas": "Kemeja sobek",
        "jenis": "defective",
        "prioritas": "2",
        "isian_issue_type": "not_received",
    }
    ani.post(f"/tiket/{ticket.public_id}/ubah/", {**given, "isian_requested_resolution": "refund"})
    ticket.refresh_from_db()
    assert (ticket.kind, ticket.priority, ticket.slots) == (
        "defective",
        2,
        {"requested_resolution": "refund"},
    )


def test_two_are_joined_on_the_page(ani: Client, dewi: Contact) -> None:
    first, second = opened(dewi, business_now()), opened(dewi, business_now())
    answer = ani.post(f"/tiket/{second.public_id}/gabung/", {"ke": str(first.public_id)})
    assert answer.headers["Location"] == f"/tiket/{first.public_id}/"
    assert "T-1" in ani.get(f"/tiket/{second.public_id}/").content.decode()
    assert ani.post(f"/tiket/{first.public_id}/gabung/", {"ke": "x"}).status_code == 409


def walked(tab: str, now: datetime) -> list[int]:
    """All pages of two."""
    found: list[int] = []
    after: Cursor | None = None
    while True:
        rows, after = page_of_tickets(tab=tab, kind="", user_id=0, after=after, limit=2, now=now)
        found += [row.ticket.number for row in rows]
        if after is None:
            return found


def test_pages_follow_the_promise_and_miss_nobody(dewi: Contact, now: datetime) -> None:
    for hours in (5, None, 1, None, 5):
        due_at = now + timedelta(hours=hours) if hours else None
        Ticket.objects.filter(pk=opened(dewi, now).pk).update(due_at=due_at)
    assert walked("open", now) == [3, 1, 5, 2, 4]
    assert walked("all", now) == [5, 4, 3, 2, 1]


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_the_list_is_a_fixed_number_of_queries(ani: Client, dewi: Contact) -> None:
    order = an_order(dewi, business_now())
    opened(dewi, business_now(), order_id=order.pk)
    ani.get("/tiket/")
    few = queries_of(ani, "/tiket/")
    for _n in range(12):
        opened(dewi, business_now(), order_id=order.pk)
    assert queries_of(ani, "/tiket/") == few


def test_the_customer_s_page_shows_tickets_once(ani: Client, dewi: Contact) -> None:
    opened(dewi, business_now())
    assert "Paket belum tiba" in ani.get(f"/tiket/pelanggan/{dewi.public_id}/").content.decode()
    page = ani.get(f"/pelanggan/{dewi.public_id}/").content.decode()
    assert f"/tiket/pelanggan/{dewi.public_id}/" in page
    assert "Paket belum tiba" not in page


def test_script_in_a_summary_stays_words(ani: Client, dewi: Contact) -> None:
    ticket = opened(dewi, business_now(), summary="<script>alert(1)</script>")
    for address in ("/tiket/", f"/tiket/{ticket.public_id}/", f"/tiket/pelanggan/{dewi.public_id}/"):
        assert "<script>alert" not in ani.get(address).content.decode()


def test_a_customer_who_writes_after_the_end_is_proposed_and_not_opened(ani: Client, dewi: Contact) -> None:
    now = business_now()
    ticket = opened(dewi, now - timedelta(hours=3))
    tickets.solve(ticket=ticket, now=now - timedelta(hours=2))
    talk(dewi, now)
    assert '<div class="notice hue-kunyit"' in ani.get(f"/tiket/{ticket.public_id}/").content.decode()
    ticket.refresh_from_db()
    assert ticket.state == "solved"


def test_a_ticket_opened_in_the_panel_belongs_to_the_conversation_beside_it(
    ani: Client, dewi: Contact
) -> None:
    where = talk(dewi, business_now())
    page = f"http://testserver/kotak-masuk/{where.public_id}/?pesan=1"
    for address, beside in ((page, True), ("http://testserver/pelanggan/", False), ("x:[", False)):
        part = ani.get(f"/tiket/pelanggan/{dewi.public_id}/", headers={"HX-Current-URL": address})
        assert (
            f"/tiket/baru/{dewi.public_id}/?percakapan={where.public_id}" in part.content.decode()
        ) == beside
    form = ani.get(f"/tiket/baru/{dewi.public_id}/?percakapan={where.public_id}&jenis=other").content.decode()
    assert f"?percakapan={where.public_id}" in form  # for another kind


def test_a_given_ticket_is_seen_by_opening_it(ani: Client, dewi: Contact) -> None:
    ticket, mine = opened(dewi, business_now()), User.objects.get(name="Ani").pk
    notices.tell(kind="ticket", user_ids=[mine], ticket_id=ticket.pk, now=business_now())
    ani.get(f"/tiket/{ticket.public_id}/")
    assert Notice.objects.get().seen_at is not None
