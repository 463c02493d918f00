"""Places in long lists, as people and programs may write them into an address."""

from datetime import datetime
from urllib.parse import quote

import pytest
from django.urls import reverse

from sapa.accounts.models import Workspace
from sapa.base.permissions import Role
from sapa.web.cursors import cursor_text, read_cursor
from tests.rooms.pages import browser

BROKEN = (
    "",
    "~",
    "kemarin~1",
    "2026-01-01T00:00:00~1",
    "20260101T000000Z~satu",
    "0001-01-01T00:00:00+14:00~1",
)
FAR = "20260101T000000.000000Z~99999999999999999999999"
LISTS = (
    ("contacts:list", "sesudah"),
    ("contacts:list", "sebelum"),
    ("commerce:orders", "sebelum"),
    ("inbox:list", "sebelum"),
    ("journeys:list", "dari"),
    ("journeys:why_search", "sebelum"),
)


def test_a_place_is_read_back_as_it_was_written(now: datetime) -> None:
    written = cursor_text((now.replace(microsecond=123456), 7))
    assert read_cursor(written) == (now.replace(microsecond=123456), 7)
    assert quote(written, safe="") == written


@pytest.mark.parametrize("text", BROKEN)
def test_a_broken_place_is_none(text: str) -> None:
    assert read_cursor(text) is None


@pytest.mark.parametrize(("name", "parameter"), LISTS)
def test_no_place_breaks_a_list(shop: Workspace, name: str, parameter: str) -> None:
    budi = browser(shop, Role.OWNER)
    for text in (*BROKEN, FAR):
        assert budi.get(reverse(name), {parameter: text}).status_code == 200, text
