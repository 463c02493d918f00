"""Toko Sari with one WhatsApp number and its customers."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.conf import LazySettings

from sapa.accounts.models import Workspace
from sapa.base.scope import workspace_scope
from sapa.contacts.services import Person, find_or_make
from sapa.domain.phones import normalise
from sapa.messaging.models import Channel
from sapa.messaging.schemas import Outgoing
from sapa.messaging.services import create_channel
from tests.rooms.messaging import wiring
from tests.rooms.messaging.bodies import DEWI, MADE, NUMBER
from tests.rooms.messaging.delivery import Post


@pytest.fixture(autouse=True)
def wired(settings: LazySettings) -> Iterator[None]:
    settings.HANDLERS = "tests.rooms.messaging.wiring.HANDLERS"
    settings.CHANNELS = "tests.rooms.messaging.wiring.CHANNELS"
    settings.GATE = "tests.rooms.messaging.wiring.gate"
    yield
    wiring.VERDICTS.clear()


def connect(now: datetime) -> Channel:
    return create_channel(
        name="Toko Sari",
        external_id=NUMBER,
        account_id="102290129340398",
        token="token-of-sari",
        app_secret="rahasia",
        now=now,
    )


@pytest.fixture
def channel(shop: Workspace, now: datetime) -> Channel:
    return connect(now)


def customer(phone: str, name: str, now: datetime) -> int:
    person = Person(phone=normalise(phone, ""), name=name)
    return find_or_make(people=[person], source="test", now=now)[0].contact_id


@pytest.fixture
def dewi(shop: Workspace, now: datetime) -> int:
    return customer(DEWI, "Dewi", now)


@pytest.fixture
def committed_channel(committed_shop: Workspace, now: datetime) -> Channel:
    with workspace_scope(committed_shop.id):
        return connect(now)


def wanted(contact_id: int, key: str = "followup:1", **more: object) -> Outgoing:
    values = {"klass": "reminder", "kind": "checkout_belum_bayar", "category": "utility", "by": "system"}
    return Outgoing(contact_id=contact_id, key=key, text="Halo Kak Dewi", **(values | more))  # type: ignore[arg-type]


@pytest.fixture
def post(committed_shop: Workspace, committed_channel: Channel) -> Post:
    return Post(committed_channel, committed_shop.id)


@pytest.fixture
def customers(post: Post, now: datetime) -> tuple[int, int]:
    """Dewi and Made, committed."""
    with post.inside():
        return customer(DEWI, "Dewi", now), customer(MADE, "Made", now)
