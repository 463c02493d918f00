"""Notices, teams and how the team does, in a real browser: phone and desk, light and dark."""

import os
from datetime import timedelta
from urllib.parse import urljoin

import pytest
from playwright.sync_api import expect

from sapa.accounts.models import User
from sapa.base.clock import business_now
from sapa.base.scope import workspace_scope
from sapa.inbox.models import Clock, Team, TeamMember
from sapa.inbox.selectors.teams import answering
from sapa.inbox.services import notices
from sapa.inbox.services.teams import note_seen
from sapa.messaging.models import Conversation
from tests.browser.conftest import WatchedPage
from tests.browser.shop import Shop
from tests.browser.test_pages import SCREENS, Visit, live, sari, visit, whole

__all__ = ["live", "sari", "visit"]
pytestmark = pytest.mark.browser
KINDS = ("handed_off", "mentioned", "message", "breached")


@pytest.fixture
def team(sari: Shop) -> Team:
    """Budi and Ani at work: notices for Budi, a team, a month of answers."""
    with workspace_scope(sari.workspace.id):
        budi, now = User.objects.get(email="budi@tokosari.test"), business_now()
        talks = list(Conversation.objects.order_by("pk")[:4])
        for kind, talk in zip(KINDS, talks, strict=True):
            notices.tell(kind=kind, user_ids=[budi.pk], conversation_id=talk.pk, now=now)
        made = Team.objects.create(name="Layanan pelanggan", way="round_robin", topics=["retur", "payment"])
        for number, person in enumerate(answering()):
            note_seen(user_id=person)
            TeamMember.objects.create(team=made, user_id=person, most_open=12, skills=["garansi"])
            a_month(talks[number % 4], person, made.pk)
    return made


def a_month(talk: Conversation, person: int, team: int) -> None:
    for day in range(1, 25):
        at, seconds = business_now() - timedelta(days=day), day * 41 % 1_300 + 20
        for kind in ("first", "turn"):
            Clock.objects.create(
                kind=kind,
                state="met",
                met_by="agent",
                contact_id=talk.contact_id,
                conversation=talk,
                author_id=person,
                team_id=team,
                segment="b2c",
                started_at=at,
                met_at=at + timedelta(seconds=seconds),
                seconds=seconds,
                calendar_seconds=seconds * 60 * (40 if day == 3 else 1),
                target_seconds=900,
                breached_at=at if seconds > 900 else None,
            )


def shown(watched: WatchedPage, name: str, scheme: str) -> list[object]:
    if folder := os.environ.get("SAPA_SCREENSHOTS"):
        width = watched.page.viewport_size["width"] if watched.page.viewport_size else 0
        watched.page.screenshot(path=f"{folder}/{name}-{width}-{scheme}.png", full_page=True)
    return whole(watched)


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_the_bell_the_team_and_its_figures_are_whole(
    visit: Visit, sari: Shop, team: Team, width: int, scheme: str
) -> None:
    watched = visit("/kotak-masuk/pemberitahuan/", width, scheme)
    page, found = watched.page, {"notices": shown(watched, "notices", scheme)}
    assert page.locator(".told .fresh").count() >= len(KINDS)
    expect(page.locator("[data-push]:visible")).to_have_count(1)
    for name, path in {
        "team": "tim/",
        "team-edit": f"tim/{team.public_id}/",
        "performance": "tim/kinerja/",
        "behind": "tim/kinerja/broken/",
        "offline": "/luring/",
    }.items():
        page.goto(urljoin(urljoin(page.url, "/kotak-masuk/"), path), wait_until="load")
        found[name] = shown(watched, name, scheme)
    page.goto(urljoin(page.url, "/kotak-masuk/pemberitahuan/"), wait_until="load")
    page.locator("[name=tugas]").click()
    expect(page.locator("[name=tugas][value=ya]")).to_be_visible()
    page.locator("form[action$=dilihat\\/] button").click()
    expect(page.locator(".told .fresh")).to_have_count(0)
    with workspace_scope(sari.workspace.id):
        notices.tell(kind="ticket", user_ids=[sari.owner.pk], now=business_now())
    expect(page.locator(".rail .bell-count").filter(visible=True)).to_have_text("1")
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
