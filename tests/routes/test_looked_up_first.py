"""The name server is asked before the transaction: a slow one holds no connection of the database."""

from datetime import datetime

import pytest
from django.db import connection
from django.urls import reverse

from sapa.accounts.models import Workspace
from sapa.accounts.schemas import Scope
from sapa.base.scope import workspace_scope
from sapa.events.models import Webhook
from sapa.events.services import webhooks
from tests.routes.test_api import Program, key
from tests.routes.test_permissions import client_of

GIVEN = {"url": "https://gudang.example/sapa", "events": ["order.placed"], "label": "Gudang"}
WITHIN = list[bool]


@pytest.fixture
def within(monkeypatch: pytest.MonkeyPatch) -> WITHIN:
    """For each time that the name server was asked: whether a transaction was open."""
    asked: WITHIN = []

    def fault_of(_url: str) -> str:
        asked.append(connection.in_atomic_block)
        return ""

    monkeypatch.setattr(webhooks, "fault_of", fault_of)
    return asked


def test_of_a_page(committed_shop: Workspace, within: WITHIN) -> None:
    budi = client_of("budi@tokosari.test")
    assert budi.post(reverse("events:webhooks"), GIVEN).status_code == 200
    with workspace_scope(committed_shop.pk):
        made = Webhook.objects.get()
    changed = {**GIVEN, "url": "https://lain.example/"}
    assert budi.post(reverse("events:webhook", args=[made.public_id]), changed).status_code == 302
    with workspace_scope(committed_shop.pk):
        assert Webhook.objects.get().url == "https://lain.example/"
    assert within == [False, False]


def test_of_the_api(committed_shop: Workspace, now: datetime, within: WITHIN) -> None:
    with workspace_scope(committed_shop.pk):
        api = Program(key(now, Scope.WEBHOOKS))
        poor = Program(key(now, Scope.ORDERS_READ))
    made = api.send("post", "/webhooks", GIVEN)
    assert made.status_code == 201
    changed = api.send("put", f"/webhooks/{made.json()['id']}", GIVEN)
    assert (changed.status_code, within) == (200, [False, False])
    assert poor.send("post", "/webhooks", GIVEN).status_code == 403
    assert api.send("post", "/webhooks", ["https://gudang.example/"]).status_code == 422
    assert len(within) == 2
