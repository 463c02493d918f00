"""The simulator as a program, and a Chromium that looks at it. Apart, because Playwright keeps an event loop."""

import json
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from tests.browser.conftest import chromium, open_page

__all__ = ["chromium", "open_page"]
PHONE, ACCOUNT = "106540352242922", "102290129340398"


@dataclass(frozen=True)
class Program:
    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def tell(self, path: str, body: Any) -> Any:
        headers = {"Authorization": "Bearer simulator", "Content-Type": "application/json"}
        request = urllib.request.Request(self.url + path, json.dumps(body).encode(), headers)  # noqa: S310
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 (our own address)
            return json.load(answer)

    def control(self, path: str, **body: Any) -> Any:
        return self.tell(f"/_control/{path}", body)

    def send(self, **body: Any) -> str:
        told = self.tell(f"/v26.0/{PHONE}/messages", {"messaging_product": "whatsapp", **body})
        return str(told["messages"][0]["id"])

    def written(self) -> list[dict[str, Any]]:
        with urllib.request.urlopen(f"{self.url}/_control/messages", timeout=10) as answer:  # noqa: S310
            return [one for one in json.load(answer)["messages"] if one["dir"] == "in"]


@pytest.fixture
def program() -> Iterator[Program]:
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    command = [sys.executable, "-m", "simulator", "--port", str(port)]
    with subprocess.Popen(
        [*command, "--webhook", "http://127.0.0.1:9/nobody"], stdout=subprocess.DEVNULL
    ) as process:
        wait(port)
        yield Program(port)
        process.terminate()


def wait(port: int) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    pytest.fail("the simulator does not start")
