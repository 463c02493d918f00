"""One box for people, orders, parcels and what was said: in any spelling, for whom may see it, of one shop only."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from sapa.accounts.models import Workspace
from sapa.base.permissions import Role
from sapa.base.scope import workspace_scope
from sapa.commerce.models import Order, Shipment
from sapa.contacts.models import Contact
from sapa.contacts.services import Person, find_or_make
from sapa.domain.phones import normalise
from sapa.messaging.models import Conversation, Message
from sapa.messaging.services import create_channel
from tests.conftest import found_shop
from tests.rooms.pages import browser

GROUPS = ("people", "orders", "parcels", "said")


@pytest.fixture
def dewi(shop: Workspace, now: datetime) -> Contact:
    return a_customer("Dewi Lestari", "0812-1111-2222", now)


def a_customer(name: str, phone: str, now: datetime) -> Contact:
    """With an order, its parcel, a question of hers and a notice of ours."""
    keys = {"external": ("shopee", "Dewi_99"), "email": "dewi.l@contoh.test"}
    [found] = find_or_make(
        people=[Person(phone=normalise(phone), name=name, **keys)],  # type: ignore[arg-type]
        source="csv",
        now=now,
    )
    contact = Contact.objects.get(pk=found.contact_id)
    same: dict[str, Any] = {"contact": contact, "recorded_at": now, "updated_at": now}
    order = Order.objects.create(
        **same,
        source="toko",
        external_id="2611A77",
        number="INV/2026/SARI-1041",
        status="paid",
        placed_at=now,
    )
    Shipment.objects.create(
        **same,
        order=order,
        source="biteship",
        external_id="s1",
        tracking_number="JX0012345678",
        courier="jnt",
        status_at=now,
        said_at=now,
    )
    channel = create_channel(name="Toko", external_id=phone, token="t", app_secret="s", now=now)
    talk = Conversation.objects.create(contact=contact, channel=channel, last_message_at=now)
    says(talk, "Kak, kiriman sepatu merah sampai mana?", now)
    says(talk, "Pembayaran kami terima, sepatu segera dikemas", now, by="system", direction="out")
    return contact


def says(talk: Conversation, text: str, now: datetime, **more: Any) -> Message:
    told = {"direction": "in", "by": "customer", "state": "received", **more}
    return Message.objects.create(
        conversation=talk,
        contact=talk.contact,
        channel=talk.channel,
        text=text,
        at=now,
        not_before=now,
        **told,
    )


@pytest.fixture
def ani(shop: Workspace) -> Client:
    return browser(shop, Role.AGENT)


def found(client: Client, text: str) -> dict[str, int]:
    context = client.get("/cari/", {"q": text}).context
    return {name: len(context[name]) for name in GROUPS if context[name]}


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("lestari dewi", {"people": 1}),
        ("ewi", {"people": 1}),
        ("de", {"people": 1}),
        ("+62 812-1111", {"people": 1}),
        ("1111 2222", {"people": 1}),
        ("dewi_99", {"people": 1}),
        ("dewi.l@contoh.test", {"people": 1}),
        ("inv 2026 sari 1041", {"orders": 1}),
        ("#SARI-1041", {"orders": 1}),
        ("1041", {"orders": 1}),
        ("inv/2026", {"orders": 1}),
        ("2611A77", {"orders": 1}),
        ("jx0012345678", {"parcels": 1}),
        ("5678", {"parcels": 1}),
        ("sepatu", {"said": 1}),
        ("MERAH kirim", {"said": 1}),
        ("dikemas", {}),
        ("made", {}),
        ("%", {}),
        ("'; drop table x", {}),
        ("\\", {}),
        ("!", {}),
    ],
)
def test_everything_is_found_by_what_people_know_of_it(
    dewi: Contact, ani: Client, text: str, groups: dict[str, int]
) -> None:
    assert found(ani, text) == groups


def test_what_was_asked_for_is_marked_and_escaped(dewi: Contact, ani: Client, now: datetime) -> None:
    Contact.objects.filter(pk=dewi.pk).update(name="Dewi <b>")
    page = ani.get("/cari/", {"q": "dewi"}).content.decode()
    assert "<mark>Dewi</mark> &lt;b&gt;" in page
    assert "+<mark>62 812-1111</mark>" in ani.get("/cari/", {"q": "08121111"}).content.decode()


def test_a_sign_that_no_text_holds_breaks_no_list(ani: Client) -> None:
    for address in (
        "/cari/?q=%00a",
        "/pelanggan/?tag=%00",
        "/pelanggan/?q=%00a",
        "/pesanan/?q=%00a",
        "/produk/?q=%00a",
    ):
        assert ani.get(address).status_code == 200


def test_while_somebody_types_only_the_answers_are_sent(dewi: Contact, ani: Client) -> None:
    page = ani.get("/cari/", {"q": "dewi"}, headers={"HX-Request": "true", "HX-Target": "found"})
    assert "<html" not in page.content.decode()
    assert str(dewi.public_id) in page.content.decode()


def test_an_analyst_sees_no_talk_and_no_whole_phone(shop: Workspace, dewi: Contact) -> None:
    eko = browser(shop, Role.ANALYST)
    assert found(eko, "sepatu") == {}
    page = eko.get("/cari/", {"q": "dewi"}).content.decode()
    assert "+6281******222" in page
    assert "1111" not in page


def test_nor_the_phone_of_somebody_without_a_name(shop: Workspace, dewi: Contact) -> None:
    Contact.objects.filter(pk=dewi.pk).update(name="", company="")
    eko = browser(shop, Role.ANALYST)
    pages = [eko.get("/cari/", {"q": text}).content.decode() for text in ("dewi_99", "1041", "5678")]
    assert all("+6281******222" in page and "+6281211112222" not in page for page in pages)


def test_an_integrator_sees_orders_and_parcels_alone(shop: Workspace, dewi: Contact) -> None:
    citra = browser(shop, Role.INTEGRATOR)
    assert (found(citra, "dewi"), found(citra, "sepatu")) == ({}, {})
    assert (found(citra, "1041"), found(citra, "5678")) == ({"orders": 1}, {"parcels": 1})


def test_the_same_words_of_another_shop_are_never_found(shop: Workspace, ani: Client, now: datetime) -> None:
    with workspace_scope(found_shop("Toko Lain", "lain@tokolain.test").pk):
        a_customer("Dewi Lestari", "0812-1111-2222", now)
    for text in ("dewi", "2222", "1041", "5678", "sepatu", "dewi_99"):
        assert found(ani, text) == {}


def test_who_is_meant_exactly_comes_first(shop: Workspace, dewi: Contact, ani: Client, now: datetime) -> None:
    Contact.objects.create(name="Toko 081211112222", created_at=now)
    people = ani.get("/cari/", {"q": "081211112222"}).context["people"]
    assert [row["contact"].name for row in people] == ["Dewi Lestari", "Toko 081211112222"]


def test_an_old_message_is_found_under_many_newer_ones(shop: Workspace, dewi: Contact, now: datetime) -> None:
    talk = Conversation.objects.get()
    rows = [
        Message(
            conversation=talk,
            contact=dewi,
            channel=talk.channel,
            direction="in",
            by="customer",
            state="received",
            text="halo",
            at=now,
            not_before=now,
        )
        for _number in range(2100)
    ]
    Message.objects.bulk_create(rows)
    ani = browser(shop, Role.AGENT)
    assert found(ani, "sepatu") == found(ani, "kiriman sepa") == {"said": 1}
    assert found(ani, "halo") == {"said": 8}
