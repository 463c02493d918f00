"""The whole house over HTTP: web server, worker, simulated phones, demo clock."""

import uuid
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from django.conf import LazySettings

from sapa.base.instance import instance
from sapa.lab.demo.keepsake import Keepsake
from sapa.lab.demo.seed import seed
from tests.routes.house import House
from tests.routes.servers import CONFIG, Phones, Web


@pytest.fixture(scope="package")
def web(django_db_setup: None) -> Iterator[Web]:
    server = Web()
    yield server
    server.stop()


@pytest.fixture(scope="package")
def phones() -> Iterator[Phones]:
    simulator = Phones()
    yield simulator
    simulator.stop()


@pytest.fixture
def demo_instance(
    web: Web, phones: Phones, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    given = {
        "SAPA_DEMO": "1",
        "SAPA_URL": f"http://127.0.0.1:{web.port}",
        "SAPA_GRAPH_URL": f"http://127.0.0.1:{phones.port}",
        "SAPA_EGRESS_ALLOW": f"127.0.0.1:{phones.port}",
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    instance.cache_clear()
    settings.SAPA = instance()
    yield
    monkeypatch.undo()
    instance.cache_clear()


@pytest.fixture
def kept() -> Keepsake:
    return Keepsake(
        endpoint=str(uuid.uuid4()),
        source=str(uuid.uuid4()),
        app_secret=CONFIG.app_secret,
        token=CONFIG.token,
        password="rahasia-sekali",
    )


@pytest.fixture
def house(demo_instance: None, committed: None, web: Web, phones: Phones, kept: Keepsake) -> Iterator[House]:
    """Toko Sari on Tuesday 15 September 2026 at 08:00 in Jakarta, with its templates approved."""
    phones.reset(f"http://127.0.0.1:{web.port}/hooks/whatsapp/{kept.endpoint}/")
    with ExitStack() as stack:
        house = House(web, phones, kept, seed(kept), stack)
        house.clock.jump(house.clock.now())
        house.settle()
        yield house
