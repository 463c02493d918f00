"""The clock of a customer with its evidence, and what a person or the customer chooses by hand."""

from datetime import datetime

import pytest
from django.test import Client

from sapa.accounts.models import AuditEntry, Workspace
from sapa.base.permissions import Role
from sapa.contacts.models import Contact
from sapa.contacts.selectors import ContactClock, clock_of_contact, zones_to_choose
from sapa.contacts.services import choose_zone, merge, prefer_address
from tests.rooms.pages import browser


def customer(now: datetime, **given: str) -> Contact:
    return Contact.objects.create(name="Made Wirawan", created_at=now, **given)


def clock(contact: Contact, now: datetime) -> ContactClock:
    return clock_of_contact(contact, business="Asia/Jakarta", now=now)


@pytest.fixture
def made(shop: Workspace, now: datetime) -> Contact:
    """Writes from Bali with a number of Jakarta."""
    return customer(now, country="ID", province="Bali", phone="+622155501234")


@pytest.fixture
def ani(shop: Workspace) -> Client:
    return browser(shop, Role.AGENT)


def test_a_contradiction_says_who_says_what(made: Contact, now: datetime) -> None:
    found = clock(made, now)
    assert (found.source, found.address, found.phone) == ("conflict", "WITA", "WIB")
    assert found.labels == ("WIB", "WITA")
    assert [(piece.kind, piece.value, piece.label) for piece in found.pieces] == [
        ("province", "Bali", "WITA"),
        ("landline", "021", "WIB"),
    ]


def test_a_province_against_its_postcode_is_told_too(shop: Workspace, now: datetime) -> None:
    found = clock(customer(now, province="Jawa Timur", postcode="80361"), now)
    assert (found.province, found.postcode, found.address) == ("WIB", "WITA", "")


@pytest.mark.parametrize(
    ("given", "source"),
    [
        ({"province": "Bali", "phone": "+6281299990000"}, "address"),
        ({"province": "Bali", "phone": "+62361234567"}, "both"),
        ({"phone": "+6281299990000"}, "anywhere"),
        ({"phone": "+62361234567"}, "phone"),
        ({"province": "Bali", "timezone": "Asia/Jakarta"}, "explicit"),
        ({}, "business"),
    ],
)
def test_the_source_is_what_really_speaks(
    shop: Workspace, now: datetime, given: dict[str, str], source: str
) -> None:
    assert clock(customer(now, **given), now).source == source


def test_a_zone_set_by_hand_stands_above_the_rest(made: Contact, now: datetime) -> None:
    choose_zone(contact_id=made.pk, timezone="Asia/Makassar", now=now)
    made.refresh_from_db()
    assert (clock(made, now).labels, clock(made, now).address) == (("WITA",), "")
    assert AuditEntry.objects.get().data == {"to": "Asia/Makassar"}


def test_choosing_the_same_twice_is_one_entry(made: Contact, now: datetime) -> None:
    for _time in range(2):
        prefer_address(contact_id=made.pk, preferred="Bapak", source="team", now=now)
    assert AuditEntry.objects.get().action == "contact.address_chosen"


def test_a_name_in_the_wish_is_not_kept_in_the_audit_trail(made: Contact, now: datetime) -> None:
    prefer_address(contact_id=made.pk, preferred="Bapak Wirawan", source="customer", now=now)
    assert AuditEntry.objects.get().data == {"form": "Bapak", "by": "customer"}


def test_a_wish_of_a_merged_record_is_its_roots(made: Contact, now: datetime) -> None:
    other = customer(now)
    merge(contact_id=other.pk, into_id=made.pk)
    prefer_address(contact_id=other.pk, preferred="Mas", source="customer", now=now)
    made.refresh_from_db()
    assert made.preferred_address == "Mas"


def test_indonesias_zones_and_the_customers_country_can_be_chosen(shop: Workspace, now: datetime) -> None:
    offered = [zone for zone, _label in zones_to_choose(customer(now, country="DE"), business="UTC", now=now)]
    assert offered[:5] == ["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura", "UTC", "Europe/Berlin"]


def test_an_agent_sets_both_on_the_page(made: Contact, ani: Client) -> None:
    page = ani.get(f"/pelanggan/{made.public_id}/").content.decode()
    assert "WITA" in page
    assert "021" in page
    ani.post(
        f"/pelanggan/{made.public_id}/pilihan/", {"timezone": "Asia/Makassar", "preferred_address": "Bapak"}
    )
    made.refresh_from_db()
    assert (made.timezone, made.preferred_address) == ("Asia/Makassar", "Bapak")
    assert "Bapak Made" in ani.get(f"/pelanggan/{made.public_id}/").content.decode()


@pytest.mark.parametrize("wrong", [{"timezone": "Mars/Olympus"}, {"preferred_address": "Yang Mulia"}])
def test_other_values_change_nothing(made: Contact, ani: Client, wrong: dict[str, str]) -> None:
    ani.post(f"/pelanggan/{made.public_id}/pilihan/", {"timezone": "", "preferred_address": "", **wrong})
    made.refresh_from_db()
    assert (made.timezone, made.preferred_address) == ("", "")


def test_an_analyst_looks_and_cannot_choose(made: Contact, shop: Workspace) -> None:
    eko = browser(shop, Role.ANALYST)
    assert "pilihan/" not in eko.get(f"/pelanggan/{made.public_id}/").content.decode()
    assert eko.post(f"/pelanggan/{made.public_id}/pilihan/", {}).status_code == 403
