"""The worker's rounds serve both shops at once and keep each shop's things apart."""

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connections

from sapa.accounts.models import Workspace
from sapa.base.scope import workspace_scope
from sapa.commerce.importers import begin_import, keep_upload, known_mapping, run_import
from sapa.commerce.models import Order
from sapa.contacts.models import Contact
from sapa.contacts.selectors import search
from sapa.events.models import Endpoint, Event, RawDelivery
from sapa.events.services import create_endpoint, process_raw, run_handlers
from sapa.journeys.models import FollowUp
from sapa.journeys.services import settle_due, switch
from sapa.messaging.delivery import deliver_once
from sapa.messaging.models import Conversation, Message, Template
from sapa.messaging.services import create_channel
from sapa.messaging.stream import serving, updates
from tests.conftest import found_shop
from tests.rooms.messaging.delivery import Wire

HEADER = "Nomor Pesanan,ID Pelanggan,Nama,No HP,Provinsi,Kode Pos,Tanggal Pesanan,Barang,Total,Tautan Bayar\n"
BOOKS = (Order, Contact, Event, FollowUp, Message)


@pytest.fixture
def shops(committed: None, now: datetime) -> Iterator[tuple[Workspace, Workspace]]:
    """Toko Sari and Toko Lain, each with a number and an approved reminder."""
    both = found_shop(), found_shop("Toko Lain", "citra@lain.test")
    for shop in both:
        open_for_business(shop, now)
    yield both
    serving._watches.clear()


def open_for_business(shop: Workspace, now: datetime) -> None:
    with workspace_scope(shop.pk):
        create_channel(
            name=shop.name,
            external_id=f"10{shop.pk}",
            account_id=f"20{shop.pk}",
            display_phone="+6281110001000",
            token=f"token-{shop.pk}",
            app_secret="secret",
            now=now,
        )
        create_endpoint(kind="generic", label="Toko", now=now, secret="secret")
        switch(recipe="checkout_belum_bayar", mode="live", settings={}, now=now)
        Template.objects.update(status="APPROVED")


def file_of(name: str, now: datetime) -> bytes:
    placed, link = (now - timedelta(hours=5)).isoformat(), "https://toko.test/bayar/A-1"
    return (HEADER + f"A-1,C-1,{name},+6281210000001,Bali,80111,{placed},Kopi,185000,{link}\n").encode()


def imported(shop: Workspace, name: str, now: datetime) -> None:
    with workspace_scope(shop.pk):
        run = keep_upload(chunks=[file_of(name, now)], filename="pesanan.csv", now=now)
        begin_import(run_id=run.pk, mapping=known_mapping(tuple(run.header)), now=now)
    run_import(workspace_id=shop.pk, run_id=run.pk, now=now)


def books(shop: Workspace) -> list[object]:
    with workspace_scope(shop.pk):
        return [list(model.objects.order_by("pk").values()) for model in BOOKS]


def names(shop: Workspace) -> set[str]:
    with workspace_scope(shop.pk):
        return set(Contact.objects.values_list("name", flat=True))


Shops = tuple[Workspace, Workspace]


def test_an_import_with_the_same_numbers_does_not_touch_the_other_shop(shops: Shops, now: datetime) -> None:
    sari, other = shops
    imported(other, "Wayan", now)
    before = books(other)
    imported(sari, "Dewi", now)
    assert books(other) == before
    assert (names(sari), names(other)) == ({"Dewi"}, {"Wayan"})


def test_search_finds_only_people_of_the_own_shop(shops: Shops, now: datetime) -> None:
    sari, other = shops
    imported(other, "Wayan", now)
    imported(sari, "Dewi", now)
    with workspace_scope(sari.pk):
        assert search("Wayan") == []
        assert [one.name for one in search("081210000001")] == ["Dewi"]
        assert [one.name for one in search("C-1")] == ["Dewi"]


def test_one_round_of_the_worker_serves_both_and_mixes_nothing(shops: Shops, now: datetime) -> None:
    for shop, name in zip(shops, ("Dewi", "Wayan"), strict=True):
        imported(shop, name, now)
    wire = Wire()
    run_handlers(now=now)
    settle_due(now=now)
    deliver_once(now=now, transport=wire)
    told = {letter.workspace_id: letter.text for letter in wire.letters}
    assert len(wire.letters) == 2
    for shop, name in zip(shops, ("Dewi", "Wayan"), strict=True):
        assert name in told[shop.pk]
        assert shop.name in told[shop.pk]


def test_raw_deliveries_of_both_in_one_round_stay_with_their_shop(shops: Shops, now: datetime) -> None:
    for shop, name in zip(shops, ("Dewi", "Wayan"), strict=True):
        body = (
            f'{{"order": {{"id": "A-1", "placed_at": "{now.isoformat()}"}},'
            f' "customer": {{"name": "{name}", "phone": "+6281210000001"}}}}'
        )
        with workspace_scope(shop.pk):
            endpoint = Endpoint.objects.get(kind="generic")
            RawDelivery.objects.create(
                endpoint=endpoint, kind="generic", received_at=now, body=body.encode(), next_at=now
            )
    assert process_raw(now=now) == 2
    assert [names(shop) for shop in shops] == [{"Dewi"}, {"Wayan"}]


def test_the_stream_never_names_a_conversation_of_the_other_shop(
    shops: Shops, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "LOOK_SECONDS", 0.02)
    sari, other = shops
    own, foreign = conversation(sari, now), conversation(other, now)

    async def listening() -> str:
        heard = ""
        async for said in updates(sari.pk, "something older", longest=0.5):
            heard += said
            await asyncio.to_thread(touch, shops)
        return heard

    heard = asyncio.run(listening())
    assert own in heard
    assert foreign not in heard


def conversation(shop: Workspace, now: datetime) -> str:
    imported(shop, "Dewi", now)
    run_handlers(now=now)
    settle_due(now=now)
    with workspace_scope(shop.pk):
        return str(Conversation.objects.get().public_id)


def touch(shops: Shops) -> None:
    for shop in shops:
        with workspace_scope(shop.pk):
            Conversation.objects.update(version=uuid4().int % 10**9)
    connections.close_all()
