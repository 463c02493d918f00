"""Who is recognised by what."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from sapa.accounts.models import Workspace
from sapa.contacts.models import Consent, Contact, Identity
from sapa.contacts.services import Found, Person, find_or_make
from sapa.domain.phones import normalise

NOW = datetime(2026, 9, 15, 3, 0, tzinfo=UTC)
DEWI = "0812-1111-2222"


def person(raw: str = "", **said: Any) -> Person:
    return Person(phone=normalise(raw) if raw else None, raw_phone=raw, **said)


def told(*people: Person) -> list[Found]:
    return find_or_make(people=people, source="csv", now=NOW)


@pytest.mark.parametrize("spelling", ["+62 812 1111 2222", "62812 1111 2222", "(0812) 11112222"])
def test_one_phone_in_two_spellings_is_one_contact(shop: Workspace, spelling: str) -> None:
    first, second = told(person(DEWI), person(spelling))
    assert (first.created, second.created) == (True, False)
    assert first.contact_id == second.contact_id


def test_a_known_phone_is_found_again(shop: Workspace) -> None:
    assert told(person(DEWI))[0].contact_id == told(person(DEWI))[0].contact_id
    assert Contact.objects.count() == 1


def test_customer_ids_of_one_phone_join_its_contact_and_are_reported(shop: Workspace) -> None:
    first, second = told(person(DEWI, external=("csv", "C1")), person(DEWI, external=("csv", "C2")))
    assert first.contact_id == second.contact_id
    assert second.notes == ("customer_id_joined",)
    assert Identity.objects.filter(kind="external").count() == 2


def test_guests_who_share_a_customer_id_stay_different_people(shop: Workspace) -> None:
    first, second = told(person(DEWI, external=("csv", "0")), person("081388889999", external=("csv", "0")))
    assert first.contact_id != second.contact_id
    assert second.notes == ("customer_id_elsewhere",)


def test_somebody_without_phone_gets_it_later_by_the_customer_id(shop: Workspace) -> None:
    (first,) = told(person(name="Made", external=("csv", "C9")))
    (later,) = told(person("081234567890", external=("csv", "C9")))
    assert later.contact_id == first.contact_id
    assert later.notes == ("phone_joined",)
    assert Contact.objects.get(pk=first.contact_id).phone == "+6281234567890"


def test_the_same_people_again_write_nothing(shop: Workspace) -> None:
    people = [person(DEWI, name="Dewi", external=("csv", "C1"), consent="granted", as_of=NOW)]
    told(*people)
    before = list(Contact.objects.values()) + list(Identity.objects.values()) + list(Consent.objects.values())
    told(*people)
    after = list(Contact.objects.values()) + list(Identity.objects.values()) + list(Consent.objects.values())
    assert after == before


def test_what_was_said_later_wins_and_older_fills_blanks(shop: Workspace) -> None:
    told(person(DEWI, city="Denpasar", as_of=NOW))
    (found,) = told(person(DEWI, city="Medan", name="Dewi", as_of=NOW - timedelta(days=9)))
    contact = Contact.objects.get(pk=found.contact_id)
    assert (contact.city, contact.name) == ("Denpasar", "Dewi")


def test_consent_keeps_only_changes_and_the_newest_is_in_force(shop: Workspace) -> None:
    days = [NOW + timedelta(days=n) for n in range(3)]
    said = zip(("granted", "granted", "denied"), days, strict=True)
    told(*(person(DEWI, consent=state, as_of=at) for state, at in said))
    assert list(Consent.objects.order_by("at").values_list("state", "at")) == [
        ("granted", days[0]),
        ("denied", days[2]),
    ]
