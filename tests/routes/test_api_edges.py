"""What the API must bear at its edges: too early, too late, too large."""

from datetime import datetime, timedelta

import pytest

from sapa.accounts.models import Workspace
from sapa.accounts.schemas import Scope
from sapa.contacts.services.custom import add_field
from tests.routes.test_api import DEWI, ORDER, Program, program


@pytest.fixture
def api(shop: Workspace, now: datetime) -> Program:
    return program(now)


def test_a_parcel_of_an_order_that_nobody_told_of_is_refused(api: Program) -> None:
    parcel = {"id": "JX-1", "status": "in_transit"}
    answer = api.send("post", "/orders", {"id": "B-1", "customer": DEWI, "shipments": [parcel]})
    assert (answer.status_code, answer.json()["code"]) == (409, "unknown_order")
    assert api.send("get", "/shipments").json()["items"] == []


DOLLARS = {"amount": 1999, "currency": "USD"}


def test_dollars_are_not_kept_as_rupiah_of_the_same_order(api: Program) -> None:
    together = api.send("post", "/orders", {**ORDER, "shipping": DOLLARS})
    assert (together.status_code, together.json()["code"]) == (409, "mixed_currencies")
    api.send("post", "/orders", ORDER)
    later = api.send("post", "/orders", {"id": "A-1001", "shipping": DOLLARS})
    assert (later.status_code, later.json()["code"]) == (409, "mixed_currencies")
    other = {"id": "A-1002", "total": DOLLARS, "shipping": {**DOLLARS, "amount": 500}}
    told = api.send("post", "/orders", {**ORDER, **other}).json()
    assert (told["total"], told["shipping"]["amount"]) == (DOLLARS, 500)


def test_a_wish_that_was_told_after_it_was_taken_back_still_holds(api: Program, now: datetime) -> None:
    who = api.send("post", "/contacts", DEWI).json()["id"]
    wish = {"scope": "promo", "source": "phone", "proof": "Telepon", "at": now.isoformat()}
    api.send("post", f"/contacts/{who}/opt-outs", wish)
    late = {**wish, "at": (now - timedelta(days=1)).isoformat()}
    [held] = api.send("post", f"/contacts/{who}/opt-outs/end", late).json()["items"]
    assert held["ended_at"] is None


def test_a_number_too_large_to_be_written_out_does_not_fit(api: Program, now: datetime) -> None:
    add_field(name="Poin", kind="number", choices=[], now=now)
    who = api.send("post", "/contacts", DEWI).json()["id"]
    huge = {"fields": [{"name": "Poin", "value": "1e9999999"}]}
    answer = api.send("put", f"/contacts/{who}/fields", huge)
    assert (answer.status_code, answer.json()["code"]) == (409, "value_unfit")


def test_who_may_only_write_learns_nothing_of_a_customer_who_is_known(api: Program, now: datetime) -> None:
    known = api.send("post", "/contacts", {**DEWI, "email": "dewi@contoh.test"}).json()
    kasir = program(now, Scope.CONTACTS_WRITE)
    told = kasir.send("post", "/contacts", {"email": "dewi@contoh.test"}).json()
    again = kasir.send("patch", f"/contacts/{known['id']}", {"city": "Depok"}).json()
    assert (told["id"], told["phone"], told["name"]) == (known["id"], "", "")
    assert (again["phone"], again["city"]) == ("", "")
    assert api.send("get", f"/contacts/{known['id']}").json()["city"] == "Depok"


def test_who_may_only_write_reads_no_earlier_wishes(api: Program, now: datetime) -> None:
    who = api.send("post", "/contacts", DEWI).json()["id"]
    said = {"source": "form", "proof": "Formulir 12", "at": now.isoformat()}
    api.send("post", f"/contacts/{who}/consents", {**said, "state": "granted"})
    kasir = program(now, Scope.CONTACTS_WRITE)
    told = kasir.send("post", f"/contacts/{who}/consents", {**said, "state": "denied", "channel": "email"})
    assert (told.status_code, told.json()["items"]) == (201, [])
