"""Every page of the first route in a real browser: phone and desk, light and dark."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from django.conf import LazySettings

from sapa.accounts.models import Workspace
from sapa.base.clock import business_now, set_demo_now
from sapa.base.scope import workspace_scope
from sapa.journeys.models import FollowUp
from sapa.messaging.models import Conversation
from tests.browser.conftest import OpenPage, WatchedPage
from tests.browser.live import served
from tests.browser.shop import PASSWORD, Shop, open_shop

pytestmark = pytest.mark.browser

SCREENS = [(width, scheme) for width in (360, 1280) for scheme in ("light", "dark")]
Visit = Callable[..., WatchedPage]


@pytest.fixture
def sari(committed_shop: Workspace, settings: LazySettings, now: datetime) -> Shop:
    """Toko Sari in demo mode, so that it is always the same Tuesday morning."""
    settings.SAPA = settings.SAPA.model_copy(update={"demo": True})
    settings.SLOTS = {**settings.SLOTS, "home.demo": "lab:clock"}
    set_demo_now(now)
    return open_shop(committed_shop, business_now())


@pytest.fixture
def live(sari: Shop) -> Iterator[str]:
    with served() as address:
        yield address


@pytest.fixture
def visit(live: str, open_page: OpenPage) -> Visit:
    """visit("/kotak-masuk/", width=360, scheme="dark", as_="ani@tokosari.test") gives a watched page."""

    def visited(path: str, width: int = 1280, scheme: str = "light", as_: str = "budi@tokosari.test") -> WatchedPage:
        watched = open_page(f"{live}/masuk/login/", width, scheme)
        watched.page.get_by_label("Surel").fill(as_)
        watched.page.get_by_label("Kata sandi").fill(PASSWORD)
        watched.page.get_by_role("button", name="Masuk", exact=True).click()
        watched.page.wait_for_url(f"{live}/")
        watched.page.goto(f"{live}{path}", wait_until="load")
        return watched

    return visited
