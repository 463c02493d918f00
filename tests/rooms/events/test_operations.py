from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.base import BaseStorage, Message
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from sapa.accounts.models import AuditEntry, Workspace
from sapa.base.permissions import Capability
from sapa.events import selectors
from sapa.events.models import Endpoint, EventDelivery, RawDelivery, RefusedDelivery
from sapa.events.services import create_endpoint, record
from sapa.events.views import operations as views
from sapa.web.errors import Refused
from tests.rooms.events.conftest import placed

View = Callable[..., HttpResponse]
SCRIPT = b'{"name":"<script>alert(1)</script>"}'


class Toasts(BaseStorage):
    def _get(self) -> tuple[list[Message], bool]:
        return [], True

    def _store(self, messages: list[Message], response: HttpResponse) -> list[Message]:
        return []


@pytest.fixture
def ask(shop: Workspace, settings: LazySettings, now: datetime, monkeypatch: pytest.MonkeyPatch) -> View:
    """Calls a view as somebody of Toko Sari; who may is the middleware's business."""
    settings.ROOT_URLCONF = "tests.rooms.events.urls"
    monkeypatch.setattr(views, "business_now", lambda: now)

    def _ask(view: View, method: str = "get", **options: int | str) -> HttpResponse:
        ids = {name: options.pop(name) for name in list(options) if name.endswith("_id")}
        request: HttpRequest = getattr(RequestFactory(), method)("/operasi/", options)
        request.user = AnonymousUser()
        request._messages = Toasts(request)  # type: ignore[attr-defined]
        return view(request, **ids)

    return _ask


@pytest.fixture
def endpoint(shop: Workspace, now: datetime) -> Endpoint:
    return create_endpoint(kind="shop", label="Toko Sari", now=now)[0]


def dead(endpoint: Endpoint, now: datetime, body: bytes = SCRIPT) -> RawDelivery:
    return RawDelivery.objects.create(
        endpoint=endpoint,
        kind="shop",
        received_at=now,
        next_at=now,
        body=body,
        state="dead",
        error="not_json",
    )


def test_the_page_says_when_all_is_well(ask: View) -> None:
    page = ask(views.operations).content.decode()
    assert "empty-icon" in page
    assert "<table" not in page


def test_a_dead_delivery_shows_reason_and_escaped_body(ask: View, endpoint: Endpoint, now: datetime) -> None:
    dead(endpoint, now - timedelta(hours=2))
    page = ask(views.operations).content.decode()
    assert "not_json" in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page


def test_a_replay_from_the_page_makes_the_delivery_due_and_is_audited(
    ask: View, endpoint: Endpoint, now: datetime
) -> None:
    raw = dead(endpoint, now)
    assert ask(views.replay_raw, "post", raw_id=raw.pk).status_code == 302
    raw.refresh_from_db()
    assert (raw.state, raw.attempts, raw.next_at) == ("new", 0, now)
    assert AuditEntry.objects.get().subject == f"raw:{raw.pk}"
    with pytest.raises(Refused):
        ask(views.replay_raw, "post", raw_id=raw.pk)


def test_everything_that_died_can_be_tried_again_at_once(
    ask: View, endpoint: Endpoint, now: datetime
) -> None:
    for _ in range(3):
        dead(endpoint, now)
    ask(views.replay_every_raw, "post")
    assert selectors.raw_backlog() == selectors.Backlog(3, now)
    assert AuditEntry.objects.get().data == {"count": 3}


def test_a_dead_event_is_shown_and_replayed_for_its_handler_only(
    ask: View, shop: Workspace, now: datetime
) -> None:
    record(events=[placed(1, now)], now=now)
    died = EventDelivery.objects.get(handler__endswith="plan")
    EventDelivery.objects.update(state="done")
    EventDelivery.objects.filter(id=died.pk).update(state="dead", error="KeyError at journeys/handlers.py:9")
    page = ask(views.operations, tab="events").content.decode()
    assert "order.placed" in page
    assert "KeyError at journeys/handlers.py:9" in page
    ask(views.replay_delivery, "post", delivery_id=died.pk)
    assert list(EventDelivery.objects.filter(state="waiting")) == [died]


def test_the_backlog_counts_what_waits_and_how_long(endpoint: Endpoint, now: datetime) -> None:
    assert (selectors.raw_backlog(), selectors.event_backlog()) == (selectors.Backlog(0, None),) * 2
    for minutes in (3, 8):
        at = now - timedelta(minutes=minutes)
        RawDelivery.objects.create(endpoint=endpoint, kind="shop", received_at=at, next_at=now, body=b"")
    dead(endpoint, now - timedelta(days=1))
    record(events=[placed(1, now)], now=now)
    assert selectors.raw_backlog().age(now) == timedelta(minutes=8)
    assert (selectors.raw_backlog().count, selectors.event_backlog().count) == (2, 2)


def test_the_counters_come_alone_for_the_page_that_asks_again(
    ask: View, endpoint: Endpoint, now: datetime
) -> None:
    RawDelivery.objects.create(endpoint=endpoint, kind="shop", received_at=now, next_at=now, body=b"")
    fragment = ask(views.backlog).content.decode()
    assert fragment.startswith('<div class="figures" id="backlog"')
    assert "<html" not in fragment


def test_pages_of_dead_letters_meet_without_gap_or_overlap(endpoint: Endpoint, now: datetime) -> None:
    ids = [dead(endpoint, now).pk for _ in range(60)][::-1]
    first = selectors.dead_raw()
    second = selectors.dead_raw(before=first.older)
    third = selectors.dead_raw(before=second.older)
    assert [row.pk for page in (first, second, third) for row in page.rows] == ids
    assert (first.newer, third.older) == (None, None)
    assert [row.pk for row in selectors.dead_raw(after=third.newer).rows] == [row.pk for row in second.rows]
    assert selectors.dead_raw(after=second.newer) == first


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (b"", ""),
        (b"a\x00\n\t b", "a b"),
        (b"\xff\xfe", "\ufffd\ufffd"),
        ("x\u202ey".encode(), "x y"),
        (b"z" * 500, "z" * 159 + "…"),
    ],
)
def test_a_preview_is_one_readable_short_line(body: bytes, shown: str) -> None:
    assert selectors.preview(body) == shown


def test_refusals_of_the_last_days_are_listed(ask: View, endpoint: Endpoint, now: datetime) -> None:
    for days, code, count in (
        (0, "unsigned", 2),
        (0, "wrong_signature", 5),
        (6, "stale", 1),
        (7, "stale", 9),
    ):
        day = now.date() - timedelta(days=days)
        RefusedDelivery.objects.create(endpoint=endpoint, day=day, code=code, count=count)
    listed = selectors.refusals(now=now)
    assert [(row.code, row.count) for row in listed] == [
        ("wrong_signature", 5),
        ("unsigned", 2),
        ("stale", 1),
    ]
    assert "Toko Sari" in ask(views.operations).content.decode()


def test_a_cursor_that_is_no_number_shows_the_first_page(
    ask: View, endpoint: Endpoint, now: datetime
) -> None:
    dead(endpoint, now)
    assert "not_json" in ask(views.operations, before="9" * 30, after="x").content.decode()


def test_every_view_of_the_page_needs_the_capability() -> None:
    doors = [
        views.operations,
        views.backlog,
        views.replay_raw,
        views.replay_every_raw,
        views.replay_delivery,
        views.replay_every_delivery,
    ]
    assert {getattr(view, "capability", None) for view in doors} == {Capability.EVENTS_OPERATE}
