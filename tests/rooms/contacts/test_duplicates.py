"""Records that may be one customer: found with their reasons, joined, told apart, and all of it undone."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from sapa.accounts.models import AuditEntry, Workspace
from sapa.base.permissions import Role
from sapa.base.scope import workspace_scope
from sapa.contacts.models import Comparison, Contact, Identity, Likeness, Sameness
from sapa.contacts.selectors import Pair, duplicates, roots
from sapa.contacts.services import (
    compare_records,
    join_records,
    merge,
    separate,
    tell_apart,
    undo_decision,
)
from sapa.contacts.services.comparing import compare_soon
from sapa.web.errors import Refused
from tests.conftest import found_shop
from tests.rooms.pages import browser, stand_alone

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def addresses(settings: LazySettings) -> None:
    stand_alone(settings, "tests.rooms.commerce.urls")


@pytest.fixture
def ani(shop: Workspace) -> Client:
    return browser(shop, Role.AGENT)


def customer(now: datetime, **given: str) -> Contact:
    return Contact.objects.create(created_at=now, **given)


def known_by(contact: Contact, kind: str, value: str, now: datetime, **more: Any) -> None:
    Identity.objects.create(contact=contact, kind=kind, value=value, created_at=now, **more)


def twins(now: datetime) -> tuple[Contact, Contact]:
    pair = (
        customer(now, name="Dewi Lestari", email="dewi@contoh.test", phone="+6281211112222"),
        customer(now, name="Dewi L", email="Dewi@Contoh.test", phone="+6281399990000"),
    )
    compared()
    return pair


def compared() -> None:
    """The chore takes its turn, whatever time it is."""
    compare_soon()
    compare_records(now=NOW)


def found() -> list[tuple[set[int], tuple[str, ...]]]:
    compared()
    return [({one.keep.pk, one.other.pk}, one.reasons) for one in duplicates(limit=50)]


@pytest.mark.parametrize(
    ("one", "two", "reason"),
    [
        ({"email": "dewi@contoh.test"}, {"email": "DEWI@contoh.test"}, "email"),
        ({"phone": "+6281211112222"}, {"phone": "+6281211112222"}, "phone"),
        ({"phone": "+6281211112222"}, {"phone": "+6081211112222"}, "phone"),
        (
            {"name": "Dewi Lestari", "phone": "+6281211112222"},
            {"name": "dewi lestari", "phone": "+628190002222"},
            "name_digits",
        ),
        (
            {"name": "Dewi", "postcode": "80361", "city": "Badung"},
            {"name": "DEWI", "postcode": "80361"},
            "name_postcode",
        ),
        ({"name": "Dewi Lestari", "city": "Badung"}, {"name": "Dewi Lestari", "city": "badung"}, "name_city"),
    ],
)
def test_two_records_are_suggested_with_the_reason(
    shop: Workspace, now: datetime, one: dict[str, str], two: dict[str, str], reason: str
) -> None:
    pair = {customer(now, **one).pk, customer(now, **two).pk}
    assert found() == [(pair, (reason,))]


def test_a_number_that_somebody_moved_to_and_another_record_has_is_a_reason(
    shop: Workspace, now: datetime
) -> None:
    moved, known = customer(now, phone="+6281211112222"), customer(now)
    known_by(known, "phone", "+6281211112222", now)
    assert found() == [({moved.pk, known.pk}, ("phone",))]


def test_a_number_that_was_given_up_says_nothing(shop: Workspace, now: datetime) -> None:
    former, owner = customer(now), customer(now, phone="+6281211112222")
    known_by(former, "phone", "+6281211112222", now, ended_at=now)
    assert owner.pk
    assert found() == []


def test_one_customer_number_at_two_sources_is_a_reason(shop: Workspace, now: datetime) -> None:
    pair = customer(now), customer(now)
    for contact, source in zip(pair, ("shopee", "csv"), strict=True):
        known_by(contact, "external", f"{source}:dewi_99", now)
    assert found() == [({one.pk for one in pair}, ("external",))]


def test_a_short_number_or_one_first_name_in_a_city_is_no_reason(shop: Workspace, now: datetime) -> None:
    for source in ("csv", "woo"):
        known_by(customer(now, name="Siti", city="Bandung"), "external", f"{source}:12", now)
    assert found() == []


def test_what_many_share_says_nothing_about_two(shop: Workspace, now: datetime) -> None:
    for _one in range(9):
        customer(now, email="toko@contoh.test")
    assert found() == []


def test_the_surest_stand_first_and_pages_follow_without_a_gap(shop: Workspace, now: datetime) -> None:
    for number in range(3):
        for _twin in range(2):
            customer(now, email=f"p{number}@contoh.test")
    customer(now, name="Made Wirawan", city="Badung")
    customer(now, name="Made Wirawan", city="Badung", email="")
    customer(now, phone="+6281211112222")
    customer(now, phone="+6281211112222")
    compared()
    walked: list[Pair] = []
    while page := duplicates(limit=2, **({"after": walked[-1].place} if walked else {})):
        walked += page
    assert [one.reasons for one in walked] == [("phone",), ("email",), ("email",), ("email",), ("name_city",)]
    assert walked == duplicates(limit=50)


def test_who_can_be_reached_stays(shop: Workspace, now: datetime) -> None:
    customer(now, email="dewi@contoh.test")
    reachable = customer(now, email="dewi@contoh.test", phone="+6281211112222")
    compared()
    [pair] = duplicates(limit=5)
    assert pair.keep == reachable


def test_another_shops_customers_are_never_compared(shop: Workspace, now: datetime) -> None:
    customer(now, email="dewi@contoh.test")
    with workspace_scope(found_shop("Toko Lain", "lain@tokolain.test").pk):
        customer(now, email="dewi@contoh.test")
        assert found() == []
    assert found() == []


def test_joined_records_are_not_suggested_and_come_back_when_separated(
    shop: Workspace, now: datetime
) -> None:
    dewi, twin = twins(now)
    join_records(contact_id=twin.pk, into_id=dewi.pk, reasons=["email"], now=now)
    assert found() == []
    separate(public_id=twin.public_id, now=now + timedelta(hours=1))
    assert len(found()) == 1
    assert Sameness.objects.get().undone_at == now + timedelta(hours=1)


def test_the_trail_names_what_was_done_and_nobodys_name(shop: Workspace, now: datetime) -> None:
    dewi, twin = twins(now)
    row = join_records(contact_id=twin.pk, into_id=dewi.pk, reasons=["email"], now=now)
    undo_decision(public_id=row.public_id, now=now)
    entries = AuditEntry.objects.filter(action__startswith="contact.").order_by("pk")
    assert [entry.action for entry in entries] == ["contact.joined", "contact.separated"]
    assert entries[0].data == {"other": str(dewi.public_id), "reasons": ["email"]}


def test_separating_brings_back_those_that_came_along(shop: Workspace, now: datetime) -> None:
    dewi, twin = twins(now)
    third = customer(now, name="D. Lestari")
    join_records(contact_id=third.pk, into_id=twin.pk, reasons=[], now=now)
    join_records(contact_id=twin.pk, into_id=dewi.pk, reasons=[], now=now)
    separate(public_id=twin.public_id, now=now)
    assert roots([dewi.pk, twin.pk, third.pk]) == {dewi.pk: dewi.pk, twin.pk: twin.pk, third.pk: twin.pk}


def test_undoing_twice_is_undoing_once(shop: Workspace, now: datetime) -> None:
    dewi, twin = twins(now)
    row = join_records(contact_id=twin.pk, into_id=dewi.pk, reasons=[], now=now)
    undo_decision(public_id=row.public_id, now=now)
    join_records(contact_id=twin.pk, into_id=dewi.pk, reasons=[], now=now)
    undo_decision(public_id=row.public_id, now=now)
    assert roots([twin.pk]) == {twin.pk: dewi.pk}


def test_two_people_are_not_asked_about_again_until_somebody_wants_it(shop: Workspace, now: datetime) -> None:
    dewi, twin = twins(now)
    row = tell_apart(first_id=twin.pk, second_id=dewi.pk, reasons=["email"], now=now)
    assert tell_apart(first_id=dewi.pk, second_id=twin.pk, reasons=["email"], now=now) == row
    assert found() == []
    undo_decision(public_id=row.public_id, now=now)
    assert len(found()) == 1


def test_two_people_stay_two_when_one_of_them_gets_another_record(shop: Workspace, now: datetime) -> None:
    dewi, twin = twins(now)
    tell_apart(first_id=dewi.pk, second_id=twin.pk, reasons=["email"], now=now)
    better = customer(now, name="Dewi Lestari", phone="+6281277778888")
    merge(contact_id=dewi.pk, into_id=better.pk)
    assert found() == []


def test_one_customer_cannot_be_told_apart_or_joined_again(shop: Workspace, now: datetime) -> None:
    dewi, twin = twins(now)
    join_records(contact_id=twin.pk, into_id=dewi.pk, reasons=[], now=now)
    with pytest.raises(Refused, match="merge_itself"):
        tell_apart(first_id=dewi.pk, second_id=twin.pk, reasons=[], now=now)
    with pytest.raises(Refused, match="merge_itself"):
        join_records(contact_id=dewi.pk, into_id=twin.pk, reasons=[], now=now)


def test_ani_joins_two_and_takes_them_apart_in_the_browser(
    shop: Workspace, ani: Client, now: datetime
) -> None:
    dewi, twin = twins(now)
    assert str(twin.public_id) in ani.get("/pelanggan/duplikat/").content.decode()
    asked = {"satu": dewi.public_id, "dua": twin.public_id, "tetap": dewi.public_id, "alasan": ["email", "x"]}
    assert ani.post("/pelanggan/duplikat/putuskan/", {**asked, "putusan": "gabung"}).status_code == 302
    assert roots([twin.pk]) == {twin.pk: dewi.pk}
    [row] = Sameness.objects.all()
    assert (row.reasons, row.author_id is None) == (["email"], False)
    assert "Ani" in ani.get("/pelanggan/duplikat/putusan/").content.decode()
    ani.post("/pelanggan/duplikat/batalkan/", {"putusan": row.public_id})
    assert roots([twin.pk]) == {twin.pk: twin.pk}


def test_ani_notes_two_people(shop: Workspace, ani: Client, now: datetime) -> None:
    dewi, twin = twins(now)
    ani.post(
        "/pelanggan/duplikat/putuskan/", {"satu": dewi.public_id, "dua": twin.public_id, "putusan": "beda"}
    )
    assert str(twin.public_id) not in ani.get("/pelanggan/duplikat/").content.decode()


@pytest.mark.parametrize("wrong", [{}, {"satu": "x"}, {"tetap": "stranger"}, {"dua": "nobody"}])
def test_a_decision_about_nobody_changes_nothing(
    shop: Workspace, ani: Client, now: datetime, wrong: dict[str, str]
) -> None:
    dewi, twin = twins(now)
    stranger = customer(now, name="Made")
    told = {"satu": dewi.public_id, "dua": twin.public_id, "tetap": dewi.public_id}
    asked = {
        **told,
        **{key: stranger.public_id if value == "stranger" else value for key, value in wrong.items()},
    }
    answer = ani.post("/pelanggan/duplikat/putuskan/", asked if wrong else {})
    assert (answer.status_code, Sameness.objects.count()) == (404, 0)


@pytest.mark.parametrize("place", ["x", "1-2", "9-9-9-9", "-1-2-3", "9" * 40 + "-1-1", "90-½-1"])
def test_a_broken_place_is_the_beginning(shop: Workspace, ani: Client, now: datetime, place: str) -> None:
    _dewi, twin = twins(now)
    page = ani.get("/pelanggan/duplikat/", {"sesudah": place})
    assert str(twin.public_id) in page.content.decode()


def test_an_analyst_looks_and_decides_nothing(shop: Workspace, now: datetime) -> None:
    dewi, twin = twins(now)
    eko = browser(shop, Role.ANALYST)
    assert (
        "putusan"
        not in eko.get("/pelanggan/duplikat/").content.decode().partition('<ul class="stack top-4"')[2]
    )
    asked = {"satu": dewi.public_id, "dua": twin.public_id, "tetap": dewi.public_id}
    assert eko.post("/pelanggan/duplikat/putuskan/", asked).status_code == 403


def test_nothing_is_compared_again_until_a_record_changes_and_a_minute_has_passed(
    committed_shop: Workspace, now: datetime
) -> None:
    def looked(minutes: float) -> bool:
        with workspace_scope(committed_shop.pk):
            return compare_records(now=NOW + timedelta(minutes=minutes))

    with workspace_scope(committed_shop.pk):
        dewi = customer(now, name="Dewi Lestari", city="Badung")
    assert [looked(0), looked(2), looked(4)] == [True, False, False]
    with workspace_scope(committed_shop.pk):
        Contact.objects.filter(pk=dewi.pk).update(city="Denpasar")
    assert [looked(4.5), looked(6), looked(8)] == [False, True, False]
    with workspace_scope(committed_shop.pk):
        Comparison.objects.update(seen_until=1 << 62)
    assert looked(10), "The rows have moved to another database"


def test_a_pair_goes_when_its_reason_is_gone_and_changes_with_it(shop: Workspace, now: datetime) -> None:
    dewi, twin = twins(now)
    kept = Likeness.objects.get()
    Contact.objects.filter(pk=twin.pk).update(name="Dewi Lestari", city="Badung")
    Contact.objects.filter(pk=dewi.pk).update(city="Badung")
    assert found() == [({dewi.pk, twin.pk}, ("email", "name_city"))]
    assert Likeness.objects.get().pk != kept.pk
    Contact.objects.filter(pk=twin.pk).update(name="Made", email="made@contoh.test")
    assert found() == []


def test_before_the_first_comparison_the_page_says_so(shop: Workspace, ani: Client) -> None:
    assert ani.get("/pelanggan/duplikat/").context["compared_at"] is None
    compared()
    assert ani.get("/pelanggan/duplikat/").context["compared_at"] == NOW
