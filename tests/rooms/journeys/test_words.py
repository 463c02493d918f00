"""Names of journeys for those who list many of them."""

from datetime import datetime

from pytest_django import DjangoAssertNumQueries

from sapa.accounts.models import Workspace
from sapa.journeys.selectors import recipe_names
from tests.rooms.journeys.own import ASK, own


def test_names_of_many_journeys_cost_no_more_than_of_one(
    shop: Workspace, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    kinds = {own(ASK, now=now, id=name).recipe for name in ("satu", "dua", "tiga")}
    with django_assert_num_queries(1):
        named = recipe_names({*kinds, "kontak_pertama", "tak_ada", ""})
    assert named.keys() == {*kinds, "kontak_pertama"}
    with django_assert_num_queries(0):
        assert recipe_names({"kontak_pertama"}).keys() == {"kontak_pertama"}
