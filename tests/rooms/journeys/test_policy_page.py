"""The page «Kebijakan kontak»: shown, refused field by field, looked at before saving, saved, restored."""

import pytest
from django.test import Client

from sapa.accounts.models import Workspace
from sapa.accounts.selectors import settings_in_force
from sapa.base.permissions import Role
from tests.rooms.pages import browser

PAGE = "/tindak-lanjut/kebijakan/"


@pytest.fixture
def budi(shop: Workspace) -> Client:
    return browser(shop, Role.OWNER)


def chosen() -> dict[str, object]:
    return dict(settings_in_force()[1].get("policy", {}))


def test_the_page_shows_the_usual_settings_and_clocks(budi: Client) -> None:
    page = budi.get(PAGE).content.decode()
    assert "21.00–08.00" in page
    assert all(zone in page for zone in ("WIB", "WITA", "WIT"))
