"""«Webhook keluar»: the secret is shown once, a bad address is told beside the form, answers can be read."""

import re
from datetime import datetime, timedelta

import pytest
from django.conf import LazySettings
from django.test import Client

from sapa.accounts.models import Workspace
from sapa.base.permissions import Role
from sapa.base.scope import workspace_scope
from sapa.domain.events import EVENTS
from sapa.events.forms import grouped
from sapa.events.models import Webhook, WebhookAttempt, WebhookDelivery
from sapa.events.services import create_webhook, record
from tests.rooms.events.conftest import placed
from tests.rooms.pages import browser, stand_alone

URL = "https://93.184.216.34/sapa"
PAGE = "/operasi/webhook/"


@pytest.fixture
def integrator(shop: Workspace, settings: LazySettings) -> Client:
    stand_alone(settings, "tests.rooms.events.urls")
    return browser(shop, Role.INTEGRATOR)


@pytest.fixture
def webhook(shop: Workspace, now: datetime) -> Webhook:
    return create_webhook(url=URL, events=["order.placed"], label="Gudang", now=now)[0]


def test_a_new_receiver_shows_its_secret_once(shop: Workspace, integrator: Client) -> None:
    made = integrator.post(PAGE, {"label": "Gudang", "url": URL, "events": ["order.placed", "message.read"]})
    assert re.search(r"whsec_[\w+/]{43}=", made.content.decode())
    assert made["Cache-Control"] == "no-store"
    with workspace_scope(shop.pk):
        webhook = Webhook.objects.get()
    assert "whsec_" not in integrator.get(f"{PAGE}{webhook.public_id}/").content.decode()
    assert "Gudang" in integrator.get(PAGE).content.decode()


def test_every_event_is_offered_once_in_a_group() -> None:
    offered = [name for _group, choices in grouped() for name, _label in choices]
    assert sorted(offered) == sorted(EVENTS)


def test_a_private_address_is_told_beside_the_form(shop: Workspace, integrator: Client) -> None:
    answer = integrator.post(PAGE, {"url": "https://192.168.1.1/", "events": ["order.placed"]})
    assert answer.status_code == 422
    assert "SAPA_EGRESS_ALLOW" in answer.content.decode()
    with workspace_scope(shop.pk):
        assert Webhook.objects.count() == 0


def test_answers_are_shown_with_status_and_duration_and_one_is_sent_again(
    integrator: Client, webhook: Webhook, now: datetime
) -> None:
    record(events=[placed(1, now)], now=now)
    told = WebhookDelivery.objects.get()
    WebhookDelivery.objects.update(state="dead", attempts=10)
    WebhookAttempt.objects.create(delivery=told, at=now, status=503, milliseconds=1234)
    page = integrator.get(f"{PAGE}{webhook.public_id}/?keadaan=dead").content.decode()
    assert "<b>503</b>" in page
    assert "1.234 ms" in page
    assert integrator.post(f"{PAGE}kiriman/{told.public_id}/ulang/").status_code == 302
    assert WebhookDelivery.objects.get().state == "waiting"


def test_a_span_is_meant_in_the_shops_own_time(integrator: Client, webhook: Webhook, now: datetime) -> None:
    record(events=[placed(1, now), placed(2, now + timedelta(hours=2))], now=now)
    WebhookDelivery.objects.update(state="done")
    span = {"since": "2026-09-15T09:59", "until": "2026-09-15T10:01"}
    integrator.post(f"{PAGE}{webhook.public_id}/kirim-ulang/", span)
    assert list(WebhookDelivery.objects.order_by("id").values_list("state", flat=True)) == ["waiting", "done"]


@pytest.mark.parametrize("span", [{}, {"since": "kemarin", "until": "2026-09-15T10:01"}])
def test_a_span_that_is_none_is_refused(integrator: Client, webhook: Webhook, span: dict[str, str]) -> None:
    assert integrator.post(f"{PAGE}{webhook.public_id}/kirim-ulang/", span).status_code == 422


def test_switching_changing_rotating_trying_and_removing(integrator: Client, webhook: Webhook) -> None:
    page = f"{PAGE}{webhook.public_id}/"
    integrator.post(page, {"url": URL + "/2", "events": ["payment.received"]})
    assert "whsec_" in integrator.post(f"{page}rahasia/").content.decode()
    integrator.post(f"{page}rahasia-lama/")
    integrator.post(f"{page}uji/")
    integrator.post(f"{page}sakelar/")
    webhook.refresh_from_db()
    assert (webhook.url, webhook.events, webhook.active) == (URL + "/2", ["payment.received"], False)
    assert (len(webhook.secrets), WebhookDelivery.objects.count()) == (1, 1)
    assert integrator.post(f"{page}uji/").status_code == 409
    integrator.post(f"{page}hapus/")
    assert Webhook.objects.count() == 0
