"""Connecting a service that calls by itself: address, secret, and what works already."""

from datetime import datetime

import pytest
from django.conf import LazySettings
from django.test import Client

from sapa.accounts.models import AuditEntry, Workspace
from sapa.base.permissions import Role
from sapa.base.scope import current_workspace_id
from sapa.commerce.models import Order
from sapa.commerce.services import apply_orders, apply_payments
from sapa.events.models import Endpoint, RawDelivery, RefusedDelivery
from sapa.events.services import open_secrets
from tests.rooms.commerce.conftest import order
from tests.rooms.commerce.test_payments import paid
from tests.rooms.pages import browser, stand_alone

KINDS = ["shopify", "woocommerce", "midtrans", "xendit", "biteship", "tiktokshop", "shopee"]
SECRETS = {"biteship": "X-Toko-Sari: rahasia-kurir", "tiktokshop": "6abc:rahasia-aplikasi"}


@pytest.fixture(autouse=True)
def house(settings: LazySettings) -> None:
    stand_alone(settings, "tests.rooms.commerce.urls")


@pytest.fixture
def budi(shop: Workspace) -> Client:
    return browser(shop, Role.OWNER)


def connected(budi: Client, kind: str = "midtrans", secret: str = "") -> Endpoint:
    budi.post(f"/sumber/hubungkan/{kind}/", {"label": "Toko Sari", "secret": secret})
    return Endpoint.objects.get()


def opened(endpoint: Endpoint) -> list[str]:
    return open_secrets(sealed=endpoint.secrets, workspace_id=current_workspace_id(), endpoint_id=endpoint.pk)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_connected_with_the_secret_of_its_service(budi: Client, kind: str) -> None:
    secret = SECRETS.get(kind, "rahasia-toko-sari")
    assert budi.get(f"/sumber/hubungkan/{kind}/").status_code == 200
    endpoint = connected(budi, kind, secret)
    page = budi.get(f"/sumber/{endpoint.public_id}/").content.decode()
    assert f"/hooks/{kind}/{endpoint.public_id}/" in page
    assert secret not in page
    assert opened(endpoint) == [secret]
    assert AuditEntry.objects.filter(action="source.connected").exists()


def test_the_secret_may_come_later_and_two_are_accepted_while_one_is_replaced(budi: Client) -> None:
    endpoint = connected(budi)
    assert endpoint.secrets == []
    for secret in ("kunci-lama", "kunci-baru"):
        budi.post(f"/sumber/{endpoint.public_id}/rahasia/", {"secret": secret})
    assert opened(Endpoint.objects.get()) == ["kunci-baru", "kunci-lama"]
    budi.post(f"/sumber/{endpoint.public_id}/kunci-lama/")
    assert opened(Endpoint.objects.get()) == ["kunci-baru"]


@pytest.mark.parametrize(
    ("kind", "secret"), [("biteship", "tanpa-titik-dua"), ("tiktokshop", "hanya-rahasia")]
)
def test_a_secret_that_cannot_be_one_is_asked_again(budi: Client, kind: str, secret: str) -> None:
    answer = budi.post(f"/sumber/hubungkan/{kind}/", {"label": "Toko Sari", "secret": secret})
    assert answer.status_code == 422
    assert secret not in answer.content.decode()
    assert not Endpoint.objects.exists()


def test_the_list_of_checks_grows_green_as_calls_come(budi: Client, now: datetime) -> None:
    endpoint = connected(budi, secret="kunci-server")
    greens = []

    def look() -> None:
        part = budi.get(f"/sumber/{endpoint.public_id}/periksa/").content.decode()
        greens.append((part.count("hue-daun"), part.count("hue-bata"), "hx-get" in part))

    look()
    RefusedDelivery.objects.create(endpoint=endpoint, day=now.date(), code="wrong_signature", count=1)
    look()
    given = {"endpoint": endpoint, "kind": "midtrans", "received_at": now, "next_at": now}
    RawDelivery.objects.create(body=b"{}", state="done", **given)
    look()
    apply_payments(told=[paid(now)], source=f"midtrans-{endpoint.pk}", now=now)
    look()
    assert greens == [(1, 0, True), (2, 1, True), (3, 0, True), (4, 0, False)]


def test_a_courier_works_when_one_of_its_deliveries_was_understood(budi: Client, now: datetime) -> None:
    endpoint = connected(budi, "biteship", SECRETS["biteship"])
    given = {"endpoint": endpoint, "kind": "biteship", "received_at": now, "next_at": now}
    RawDelivery.objects.create(body=b"{}", state="done", **given)
    part = budi.get(f"/sumber/{endpoint.public_id}/periksa/").content.decode()
    assert (part.count("hue-daun"), part.count("4 dari 5 hijau.")) == (4, 1)


def test_the_list_of_senders_names_every_kind_that_can_be_connected(budi: Client) -> None:
    connected(budi)
    page = budi.get("/sumber/").content.decode()
    assert all(f"/sumber/hubungkan/{kind}/" in page for kind in KINDS)
    assert "Toko Sari" in page


def test_who_may_not_manage_senders_connects_nothing(shop: Workspace) -> None:
    ani = browser(shop, Role.AGENT)
    assert ani.get("/sumber/hubungkan/midtrans/").status_code == 403
    assert ani.post("/sumber/hubungkan/midtrans/", {"label": "x", "secret": ""}).status_code == 403


def test_an_unknown_kind_is_not_there(budi: Client) -> None:
    assert budi.get("/sumber/hubungkan/lazada/").status_code == 404
    assert budi.get("/sumber/hubungkan/whatsapp/").status_code == 404


def test_an_order_shows_every_attempt_to_pay_it(budi: Client, now: datetime) -> None:
    apply_orders(facts=[order("1001", now)], source="shopify-1", now=now)
    attempts = [
        paid(now, status="expired", attempt="T-1", method="bank_transfer", reference="8127850025"),
        paid(now, attempt="T-2", method="qris", channel="gopay"),
    ]
    apply_payments(told=attempts, source="midtrans-2", now=now)
    page = budi.get(f"/pesanan/{Order.objects.get().public_id}/").content.decode()
    assert all(text in page for text in ("Gopay", "8127850025", "QRIS", "Kedaluwarsa", "Dibayar"))
