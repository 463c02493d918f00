"""A real Chromium, a watched page, and the component page served by itself."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response, sync_playwright

from tests.chromium import find

HOUSE = Path(__file__).parents[2]
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
)
AS_ROOT = ("--no-sandbox",) if os.geteuid() == 0 else ()
GRAVE = {"serious", "critical"}
IS_DARK = "matchMedia('(prefers-color-scheme: dark)').matches"
# A page that is not in front draws no frames and ends no transition: then a second is enough.
SETTLED = """Promise.race([
    new Promise((done) => setTimeout(done, 1000)),
    new Promise((done) => setTimeout(done, 40)).then(() => Promise.allSettled(
        document.getAnimations().filter((one) => one instanceof CSSTransition).map((one) => one.finished))),
])"""
AGAIN = 500.0
Rules = Mapping[str, Any]
EVERY_RULE: Rules = {}
# All others judge what stands on the page, which is the same in both colours.
RULES_OF_COLOUR: Rules = {"runOnly": ["color-contrast", "link-in-text-block"]}
Scheme = Literal["light", "dark"]
OVERFLOW = "Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)"


@dataclass
class WatchedPage:
    """A page and everything that went wrong on it."""

    page: Page
    troubles: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.troubles.append(f"script: {error}"))
        self.page.on("requestfailed", self._failed)
        self.page.on("response", self._answered)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            self.troubles.append(f"console: {message.text}")

    def _failed(self, request: Request) -> None:
        left_open = request.resource_type == "eventsource" or "ERR_ABORTED" in str(request.failure)
        if not left_open:
            self.troubles.append(f"request: {request.url} {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and response.status != 409:
            self.troubles.append(f"answer: {response.status} {response.url}")

    def overflow(self) -> int:
        """Pixels by which the page is wider than the screen."""
        return int(self.page.evaluate(OVERFLOW))

    def barriers(self, rules: Rules = EVERY_RULE) -> list[str]:
        """What axe-core calls serious or critical, with the places; looked at again, since what is just being drawn
        on a busy machine has the colours of before."""
        if not self._grave(rules):
            return []
        self.page.wait_for_timeout(AGAIN)
        return self._grave(rules)

    def _grave(self, rules: Rules) -> list[str]:
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE_SCRIPT)
        found = self.page.evaluate("(rules) => axe.run({resultTypes: ['violations'], ...rules})", rules)
        grave = [one for one in found["violations"] if one["impact"] in GRAVE]
        return [f"{one['id']}: {[node['target'] for node in one['nodes']][:4]}" for one in grave]

    def barriers_in_both_colours(self) -> list[str]:
        """Leaves the page in the colour that it was opened with."""
        here: Scheme = "dark" if self.page.evaluate(IS_DARK) else "light"
        there: Scheme = "light" if here == "dark" else "dark"
        self._colour(there)
        found = [f"{there}: {one}" for one in self.barriers(RULES_OF_COLOUR)]
        self._colour(here)
        return found + self.barriers()

    def _colour(self, scheme: Scheme) -> None:
        self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        self.page.evaluate(SETTLED)


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """Ends with the package: Playwright keeps an event loop running in this thread for so long."""
    path = find()
    if path is None:
        pytest.fail("no Chromium: run `python -m tests.chromium`")
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # that loop is not ours: Django may use the ORM
        browser = playwright.chromium.launch(executable_path=path, args=[*AS_ROOT, *QUIET])
        yield browser
        browser.close()


OpenPage = Callable[..., WatchedPage]


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[OpenPage]:
    """open_page(url, width=360, scheme="dark") gives a watched page in a fresh context."""
    contexts = []

    def opened(url: str, width: int = 1280, scheme: str = "light", **options: Any) -> WatchedPage:
        phone = width < 500
        context = chromium.new_context(
            viewport={"width": width, "height": 740 if phone else 800},
            color_scheme="dark" if scheme == "dark" else "light",
            is_mobile=phone,
            has_touch=phone,
            reduced_motion="reduce",
            **options,
        )
        contexts.append(context)
        watched = WatchedPage(context.new_page())
        watched.page.goto(url, wait_until="load")
        return watched

    yield opened
    for context in contexts:
        for page in context.pages:
            page.wait_for_load_state("load")  # a server that is left while it sends keeps its file open
        context.close()


@pytest.fixture(scope="package")
def components_site() -> Iterator[str]:
    """Address of `sapa.web` alone: no database, no other room, another Django than this process."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        server = serve("tests.browser.settings_components", door)
        yield f"http://127.0.0.1:{door.getsockname()[1]}"
        server.terminate()
        server.wait(timeout=10)


def serve(settings: str, door: socket.socket) -> subprocess.Popen[bytes]:
    """Requests wait in the open door's queue until the server is up."""
    words = ["uvicorn", "--factory", "django.core.asgi:get_asgi_application", "--fd", str(door.fileno())]
    quiet = ["--log-level", "critical", "--lifespan", "off"]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": settings, "PYTHONWARNINGS": "ignore"}
    return subprocess.Popen(
        [sys.executable, "-m", *words, *quiet], cwd=HOUSE, env=environment, pass_fds=[door.fileno()]
    )
