"""The client for Python drives the real server."""

import importlib.util
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from types import ModuleType

import pytest

from sapa.accounts.models import Workspace
from sapa.accounts.schemas import Scope
from sapa.base.scope import workspace_scope
from sapa.contacts.models import Contact
from tests.routes.servers import Web
from tests.routes.test_api import key as made_key

FILE = Path(__file__).parents[2] / "clients/python/sapa_client.py"


@pytest.fixture
def port(committed_shop: Workspace) -> Iterator[int]:
    web = Web()
    yield web.port
    web.stop()


@pytest.fixture
def module() -> ModuleType:
    spec = importlib.util.spec_from_file_location("sapa_client", FILE)
    assert spec
    assert spec.loader
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def test_customers_are_told_read_and_refused(
    committed_shop: Workspace, now: datetime, port: int, module: ModuleType
) -> None:
    with workspace_scope(committed_shop.pk):
        key = made_key(now, *Scope)
    sapa = module.Sapa(key, f"http://127.0.0.1:{port}", language="en")
    assert sapa.workspace()["name"] == "Toko Sari"
    dewi, again = (sapa.tell_contact({"phone": "0812-1111-2222"}, idempotency_key="k") for _ in range(2))
    sapa.tell_contact({"phone": "0813-1111-2222", "name": "Made"})
    assert (dewi["id"], dewi["phone"]) == (again["id"], "+6281211112222")
    assert sapa.change_contact(dewi["id"], {"name": "Dewi"})["name"] == "Dewi"
    assert [one["name"] for one in sapa.all_contacts()] == ["Made", "Dewi"]
    assert sapa.list_contacts(limit=1)["next"]
    with pytest.raises(module.SapaProblem) as problem:
        sapa.tell_contact({"phone": "12"})
    assert (problem.value.status, problem.value.code) == (409, "phone_unusable")
    with workspace_scope(committed_shop.pk):
        assert Contact.objects.count() == 2
