"""What a row's colours say, and where a search stands."""

from datetime import timedelta

import pytest
from django.test import Client

from sapa.base.clock import business_now
from sapa.messaging.models import Conversation
from tests.rooms.inbox.test_lists import LIST, budi, dewi

__all__ = ["budi", "dewi"]


@pytest.mark.parametrize(
    ("left", "hues"), [(300, ["", ""]), (200, ["kunyit", "kunyit"]), (10, ["bata", "bata"])]
)
def test_time_that_is_left_is_coloured_only_near_its_end(
    budi: Client, dewi: Conversation, left: int, hues: list[str]
) -> None:
    """Minutes until the answer is due, and until the window closes."""
    end = business_now() + timedelta(minutes=left)
    Conversation.objects.filter(pk=dewi.pk).update(due_at=end, last_inbound_at=end - timedelta(hours=24))
    shown = budi.get(LIST).context["rows"][0]["chips"]
    assert [one.hue for one in shown if one.icon in {"clock", "hourglass"}] == hues


def test_a_search_stands_among_all(budi: Client, dewi: Conversation) -> None:
    tabs = budi.get(f"{LIST}?tab=mine&q=dewi").context["list_tabs"]
    assert [one["label"] for one in tabs if one["current"]] == ["Semua"]


def test_a_row_tells_what_the_assistant_answered_and_not_that_it_greeted(
    budi: Client, dewi: Conversation
) -> None:
    said = "Halo Kak Dewi, saya asisten otomatis Toko Sari (balas CS untuk petugas). Buka pukul 09.00."
    Conversation.objects.filter(pk=dewi.pk).update(preview=said, preview_direction="out")
    assert budi.get(LIST).context["rows"][0]["preview"] == "Buka pukul 09.00."
