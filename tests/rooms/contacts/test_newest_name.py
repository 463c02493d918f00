"""Of two statements about a person the later one counts, whichever came first; an undated one fills blanks."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import permutations

import pytest

from sapa.accounts.models import Workspace
from sapa.contacts.models import Contact
from sapa.contacts.services import correct, describe
from tests.rooms.contacts.test_people import DEWI, NOW, person, told

OLD, NEW = NOW - timedelta(days=400), NOW - timedelta(days=2)
SAID = (
    person(DEWI, name="Dewi", city="Bogor", segment="b2c", as_of=OLD),
    person(DEWI, name="Dewi Lestari", city="Bandung", segment="b2b", as_of=NEW),
    person(DEWI, name="Mama Rara"),
)


def shown() -> tuple[str, str, str]:
    dewi = Contact.objects.get()
    return dewi.name, dewi.city, dewi.segment


@pytest.mark.parametrize("order", list(permutations(range(3))))
@pytest.mark.parametrize("at_once", [True, False])
def test_in_any_order_the_later_one_counts(shop: Workspace, order: Sequence[int], *, at_once: bool) -> None:
    said = [SAID[place] for place in order]
    for people in [said] if at_once else [[one] for one in said]:
        told(*people)
    assert shown() == ("Dewi Lestari", "Bandung", "b2b")


def test_an_undated_one_never_changes_what_is_known(shop: Workspace) -> None:
    told(person(DEWI, name="Dewi"))
    told(person(DEWI, name="Mama Rara", city="Bogor"))
    assert shown() == ("Dewi", "Bogor", "b2c")


def test_a_segment_chosen_by_hand_stands_above_older_statements(shop: Workspace) -> None:
    (dewi,) = told(person(DEWI, name="Dewi", as_of=OLD))
    describe(contact_id=dewi.contact_id, segment="b2b", language="id", busy_profile=None, now=NOW)
    told(person(DEWI, segment="b2c", as_of=NEW))
    assert shown()[2] == "b2b"


def test_a_correction_of_the_segment_alone_counts_from_now(shop: Workspace) -> None:
    (dewi,) = told(person(DEWI, name="Dewi", segment="b2b", as_of=OLD))
    correct(contact_id=dewi.contact_id, changes={"segment": "b2c"}, now=NOW)
    told(person(DEWI, segment="b2b", as_of=NEW))
    assert shown()[2] == "b2c"
