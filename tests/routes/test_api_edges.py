"""What the API must bear at its edges: too early, too late, too large."""

from datetime import datetime, timedelta

import pytest

from sapa.accounts.models import Workspace
from sapa.contacts.services.custom import add_field
from tests.routes.test_api import DEWI, Program, program


@pytest.fixture
def api(shop: Workspace, now: datetime) -> Program:
    return program(now)


def test_a_parcel_of_an_order_that_nobody_told_of_is_refused(api: Program) -> None:
    parcel = {"id": "JX-1", "status": "in_transit"}
    answer = api.send("post", "/orders", {"id": "B-1", "customer": DEWI, "shipments": [parcel]})
    assert (answer.status_code, answer.json()["code"]) == (409, "unknown_order")
    assert api.send("get", "/shipments").json()["items"] == []


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
