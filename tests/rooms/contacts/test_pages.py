"""The customers' pages and their search."""

import re
from datetime import datetime, timedelta

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client

from sapa.accounts.models import Workspace
from sapa.base.permissions import Role
from sapa.base.scope import workspace_scope
from sapa.contacts.models import Contact, LedgerEntry
from sapa.contacts.selectors import newer, newest, search
from sapa.contacts.services import (
    Person,
    close_ticket,
    find_or_make,
    merge,
    open_ticket,
    opt_out,
    write_ledger,
)
from sapa.contacts.services.consents import stop_wa_marketing
from sapa.domain.phones import normalise
from tests.conftest import found_shop
from tests.rooms.pages import browser, stand_alone

CAST = {"Dewi Lestari": "081211112222", "Made Wirawan": "081333334444", "Yosef Kambu": "081255556666"}


@pytest.fixture(autouse=True)
def addresses(settings: LazySettings) -> None:
    stand_alone(settings, "tests.rooms.commerce.urls")


@pytest.fixture
def cast(shop: Workspace, now: datetime) -> dict[str, Contact]:
    people = [
        Person(
            phone=normalise(raw), raw_phone=raw, name=name, external=("csv", f"C-{raw[-4:]}"), city="Denpasar"
        )
        for name, raw in CAST.items()
    ]
    find_or_make(people=people, source="csv", now=now)
    return {contact.name: contact for contact in Contact.objects.all()}


@pytest.fixture
def ani(shop: Workspace) -> Client:
    return browser(shop, Role.AGENT)


@pytest.mark.parametrize(
    "text", ["dewi", "LESTARI", "0812-1111-2222", "+62 812 1111 2222", "8121111", "2222", "C-2222", "c-22"]
)
def test_dewi_is_found_by_name_phone_in_any_spelling_or_number(cast: dict[str, Contact], text: str) -> None:
    assert [contact.name for contact in search(text)] == ["Dewi Lestari"]


@pytest.mark.parametrize("text", ["%", "_", "\\", "", "'; drop table x", "xyz"])
def test_signs_of_the_pattern_language_mean_themselves(cast: dict[str, Contact], text: str) -> None:
    assert search(text) == []


def test_another_shop_is_never_searched(cast: dict[str, Contact]) -> None:
    other = found_shop("Toko Lain", "lain@tokolain.test")
    with workspace_scope(other.pk):
        assert search("dewi") == []
        assert search("081211112222") == []
    assert len(search("dewi")) == 1


def test_pages_are_walked_by_key_in_both_directions(shop: Workspace, now: datetime) -> None:
    for minute in range(5):
        Contact.objects.create(name=f"P{minute}", created_at=now + timedelta(minutes=minute))
    first = list(newest(before=None, limit=2))
    second = list(newest(before=(first[-1].created_at, first[-1].pk), limit=2))
    back = newer(after=(second[0].created_at, second[0].pk), limit=2)
    assert [row.name for row in first + second] == ["P4", "P3", "P2", "P1"]
    assert [row.name for row in back] == ["P4", "P3"]


def test_a_page_far_down_begins_at_its_place_in_the_index(shop: Workspace, now: datetime) -> None:
    with connection.cursor() as cursor:
        for way in ("seqscan", "bitmapscan", "sort"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
    plan = newest(before=(now, 7), limit=2).explain()
    assert re.search(r"Index Cond: .*created_at <= ", plan)


def test_the_list_shows_customers_and_finds_them(cast: dict[str, Contact], ani: Client) -> None:
    assert "Yosef Kambu" in ani.get("/pelanggan/").content.decode()
    found = ani.get("/pelanggan/", {"q": "made"}, headers={"HX-Request": "true", "HX-Target": "contacts"})
    assert "Made Wirawan" in found.content.decode()
    assert "Yosef" not in found.content.decode()
    assert "<html" not in found.content.decode()


def test_a_customer_page_tells_identities_wishes_and_contacts(
    cast: dict[str, Contact], ani: Client, now: datetime
) -> None:
    dewi = cast["Dewi Lestari"]
    opt_out(contact_id=dewi.pk, scope="promo", source="whatsapp", at=now)
    write_ledger(
        entries=[LedgerEntry(contact_id=dewi.pk, at=now, fact="received", channel="whatsapp", by="customer")]
    )
    page = ani.get(f"/pelanggan/{dewi.public_id}/").content.decode()
    assert "+62 812-1111-2222" in page
    assert "csv:C-2222" in page
    assert f"/pesanan/pelanggan/{dewi.public_id}/" in page
    assert "whatsapp" in page


def test_who_stopped_offers_in_whatsapp_is_seen(cast: dict[str, Contact], ani: Client, now: datetime) -> None:
    dewi = cast["Dewi Lestari"]
    address = f"/pelanggan/{dewi.public_id}/"
    assert ani.get(address).context["stopped_at_whatsapp"] is None
    stop_wa_marketing(contact_id=dewi.pk, stopped=True, now=now)
    assert ani.get(address).context["stopped_at_whatsapp"].wa_marketing_at == now


def test_a_name_is_never_taken_for_markup(shop: Workspace, ani: Client, now: datetime) -> None:
    contact = Contact.objects.create(name="<script>alert(1)</script>", created_at=now)
    for address in (
        "/pelanggan/",
        f"/pelanggan/{contact.public_id}/",
        f"/pelanggan/{contact.public_id}/panel/",
    ):
        assert "<script>alert" not in ani.get(address).content.decode()


def test_a_customer_of_another_shop_is_not_there(cast: dict[str, Contact], db: None) -> None:
    other = found_shop("Toko Lain", "lain@tokolain.test")
    citra = browser(other, Role.OWNER, "citra@tokolain.test")
    assert citra.get(f"/pelanggan/{cast['Dewi Lestari'].public_id}/").status_code == 404


def test_a_merged_customer_leads_to_the_root_and_back_again(cast: dict[str, Contact], ani: Client) -> None:
    dewi, made = cast["Dewi Lestari"], cast["Made Wirawan"]
    merge(contact_id=made.pk, into_id=dewi.pk)
    assert ani.get(f"/pelanggan/{made.public_id}/").headers["Location"] == f"/pelanggan/{dewi.public_id}/"
    assert [contact.name for contact in search("made")] == ["Dewi Lestari"]
    ani.post(f"/pelanggan/{made.public_id}/pisah/")
    assert ani.get(f"/pelanggan/{made.public_id}/").status_code == 200


def test_a_list_costs_a_fixed_number_of_queries(
    shop: Workspace, ani: Client, now: datetime, django_assert_max_num_queries: object
) -> None:
    for number in range(30):
        Contact.objects.create(name=f"P{number}", created_at=now)
    with django_assert_max_num_queries(16):  # type: ignore[operator]
        ani.get("/pelanggan/")


def test_open_cases_stand_first_and_a_few_of_many(
    cast: dict[str, Contact], ani: Client, now: datetime
) -> None:
    dewi = cast["Dewi Lestari"]
    for number in range(7):
        at, case = now + timedelta(hours=number), number + 1
        open_ticket(contact_id=dewi.pk, ticket_id=case, kind="delivery", number=f"T-{number}", at=at)
        if number:
            close_ticket(contact_id=dewi.pk, ticket_id=case, at=at + timedelta(hours=1))
    for page in ("", "panel/"):
        told = ani.get(f"/pelanggan/{dewi.public_id}/{page}").content.decode()
        assert [number for number in range(7) if f"<b>T-{number}</b>" in told] == [0, 3, 4, 5, 6]
        assert told.index("T-0") < told.index("T-6")
