"""Somebody else's system is told what happened: signed, thin, at least once, and never inside our own network."""

import asyncio
from datetime import datetime, timedelta

import pytest
from standardwebhooks.webhooks import Webhook as Reference

from sapa.accounts.models import AuditEntry, Workspace
from sapa.base import addresses, egress
from sapa.base.clock import machine_now
from sapa.base.instance import instance
from sapa.base.scope import workspace_scope
from sapa.contacts.models import Contact
from sapa.domain.webhooks import Answer
from sapa.events import selectors
from sapa.events.models import Webhook, WebhookAttempt, WebhookDelivery
from sapa.events.schemas import NewEvent
from sapa.events.services import (
    calling,
    record,
    retire_webhook_secret,
    rotate_webhook_secret,
    switch_webhook,
    try_webhook,
)
from sapa.events.services.calling import in_turn
from sapa.events.services.posting import (
    Due,
    Reply,
    claim_letters,
    due_webhooks,
    settle_replies,
)
from tests.conftest import found_shop
from tests.rooms.events.conftest import recorded
from tests.rooms.events.receiver import Receiver, call_everybody, connect, receiving, until

DAY = timedelta(days=1)


def deliveries(shop: Workspace) -> list[tuple[str, int]]:
    with workspace_scope(shop.pk):
        return list(WebhookDelivery.objects.order_by("id").values_list("state", "attempts"))


def fail(shop: Workspace, webhook: Webhook, status: int | None, now: datetime) -> None:
    """One round in which whatever goes out is answered so."""
    for due in due_webhooks(now=now):
        letters = claim_letters(due=due, now=now)
        replies = [
            Reply(letter.delivery_id, Answer(status, "" if status else "timeout"), 7) for letter in letters
        ]
        settle_replies(due=due, replies=replies, now=now)
    with workspace_scope(shop.pk):
        webhook.refresh_from_db()


def test_an_event_arrives_signed_with_public_ids_and_codes_alone(
    committed_shop: Workspace, receiver: Receiver
) -> None:
    now = machine_now()
    _webhook, secret = connect(committed_shop, receiver, now, "feedback.rated")
    with workspace_scope(committed_shop.pk):
        dewi = Contact.objects.create(name="Dewi", created_at=now)
        data = {"score": 2, "comment": "dari Dewi", "ticket": 7}
        record(events=[NewEvent("feedback.rated", "k", now, dewi.pk, None, data)], now=now)
    call_everybody(now, receiver.endpoint)
    [(headers, body)] = receiver.heard
    told = Reference(secret).verify(body, headers)
    assert (told["type"], told["data"]) == ("feedback.rated", {"contact": str(dewi.public_id), "score": 2})
    assert deliveries(committed_shop) == [("done", 1)]


def test_nothing_is_written_where_nobody_listens(
    committed_shop: Workspace, receiver: Receiver, now: datetime
) -> None:
    connect(found_shop("Toko Lain", "citra@lain.test"), receiver, now)
    webhook, _secret = connect(committed_shop, receiver, now, "payment.received")
    recorded(committed_shop, [1], now)
    with workspace_scope(committed_shop.pk):
        switch_webhook(webhook_id=webhook.pk, active=False)
        record(events=[NewEvent("payment.received", "k", now)], now=now)
    assert deliveries(committed_shop) == []
    assert due_webhooks(now=now) == []


def test_what_is_heard_twice_is_told_once(
    committed_shop: Workspace, receiver: Receiver, now: datetime
) -> None:
    connect(committed_shop, receiver, now)
    recorded(committed_shop, [1], now)
    recorded(committed_shop, [1, 2], now)
    assert call_everybody(now, receiver.endpoint) == 2


def test_a_retry_has_the_same_id_and_body_and_a_new_timestamp(
    committed_shop: Workspace, receiver: Receiver, now: datetime
) -> None:
    receiver.answers = [500, 200]
    connect(committed_shop, receiver, now)
    recorded(committed_shop, [1], now)
    assert [call_everybody(at, receiver.endpoint) for at in (now, now, now + DAY)] == [1, 0, 1]
    (first, body), (second, again) = receiver.heard
    assert (first["webhook-id"], body) == (second["webhook-id"], again)
    assert int(second["webhook-timestamp"]) - int(first["webhook-timestamp"]) == 86_400
    assert deliveries(committed_shop) == [("done", 2)]
    with workspace_scope(committed_shop.pk):
        assert list(WebhookAttempt.objects.order_by("id").values_list("status", flat=True)) == [500, 200]


def test_a_redirect_is_not_followed(committed_shop: Workspace, receiver: Receiver, now: datetime) -> None:
    receiver.answers = [302]
    connect(committed_shop, receiver, now)
    recorded(committed_shop, [1], now)
    call_everybody(now, receiver.endpoint)
    with workspace_scope(committed_shop.pk):
        assert list(WebhookAttempt.objects.values_list("status", "error")) == [(302, "redirect")]
    assert len(receiver.heard) == 1


def test_an_address_that_became_private_is_not_called(
    committed_shop: Workspace, receiver: Receiver, now: datetime
) -> None:
    connect(committed_shop, receiver, now)
    recorded(committed_shop, [1], now)
    call_everybody(now)
    with workspace_scope(committed_shop.pk):
        assert list(WebhookAttempt.objects.values_list("status", "error")) == [(None, "not_public")]
    assert receiver.heard == []


def test_a_failing_receiver_gets_one_letter_at_a_time_and_is_left_alone(
    committed_shop: Workspace, receiver: Receiver, now: datetime
) -> None:
    webhook, _secret = connect(committed_shop, receiver, now)
    recorded(committed_shop, [1, 2, 3], now)
    fail(committed_shop, webhook, None, now)
    assert due_webhooks(now=now + timedelta(seconds=29)) == []
    assert call_everybody(now + DAY, receiver.endpoint) == 1
    assert call_everybody(now + DAY, receiver.endpoint) == 2


def test_a_receiver_that_fails_again_and_again_rests_whatever_it_answers(
    committed_shop: Workspace, receiver: Receiver, now: datetime
) -> None:
    receiver.answers = [500]
    connect(committed_shop, receiver, now)
    recorded(committed_shop, list(range(20)), now)
    assert [call_everybody(now, receiver.endpoint) for _ in range(3)] == [8, 1, 0]
    assert call_everybody(now + timedelta(seconds=30), receiver.endpoint) == 1


def test_slow_receivers_however_many_leave_a_turn_to_the_others() -> None:
    due = [Due(1, number) for number in range(130)]
    first = in_turn(due, after=None)[:64]
    second = in_turn(due, after=first[-1])[:64]
    third = in_turn(due, after=second[-1])[:64]
    assert {*first, *second, *third} == set(due)
    assert third[:3] == [Due(1, 128), Due(1, 129), Due(1, 0)]


def test_a_long_backlog_gives_its_place_to_others(
    committed_shop: Workspace, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = machine_now()
    monkeypatch.setattr(calling, "RECEIVERS", 1)
    monkeypatch.setattr(calling, "TURN_SECONDS", 0)
    with receiving() as other:
        both = instance().model_copy(update={"egress_allow": (receiver.endpoint, other.endpoint)})
        for module in (addresses, egress):
            monkeypatch.setattr(module, "instance", lambda: both)
        for one in (other, receiver):
            connect(committed_shop, one, now)
        recorded(committed_shop, list(range(40)), now)
        asyncio.run(until(lambda: bool(receiver.heard), lambda: None))
    assert 0 < len(other.heard) < 40


def test_a_receiver_that_is_gone_is_switched_off_and_somebody_is_told(
    committed_shop: Workspace, receiver: Receiver, now: datetime
) -> None:
    webhook, _secret = connect(committed_shop, receiver, now)
    recorded(committed_shop, [1], now)
    fail(committed_shop, webhook, 410, now)
    assert (webhook.active, webhook.off_reason) == (False, "gone")
    with workspace_scope(committed_shop.pk):
        assert selectors.webhooks_that_stopped() == [webhook]
        assert AuditEntry.objects.get(action="webhook.switched_off").data == {"reason": "gone"}


def test_five_days_of_failures_switch_it_off_and_a_person_switches_it_on(
    committed_shop: Workspace, receiver: Receiver, now: datetime
) -> None:
    webhook, _secret = connect(committed_shop, receiver, now)
    for day in range(6):
        recorded(committed_shop, [day], now + day * DAY)
        fail(committed_shop, webhook, 500, now + day * DAY)
    assert (webhook.active, webhook.off_reason) == (False, "failing")
    with workspace_scope(committed_shop.pk):
        switch_webhook(webhook_id=webhook.pk, active=True)
    assert call_everybody(now + 9 * DAY, receiver.endpoint) > 0


def test_a_worker_that_dies_leaves_its_letters_to_the_next(
    committed_shop: Workspace, receiver: Receiver, now: datetime
) -> None:
    connect(committed_shop, receiver, now)
    recorded(committed_shop, [1], now)
    [due] = due_webhooks(now=now)
    assert len(claim_letters(due=due, now=now)) == 1
    assert claim_letters(due=due, now=now + timedelta(seconds=59)) == []
    assert call_everybody(now + timedelta(seconds=61), receiver.endpoint) == 1


def test_two_secrets_sign_until_the_old_one_is_retired(committed_shop: Workspace, receiver: Receiver) -> None:
    now = machine_now()
    webhook, old = connect(committed_shop, receiver, now)
    with workspace_scope(committed_shop.pk):
        new = rotate_webhook_secret(webhook_id=webhook.pk)
        try_webhook(webhook_id=webhook.pk, now=now)
    call_everybody(now, receiver.endpoint)
    headers, body = receiver.heard[0]
    assert [Reference(secret).verify(body, headers)["type"] for secret in (old, new)] == ["webhook.test"] * 2
    with workspace_scope(committed_shop.pk):
        retire_webhook_secret(webhook_id=webhook.pk)
        try_webhook(webhook_id=webhook.pk, now=now)
    call_everybody(now, receiver.endpoint)
    assert receiver.heard[1][0]["webhook-signature"].count("v1,") == 1
    assert old not in str(webhook.secrets)


def test_a_slow_receiver_delays_nobody_and_the_loop_ends_when_asked(
    committed_shop: Workspace, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = machine_now()
    with receiving() as slow:
        both = instance().model_copy(update={"egress_allow": (receiver.endpoint, slow.endpoint)})
        for module in (addresses, egress):
            monkeypatch.setattr(module, "instance", lambda: both)
        connect(committed_shop, slow, now)
        connect(committed_shop, receiver, now)
        recorded(committed_shop, list(range(40)), now)
        slow.busy.acquire()
        asyncio.run(until(lambda: len(receiver.heard) == 40, slow.busy.release))
    assert len(slow.heard) == 8
    assert deliveries(committed_shop).count(("done", 1)) == 48
