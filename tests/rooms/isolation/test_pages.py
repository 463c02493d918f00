"""Every address with every id of the other shop answers as if it did not exist, and changes nothing."""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import cast
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, reverse

from sapa.accounts.models import Membership, User
from sapa.base.permissions import Role
from sapa.base.scope import workspace_scope
from sapa.config import urls
from sapa.messaging.models import Conversation
from tests.rooms.isolation.conftest import Two
from tests.rooms.isolation.filling import WORD
from tests.rooms.pages import LOGIN
from tests.routes.addresses import Address, addresses

NOBODYS = UUID(int=7)
LISTS = [one.name for one in addresses() if one.ours and not one.places and one.need != "public"]
OBJECTS = [one for one in addresses() if one.ours and one.places and one.need != "public"]


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not there answers without the house around it: thousands of such pages are asked for here."""
    monkeypatch.setattr(urls, "handler404", lambda *_asked, **_why: HttpResponse(status=404), raising=False)


@pytest.fixture(scope="module")
def before(filled: Two) -> list[object]:
    return books(filled)


@pytest.fixture
def budi(two: Two) -> Client:
    client = Client(raise_request_exception=True)
    client.force_login(User.objects.get(email="budi@tokosari.test"), backend=LOGIN)
    return client


def public_ids(two: Two) -> list[UUID]:
    rows = [*two.theirs.values(), two.other]
    return [row.public_id for row in rows if hasattr(row, "public_id")]


def addressed(address: Address, values: Iterable[object], known: object = NOBODYS) -> Iterator[str]:
    """The address with each of these values that fits into it; `known` stands where another kind is asked for."""
    for value in values:
        with suppress(NoReverseMatch):
            yield reverse(address.name, kwargs=_places(address, value, known))


def _places(address: Address, value: object, known: object) -> dict[str, object]:
    """A number and a public id in one address: the other part is of the own shop, or of nobody."""
    places = dict.fromkeys(address.places, value)
    if "<uuid:" in address.path and "<int:" in address.path:
        kinds = dict(reversed(part.split(":")) for part in re.findall(r"<(\w+:\w+)>", address.path))
        others = {"uuid": known, "int": 10**9}
        is_public = isinstance(value, UUID)
        return {
            place: value if (kinds[place] == "uuid") is is_public else others[kinds[place]]
            for place in places
        }
    return places


def theirs(two: Two) -> set[object]:
    """Ids that only the other shop has."""
    ours, others = ({row.pk for row in rows.values()} for rows in (two.ours, two.theirs))
    return {*public_ids(two), *(others - ours)}


def books(two: Two) -> list[object]:
    with workspace_scope(two.other.pk):
        return [list(model.objects.order_by("pk").values()) for model in two.theirs]


@pytest.mark.parametrize("address", OBJECTS, ids=[one.name for one in OBJECTS])
def test_an_object_of_the_other_shop_is_as_one_that_nobody_has(
    two: Two, before: list[object], budi: Client, bare: None, address: Address
) -> None:
    own = cast(Conversation, two.ours[Conversation]).public_id
    asked = list(addressed(address, theirs(two), own))
    answers = {(budi.get(path).status_code, budi.post(path).status_code) for path in asked}
    [nowhere] = addressed(address, [NOBODYS if "uuid" in address.path else 10**9])
    assert answers == {(budi.get(nowhere).status_code, budi.post(nowhere).status_code)}
    assert {status for both in answers for status in both} <= {404, 405, 409}
    assert books(two) == before


@pytest.mark.parametrize("name", [name for name in LISTS if name != "messaging:live"])
def test_a_list_holds_nothing_of_the_other_shop(two: Two, budi: Client, name: str) -> None:
    answer = budi.get(reverse(name), {"q": WORD})
    content = answer.content.decode() if hasattr(answer, "content") else ""
    assert answer.status_code in {200, 302, 404, 405}
    assert [one for one in public_ids(two) if str(one) in content] == []
    assert "Toko Lain" not in content


def test_a_member_who_was_removed_is_out_with_the_next_click(two: Two, budi: Client) -> None:
    with two.as_sari():
        Membership.objects.create(user=User.objects.get(email="citra@lain.test"), role=Role.AGENT)
    citra = Client()
    citra.force_login(User.objects.get(email="citra@lain.test"), backend=LOGIN)
    assert citra.post(reverse("accounts:choose", args=[two.sari.public_id])).status_code == 302
    assert "Toko Sari" in citra.get(reverse("reports:home")).content.decode()
    with two.as_sari():
        Membership.objects.filter(user__email="citra@lain.test").delete()
    assert "Toko Sari" not in citra.get(reverse("reports:home")).content.decode()


def test_a_member_of_nothing_sees_nothing(two: Two, budi: Client) -> None:
    assert budi.get(reverse("reports:home")).status_code == 200
    with two.as_sari():
        Membership.objects.filter(user__email="budi@tokosari.test").delete()
    assert budi.get(reverse("reports:home")).status_code == 403
