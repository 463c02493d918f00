"""Webhooks are kept in order: what they may be, what is told once more, what is forgotten."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connections

from sapa.accounts.models import Workspace
from sapa.base.scope import workspace_scope
from sapa.events.models import Webhook, WebhookDelivery
from sapa.events.services import (
    calling,
    create_webhook,
    forget_events,
    posting,
    record,
    remove_webhook,
    replay_webhook_delivery,
    replay_webhook_span,
    switch_webhook,
    try_webhook,
    webhooks,
)
from sapa.events.services.posting import (
    sweep_webhooks,
)
from sapa.web.errors import Refused
from tests.rooms.events.conftest import placed, recorded
from tests.rooms.events.receiver import Receiver, call_everybody, connect, until

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("https://10.0.0.7/x", "webhook_not_public"),
        ("https://[::1]/x", "webhook_not_public"),
        ("https://169.254.169.254/latest", "webhook_not_public"),
        ("http://93.184.216.34/x", "webhook_not_https"),
        ("ftp://93.184.216.34/x", "webhook_not_an_address"),
        ("https://budi:rahasia@93.184.216.34/x", "webhook_not_an_address"),
        ("https://93.184.216.34:99999/x", "webhook_not_an_address"),
    ],
)
def test_addresses_are_looked_at_when_they_are_saved(
    shop: Workspace, now: datetime, url: str, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        create_webhook(url=url, events=["order.placed"], now=now)
    assert refused.value.code == code


def test_a_webhook_wants_events_that_exist(shop: Workspace, now: datetime) -> None:
    for names in ([], ["order.placed", "order.eaten"]):
        with pytest.raises(Refused, match="webhook_no_events"):
            create_webhook(url="https://93.184.216.34/x", events=names, now=now)


def test_a_span_is_told_again_with_what_was_missed(
    committed_shop: Workspace, receiver: Receiver, now: datetime
) -> None:
    recorded(committed_shop, [1], now)
    webhook, _secret = connect(committed_shop, receiver, now)
    recorded(committed_shop, [2], now)
    recorded(committed_shop, [3], now + DAY)
    call_everybody(now + DAY, receiver.endpoint)
    with workspace_scope(committed_shop.pk):
        span = {"since": now, "until": now + timedelta(minutes=1)}
        assert replay_webhook_span(webhook_id=webhook.pk, now=now, **span) == 2
    call_everybody(now + DAY, receiver.endpoint)
    ids = [headers["webhook-id"] for headers, _body in receiver.heard]
    assert (len(ids), len(set(ids))) == (4, 3)


def test_a_span_with_too_many_events_is_refused(
    shop: Workspace, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhooks, "MOST_AGAIN", 1)
    webhook, _secret = create_webhook(url="https://93.184.216.34/x", events=["order.placed"], now=now)
    record(events=[placed(1, now), placed(2, now)], now=now)
    with pytest.raises(Refused, match="webhook_span_events"):
        replay_webhook_span(webhook_id=webhook.pk, since=now, until=now + DAY, now=now)


def test_one_is_told_again_under_its_id(committed_shop: Workspace, receiver: Receiver, now: datetime) -> None:
    connect(committed_shop, receiver, now)
    recorded(committed_shop, [1], now)
    call_everybody(now, receiver.endpoint)
    with workspace_scope(committed_shop.pk):
        replay_webhook_delivery(delivery_id=WebhookDelivery.objects.get().pk, now=now)
    call_everybody(now, receiver.endpoint)
    assert receiver.heard[0] == receiver.heard[1]


def test_a_span_has_an_end_and_a_webhook_that_is_off_tells_nothing(shop: Workspace, now: datetime) -> None:
    webhook, _secret = create_webhook(url="https://93.184.216.34/x", events=["order.placed"], now=now)
    for end in (now, now + 32 * DAY):
        with pytest.raises(Refused, match="webhook_span"):
            replay_webhook_span(webhook_id=webhook.pk, since=now, until=end, now=now)
    switch_webhook(webhook_id=webhook.pk, active=False)
    with pytest.raises(Refused, match="webhook_off"):
        try_webhook(webhook_id=webhook.pk, now=now)


def test_what_was_told_is_forgotten_after_a_month_and_with_its_webhook(
    shop: Workspace, now: datetime
) -> None:
    webhook, _secret = create_webhook(url="https://93.184.216.34/x", events=["order.placed"], now=now)
    record(events=[placed(1, now), placed(2, now)], now=now)
    WebhookDelivery.objects.filter(event__order_id=1).update(state="done")
    assert sweep_webhooks(now=now + 29 * DAY) == 0
    assert sweep_webhooks(now=now + 31 * DAY) == 1
    assert WebhookDelivery.objects.count() == 1
    remove_webhook(webhook_id=webhook.pk)
    assert (Webhook.objects.count(), WebhookDelivery.objects.count()) == (0, 0)


def test_what_waits_for_a_webhook_that_stays_off_is_forgotten_too(shop: Workspace, now: datetime) -> None:
    webhook, _secret = create_webhook(url="https://93.184.216.34/x", events=["order.placed"], now=now)
    record(events=[placed(1, now)], now=now)
    switch_webhook(webhook_id=webhook.pk, active=False)
    assert [sweep_webhooks(now=now + days * DAY) for days in (29, 31)] == [0, 1]


def test_a_sweep_goes_on_until_nothing_old_is_left(
    committed_shop: Workspace, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (posting, calling):
        monkeypatch.setattr(module, "SWEPT_AT_ONCE", 2)
    with workspace_scope(committed_shop.pk):
        create_webhook(url="https://93.184.216.34/x", events=["order.placed"], now=now)
        record(events=[placed(number, now) for number in range(5)], now=now)
        old = now - 900 * DAY
        WebhookDelivery.objects.update(state="done", created_at=old, next_at=old)
    swept, sweep = [2], calling.sweep_workspace

    def noted(**given: Any) -> int:
        swept.append(sweep(**given))
        return swept[-1]

    monkeypatch.setattr(calling, "sweep_workspace", noted)
    asyncio.run(until(lambda: swept[-1] < 2, lambda: None))
    with workspace_scope(committed_shop.pk):
        assert (swept[1:], WebhookDelivery.objects.count()) == ([2, 2, 1], 0)


def test_there_is_an_end_to_webhooks(shop: Workspace, now: datetime) -> None:
    for number in range(20):
        create_webhook(url=f"https://93.184.216.34/{number}", events=["order.placed"], now=now)
    with pytest.raises(Refused, match="too_many_webhooks"):
        create_webhook(url="https://93.184.216.34/21", events=["order.placed"], now=now)


def test_two_who_make_the_last_webhook_at_once_make_one(
    committed_shop: Workspace, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    together = Barrier(2, timeout=10)
    monkeypatch.setattr(webhooks, "MOST_WEBHOOKS", 1)
    monkeypatch.setattr(webhooks, "fault_of", lambda _url: (together.wait(), "")[1])

    def make(number: int) -> bool:
        try:
            with workspace_scope(committed_shop.pk):
                create_webhook(url=f"https://93.184.216.34/{number}", events=["order.placed"], now=now)
            return True
        except Refused:
            return False
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(make, range(2))) == [False, True]


def test_what_a_source_took_back_is_told_to_nobody(
    committed_shop: Workspace, receiver: Receiver, now: datetime
) -> None:
    receiver.answers = [500]
    connect(committed_shop, receiver, now)
    recorded(committed_shop, [1, 2], now)
    assert call_everybody(now, receiver.endpoint) == 2
    with workspace_scope(committed_shop.pk):
        assert forget_events(keys=["shop:order:1:placed", "shop:order:2:placed"]) == 2
    assert call_everybody(now + DAY, receiver.endpoint) == 0
