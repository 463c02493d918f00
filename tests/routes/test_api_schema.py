"""Whatever fits the OpenAPI document is answered as it says, and what does not fit is refused (schemathesis)."""

import os
import socket
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings
from schemathesis import Case
from schemathesis.openapi import from_path

from sapa.accounts.models import Workspace
from sapa.accounts.schemas import Scope
from sapa.contacts.models import Contact
from sapa.events.services import create_webhook
from tests.routes.test_api import key as made_key
from tests.routes.test_permissions import Objects, objects

DOCUMENT = Path(__file__).parents[2] / "docs/openapi.json"
EXAMPLES = int(os.environ.get("SAPA_API_EXAMPLES", "0"))  # `make audit` asks for more, at every border
__all__ = ["objects"]


@pytest.fixture
def known(objects: Objects, now: datetime, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """An object of each kind, by the name that addresses give it; every server name is a public one."""
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.215.14", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_options: found)
    monkeypatch.setattr("sapa.accounts.api.MOST_CALLS", 10**6)
    webhook, _secret = create_webhook(url="https://penerima.example/", events=["order.placed"], now=now)
    return {
        "contact_id": str(Contact.objects.get(name="Dewi").public_id),
        "order_id": str(objects["commerce:order"]),
        "conversation_id": str(objects["inbox:"]),
        "message_id": str(objects["journeys:why_message"]),
        "follow_up_id": str(objects["journeys:"]),
        "import_id": str(objects["commerce:import"]),
        "webhook_id": str(webhook.public_id),
        "return_id": str(objects["commerce:return"]),
        "ticket_id": str(objects["tickets:"]),
    }


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """Calls are made in process, in the test's own transaction: its connection stays open between them."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def key(shop: Workspace, now: datetime) -> str:
    return made_key(now, *Scope)


application = get_wsgi_application()


def uncompressed(environ: dict[str, Any], start_response: Any) -> Any:
    environ.pop("HTTP_ACCEPT_ENCODING", None)
    return application(environ, start_response)


schema = from_path(DOCUMENT)
schema.app = uncompressed
if not EXAMPLES:
    schema.config.phases.coverage.enabled = False


@schema.parametrize()
@settings(
    max_examples=EXAMPLES or 4,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_the_api_keeps_its_word(case: Case[Any], known: dict[str, str], key: str) -> None:
    if case.meta and case.meta.generation.mode.is_positive:
        case.path_parameters = {name: known.get(name, value) for name, value in case.path_parameters.items()}
        if "Idempotency-Key" in case.headers:  # two bodies under one key are refused, as they must be
            case.headers["Idempotency-Key"] = uuid4().hex
    case.call_and_validate(headers={"Authorization": f"Bearer {key}"})
