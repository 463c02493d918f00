"""Two calls at the same moment under one Idempotency-Key."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import pytest
from django.db import connections

from sapa.accounts.models import Workspace
from sapa.accounts.schemas import Scope
from sapa.base.scope import workspace_scope
from sapa.contacts.models import Contact
from tests.routes.test_api import DEWI, Program, program


@pytest.fixture
def plain(committed_shop: Workspace, now: datetime) -> str:
    with workspace_scope(committed_shop.pk):
        return str(program(now, Scope.CONTACTS_WRITE).defaults["HTTP_AUTHORIZATION"]).split()[-1]


def call(plain: str) -> Any:
    try:
        answer = Program(plain).send("post", "/contacts", DEWI, **{"Idempotency-Key": "sekali"})
        return answer.status_code, answer.json()["id"], "Idempotent-Replayed" in answer.headers
    finally:
        connections.close_all()


def test_what_is_asked_for_twice_at_once_happens_once(committed_shop: Workspace, plain: str) -> None:
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(call, [plain] * 4))
    assert len({(status, contact_id) for status, contact_id, _ in found}) == 1
    assert sorted(replayed for *_, replayed in found) == [False, True, True, True]
    with workspace_scope(committed_shop.pk):
        assert Contact.objects.count() == 1
