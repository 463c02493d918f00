from collections.abc import Iterator
from datetime import datetime

import pytest

from sapa.accounts.models import Workspace
from sapa.assistant.model import asking
from sapa.base.scope import workspace_scope
from sapa.messaging.models import Conversation
from tests.rooms.assistant.model_server import Server, serving
from tests.rooms.assistant.modelled import choose
from tests.rooms.journeys.rows import contact, talk


@pytest.fixture
def server() -> Iterator[Server]:
    asking.newer.clear()
    with serving() as told:
        yield told


@pytest.fixture
def chatting(committed_shop: Workspace, server: Server, now: datetime) -> Conversation:
    """Dewi writes to a shop whose assistant is helped by a model."""
    choose(committed_shop, server, now)
    with workspace_scope(committed_shop.pk):
        return talk(contact("Dewi", now, phone="+6281300000011"), now)
