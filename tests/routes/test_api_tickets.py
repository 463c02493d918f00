"""Tickets over the API: opened by another program, read by pages, solved and opened again."""

from datetime import datetime
from typing import Any

import pytest

from sapa.accounts.models import Workspace
from sapa.accounts.schemas import Scope
from sapa.contacts.models import Contact
from sapa.inbox.models import Ticket
from tests.routes.test_api import Program, program
from tests.routes.test_permissions import an_order

KEYS = (Scope.TICKETS_READ, Scope.TICKETS_WRITE)
LATE = {"kind": "delivery", "summary": "Paket belum tiba"}


@pytest.fixture
def dewi(shop: Workspace, now: datetime) -> Contact:
    return Contact.objects.create(name="Dewi", phone="+6281300000011", created_at=now)


@pytest.fixture
def api(shop: Workspace, now: datetime) -> Program:
    return program(now, *KEYS)


def opened(api: Program, who: Contact, **more: Any) -> Any:
    return api.send("post", f"/contacts/{who.public_id}/tickets", {**LATE, **more})


def test_a_program_opens_reads_solves_and_opens_again(api: Program, dewi: Contact, now: datetime) -> None:
    order = an_order(dewi, now)
    answer = opened(api, dewi, order_id=str(order.public_id), details={"issue_type": "stuck_shipment"})
    told = answer.json()
    assert (answer.status_code, told["number"], told["opened_by"]) == (201, 1, "api")
    assert told["details"] == {"issue_type": "stuck_shipment"}
    assert api.send("get", f"/tickets/{told['id']}").json() == told
    assert api.send("post", f"/tickets/{told['id']}/solve").json()["state"] == "solved"
    assert api.send("post", f"/tickets/{told['id']}/solve").json()["code"] == "ticket_state"
    assert api.send("post", f"/tickets/{told['id']}/reopen").json()["reopened"] == 1


def test_pages_of_one_customer_and_state(api: Program, dewi: Contact, now: datetime) -> None:
    made = Contact.objects.create(name="Made", created_at=now)
    for who in (dewi, made, dewi):
        opened(api, who)
    first = api.send("get", f"/tickets?contact_id={dewi.public_id}&state=open&limit=1").json()
    again = api.send("get", f"/tickets?contact_id={dewi.public_id}&limit=1&cursor={first['next']}").json()
    assert [one["number"] for one in (*first["items"], *again["items"])] == [3, 1]
    assert again["next"] is None


@pytest.mark.parametrize(
    ("more", "status"),
    [({"kind": "lost"}, 422), ({"summary": ""}, 422), ({"details": {"colour": "red"}}, 409), ({"x": 1}, 422)],
)
def test_what_does_not_fit_is_refused(api: Program, dewi: Contact, more: dict[str, Any], status: int) -> None:
    assert opened(api, dewi, **more).status_code == status
    assert not Ticket.objects.exists()


def test_an_order_of_somebody_else_is_refused(api: Program, dewi: Contact, now: datetime) -> None:
    made = Contact.objects.create(name="Made", created_at=now)
    order = an_order(made, now)
    assert opened(api, dewi, order_id=str(order.public_id)).json()["code"] == "ticket_about"


def test_reading_and_writing_are_two_permissions(shop: Workspace, dewi: Contact, now: datetime) -> None:
    reader = program(now, Scope.TICKETS_READ)
    assert opened(reader, dewi).json()["code"] == "scope_missing"
    assert reader.send("get", "/tickets").status_code == 200
