"""The scripts of docs/guides/generic-webhook.md, run as somebody would copy them."""

import re
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import uvicorn
from django.conf import LazySettings

from sapa.accounts.models import Workspace
from sapa.base.scope import workspace_scope
from sapa.commerce.models import Order
from sapa.commerce.sources import generic
from sapa.events.ingest import Ingest
from sapa.events.models import Event, RawDelivery
from sapa.events.schemas import Source
from sapa.events.services import create_endpoint, process_raw

GUIDE = Path(__file__).parents[3] / "docs/guides/generic-webhook.md"
SOURCES = {"generic": Source(generic.verify, generic.apply)}


class Sender(NamedTuple):
    shop: Workspace
    address: str
    secret: str


def snippet(language: str) -> str:
    return re.search(rf"```{language}\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.S)[1]  # type: ignore[index]


@pytest.fixture
def sender(committed_shop: Workspace, settings: LazySettings) -> Iterator[Sender]:
    settings.SOURCES = f"{__name__}.SOURCES"
    with workspace_scope(committed_shop.pk):
        endpoint, secret = create_endpoint(kind="generic", label="Toko daring", now=datetime.now(UTC))
    server = uvicorn.Server(uvicorn.Config(Ingest(), host="127.0.0.1", port=0, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield Sender(committed_shop, f"http://127.0.0.1:{port}/hooks/generic/{endpoint.public_id}/", secret)
    server.should_exit = True
    thread.join()


def taken_in(sender: Sender) -> list[str]:
    """Numbers of the orders after a worker's round."""
    process_raw(now=datetime.now(UTC) + timedelta(seconds=1))
    with workspace_scope(sender.shop.pk):
        assert list(RawDelivery.objects.exclude(error="").values_list("error", flat=True)) == []
        return list(Order.objects.values_list("number", flat=True))


@pytest.mark.skipif(not (shutil.which("curl") and shutil.which("openssl")), reason="needs curl and openssl")
def test_the_curl_script_delivers_an_order(sender: Sender) -> None:
    script = snippet("sh").replace("http://127.0.0.1:8000/hooks/generic/…/", sender.address)
    script = script.replace('SECRET="…"', f'SECRET="{sender.secret}"')
    done = subprocess.run(["bash", "-c", passed(script)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr + done.stdout
    assert taken_in(sender) == ["A-1001"]


def test_the_python_script_delivers_the_message_of_the_guide_once(sender: Sender) -> None:
    names: dict[str, Any] = {}
    exec(snippet("python"), names)  # noqa: S102 (our own guide)
    exec(f"true = True\nmessage = {passed(snippet('json'))}", names)  # noqa: S102
    for _ in range(5):
        assert names["send_order"](sender.address, sender.secret, names["message"]) == 200
    assert taken_in(sender) == ["A-1001"]
    with workspace_scope(sender.shop.pk):
        assert list(Event.objects.values_list("name", flat=True)) == ["order.placed"]


def test_a_wrong_secret_leaves_nothing_but_a_count(sender: Sender) -> None:
    names: dict[str, Any] = {}
    exec(snippet("python"), names)  # noqa: S102
    with pytest.raises(OSError, match="401"):
        names["send_order"](sender.address, "salah", {"order": {"id": "A-1"}})
    assert taken_in(sender) == []


def passed(text: str) -> str:
    """The guide's dates as dates of yesterday."""
    yesterday = datetime.now(UTC) - timedelta(days=1)
    return text.replace("2026-11-21", f"{yesterday:%Y-%m-%d}")
