"""Letting Sapa ask a service itself, on the page of that service."""

from datetime import datetime, timedelta

import pytest
from django.conf import LazySettings
from django.test import Client

from sapa.accounts.models import AuditEntry, Workspace
from sapa.base.permissions import Role
from sapa.commerce.models import Sender
from sapa.commerce.sources.accesses import ACCESSES, FAILURES
from sapa.commerce.sources.reconcilers import LOOKS
from sapa.events.models import Endpoint, RawDelivery
from sapa.events.services import create_endpoint
from tests.rooms.pages import browser, stand_alone

GIVEN = {
    "shopify": {"shop": "toko-sari.myshopify.com", "token": "shpat_rahasia1"},
    "woocommerce": {"site": "https://toko-sari.test/", "key": "ck_rahasia1", "secret": "cs_rahasia1"},
    "midtrans": {"server_key": "Mid-server-rahasia"},
    "xendit": {"secret_key": "xnd_production_rahasia"},
    "biteship": {"api_key": "biteship_live.rahasia"},
    "tiktokshop": {"refresh_token": "ROW_rahasia1", "shop_id": "749400"},
    "shopee": {
        "partner_id": "200123",
        "partner_key": "rahasia-api",
        "shop_id": "22333",
        "refresh_token": "abcdef12",
    },
}


@pytest.fixture(autouse=True)
def house(settings: LazySettings) -> None:
    stand_alone(settings, "tests.rooms.commerce.urls")


@pytest.fixture
def budi(shop: Workspace) -> Client:
    return browser(shop, Role.OWNER)


def connected(kind: str, now: datetime) -> Endpoint:
    return create_endpoint(kind=kind, label="Toko Sari", now=now, secret="rahasia-panggilan")[0]


def shown(budi: Client, endpoint: Endpoint) -> str:
    return budi.get(f"/sumber/{endpoint.public_id}/").content.decode()


@pytest.mark.parametrize("kind", GIVEN)
def test_the_access_of_each_kind_is_sealed_and_never_shown(budi: Client, now: datetime, kind: str) -> None:
    endpoint = connected(kind, now)
    assert budi.post(f"/sumber/{endpoint.public_id}/akses/", GIVEN[kind]).status_code == 302
    row = Sender.objects.get()
    assert row.access.startswith("s1.")
    assert row.shop == ACCESSES[kind].shop(GIVEN[kind])
    secrets = [text for name, text in GIVEN[kind].items() if ACCESSES[kind].fields[name].secret]
    assert not any(text in shown(budi, endpoint) for text in secrets)
    assert AuditEntry.objects.filter(action="source.access_given").exists()


def test_every_kind_that_can_be_asked_has_its_form() -> None:
    assert ACCESSES.keys() == LOOKS.keys() == GIVEN.keys()


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        ("shopify", {"shop": "toko-sari.com"}),
        ("shopify", {"shop": "jahat.test/.myshopify.com"}),
        ("woocommerce", {"site": "http://toko-sari.test"}),
        ("woocommerce", {"site": "https://budi@toko-sari.test"}),
        ("shopee", {"shop_id": "toko"}),
        ("xendit", {"secret_key": ""}),
    ],
)
def test_what_cannot_be_right_is_asked_again(
    budi: Client, now: datetime, kind: str, wrong: dict[str, str]
) -> None:
    endpoint = connected(kind, now)
    assert budi.post(f"/sumber/{endpoint.public_id}/akses/", GIVEN[kind] | wrong).status_code == 422
    assert not Sender.objects.exclude(access="").exists()


def test_the_page_tells_that_nothing_is_confirmed_and_what_a_look_found(budi: Client, now: datetime) -> None:
    endpoint = connected("xendit", now)
    assert 'data-asked="unconfirmed"' in shown(budi, endpoint)
    budi.post(f"/sumber/{endpoint.public_id}/akses/", GIVEN["xendit"])
    assert 'data-asked="waits"' in shown(budi, endpoint)
    Sender.objects.update(looked_at=now, found=37)
    page = shown(budi, endpoint)
    assert 'data-asked="good"' in page
    assert "37" in page
    Sender.objects.update(error="refused_key", next_at=now + timedelta(hours=1))
    assert 'data-asked="failed"' in shown(budi, endpoint)
    assert "refused_key" not in shown(budi, endpoint)


def test_looking_now_forgetting_and_letting_go_of_a_shop(budi: Client, now: datetime) -> None:
    endpoint = connected("shopee", now)
    budi.post(f"/sumber/{endpoint.public_id}/akses/", GIVEN["shopee"])
    later = now + timedelta(days=10_000)
    Sender.objects.update(next_at=later)
    budi.post(f"/sumber/{endpoint.public_id}/akses/sekarang/")
    assert Sender.objects.filter(next_at__lt=later).exists()
    budi.post(f"/sumber/{endpoint.public_id}/akses/lupakan/")
    budi.post(f"/sumber/{endpoint.public_id}/toko/lepaskan/")
    row = Sender.objects.get()
    assert (row.access, row.access_at, row.shop) == ("", None, "")


def test_the_access_of_another_shop_is_refused_while_one_is_bound(budi: Client, now: datetime) -> None:
    endpoint = connected("shopee", now)
    Sender.objects.create(endpoint=endpoint, shop="99999")
    assert budi.post(f"/sumber/{endpoint.public_id}/akses/", GIVEN["shopee"]).status_code == 422


def test_what_was_put_aside_says_why_in_words(budi: Client, now: datetime) -> None:
    endpoint = connected("shopee", now)
    given = {"endpoint": endpoint, "kind": "shopee", "received_at": now, "next_at": now}
    RawDelivery.objects.create(body=b"{}", state="dead", error="foreign_shop", **given)
    assert "foreign_shop" not in shown(budi, endpoint)


def test_an_agent_gives_no_access(shop: Workspace, now: datetime) -> None:
    endpoint = connected("shopee", now)
    ani = browser(shop, Role.AGENT)
    deeds = ("akses/", "akses/sekarang/", "akses/lupakan/", "toko/lepaskan/")
    assert {ani.post(f"/sumber/{endpoint.public_id}/{deed}").status_code for deed in deeds} == {403}


def test_every_failure_has_its_words() -> None:
    assert all(str(words) != code for code, words in FAILURES.items())
