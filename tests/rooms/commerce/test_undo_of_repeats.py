"""What another file tells too stays when one of them is taken back."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from sapa.accounts.models import Workspace
from sapa.commerce.importers import can_be_undone, outlook
from sapa.commerce.models import ImportBatch, ImportRun, Order, Product, Subscription
from sapa.contacts.models import Consent, Contact
from tests.rooms.commerce import test_import_contracts as contracts
from tests.rooms.commerce.test_import_contracts import ANSWERS, PLANS, SAID
from tests.rooms.commerce.test_import_tables import DEWI, GOODS, KOPI, PEOPLE
from tests.rooms.commerce.test_import_tables import imported as table
from tests.rooms.commerce.test_imports import GOOD, HEADER, imported
from tests.rooms.commerce.test_undo import undone, undone_as_told

ANSWER = "081211112222,Dewi,ya,2026-08-01,Formulir 1\n"
FILES: dict[str, tuple[str, Any]] = {
    "customers": (PEOPLE + DEWI, Contact),
    "products": (GOODS + KOPI, Product),
    "subscriptions": (PLANS + contracts.DEWI, Subscription),
    "consents": (ANSWERS + ANSWER, Consent),
}


def test_orders_that_a_second_file_repeats_stay_with_their_customers(shop: Workspace, now: datetime) -> None:
    first = imported(HEADER + GOOD, now)
    again = imported(HEADER + GOOD.splitlines(keepends=True)[1], now + timedelta(hours=1))
    assert outlook(first) == undone_as_told(first, now)
    assert list(Order.objects.values_list("number", flat=True)) == ["A2"]
    assert Contact.objects.get().name == "Made Wirawan"
    first.refresh_from_db()
    assert (again.unchanged, first.removed, first.kept, first.repeated) == (1, 2, 2, 1)


@pytest.mark.parametrize("holds", FILES)
def test_of_every_kind_of_file_what_a_second_one_repeats_stays(
    shop: Workspace, now: datetime, holds: str
) -> None:
    text, model = FILES[holds]
    given = SAID if holds == "consents" else {}
    first, _again = (
        contracts.imported(text, holds, now + timedelta(hours=hours), **given) for hours in (0, 1)
    )
    before = model.objects.count()
    gone = undone(first, now)
    assert (model.objects.count(), gone.repeated, gone.removed) == (before, before, 0)


def test_a_consent_that_a_file_of_consents_repeats_keeps_the_customer_who_came_with_it(
    shop: Workspace, now: datetime
) -> None:
    people = table(PEOPLE + DEWI.replace(",ya,\n", ",ya,2026-08-01\n"), "customers", now)
    contracts.imported(ANSWERS + ANSWER, "consents", now, **SAID)
    assert undone(people, now).kept == 1
    assert Consent.objects.get().contact.name == "Dewi Lestari"


@pytest.mark.parametrize(("holds", "most"), [("customers", 1), ("consents", 2)])
def test_what_was_kept_for_another_file_goes_with_that_one(
    shop: Workspace, now: datetime, holds: str, most: int
) -> None:
    given = SAID if holds == "consents" else {}
    first, again = (contracts.imported(FILES[holds][0], holds, now, **given) for _ in range(2))
    assert [undone(run, now).removed for run in (first, again)] == [0, most]
    assert not any(model.objects.exists() for model in (Consent, Contact))


def test_orders_kept_for_two_other_files_go_with_the_last_of_them(shop: Workspace, now: datetime) -> None:
    first, second, third = (imported(HEADER + GOOD, now + timedelta(hours=hours)) for hours in range(3))
    assert [undone(run, now).removed for run in (first, second, third)] == [0, 0, 4]
    assert not any(model.objects.exists() for model in (Order, Contact, ImportBatch))


def test_what_a_file_only_repeated_it_did_not_make(shop: Workspace, now: datetime) -> None:
    imported(HEADER + GOOD, now)
    assert not can_be_undone(imported(HEADER + GOOD, now))


def test_a_file_that_was_taken_back_repeats_nothing_any_more(shop: Workspace, now: datetime) -> None:
    first = imported(HEADER + GOOD.splitlines(keepends=True)[0], now)
    undone(imported(HEADER + GOOD, now), now)
    assert undone(first, now).removed == 2
    assert not any(model.objects.exists() for model in (Order, Contact))


def test_what_a_file_repeats_is_remembered_in_ranges(shop: Workspace, now: datetime) -> None:
    imported(HEADER + GOOD, now)
    again: ImportRun = imported(HEADER + GOOD, now)
    first, last = Order.objects.order_by("pk").values_list("pk", flat=True)
    assert ImportBatch.objects.get(run=again).confirmed == [[first, last]]
