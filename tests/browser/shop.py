"""Toko Sari on a Tuesday morning, made by the same services that real orders come through."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sapa.accounts.models import User, Workspace
from sapa.accounts.services import add_member, change_settings
from sapa.base.clock import business_now
from sapa.base.permissions import Role
from sapa.base.scope import workspace_scope
from sapa.commerce.services import apply_orders
from sapa.domain.orders import Money, OrderFacts
from sapa.events.services import run_handlers
from sapa.journeys.models import FollowUp
from sapa.journeys.services import settle_due, switch
from sapa.messaging.models import Channel, Message
from sapa.messaging.schemas import InboundMessage, Parsed
from sapa.messaging.services import create_channel, receive

PASSWORD = "rahasia-sekali"
NUMBER = "106540352242922"
GOODS = ("Kebaya Kutubaru M", "Batik Parang L", "Tas anyaman pandan", "Kain lurik 2 m", "Songket Palembang")
DEWI, MADE, YOSEF, RINI = "6281300000011", "6281300000012", "6281300000013", "6281300000014"
CAST = (
    (DEWI, "Dewi Anggraini", "", "DKI Jakarta"),
    (MADE, "Made Wirawan", "", "Bali"),
    (YOSEF, "Yosef Kogoya", "", "Papua"),
    (RINI, "Rini Marlina", "", "Jawa Tengah"),
    ("6281300000015", "Anton Wijaya", "PT Citra Rasa", "Jawa Barat"),
)
NAMES = (
    "Ahmad Hidayat",
    "Siti Rahma",
    "Bagus Pratama",
    "Lestari Ningsih",
    "Joko Susilo",
    "Maria Tan",
    "Hendra Gunawan",
)


@dataclass(frozen=True, slots=True)
class Shop:
    workspace: Workspace
    owner: User


def open_shop(workspace: Workspace, now: datetime) -> Shop:
    """People, a number, recipes on, twenty-odd orders; some messages sent, some answered, some held."""
    with workspace_scope(workspace.id):
        change_settings(changes={"assistant": {"on": False}}, now=now)  # the desk is the people's here
        for name, role in (("Ani", Role.AGENT), ("Lia", Role.ANALYST), ("Eko", Role.INTEGRATOR)):
            add_member(email=f"{name.lower()}@tokosari.test", name=name, role=role, password=PASSWORD)
        channel = create_channel(
            name="WhatsApp Toko Sari",
            external_id=NUMBER,
            account_id="102290129340398",
            display_phone="+6281110001000",
            token="token-of-sari",
            app_secret="rahasia",
            now=now,
        )
        for recipe in ("checkout_belum_bayar", "cek_setelah_tiba"):
            switch(recipe=recipe, mode="live", settings={}, now=now)
    _live_through(workspace, channel, now)
    return Shop(workspace, User.objects.get(email="budi@tokosari.test"))


def _live_through(workspace: Workspace, channel: Channel, now: datetime) -> None:
    """Yesterday's orders are followed up, some customers answer, this morning's orders come in."""
    earlier = now - timedelta(days=1)
    with workspace_scope(workspace.id):
        apply_orders(
            facts=[*_unpaid(earlier - timedelta(hours=2)), *_arrived(earlier)], source="toko", now=earlier
        )
    _work(earlier)
    for hours in (2, 5, 8, 22, 23):
        _work(earlier + timedelta(hours=hours))
    with workspace_scope(workspace.id):
        _hand_over(now - timedelta(hours=1))
        _answers(channel, now)
        apply_orders(facts=[*_this_morning(now), *_just_written_to(now)], source="toko", now=now)
    _work(now)
    with workspace_scope(workspace.id):
        apply_orders(facts=_paid_meanwhile(now), source="toko", now=now)
    _work(now)


def _work(now: datetime) -> None:
    while run_handlers(now=now):
        pass
    settle_due(now=now)


def _order(number: int, placed_at: datetime, phone: str, name: str, **more: object) -> OrderFacts:
    values: dict[str, object] = {
        "external_id": f"SARI-{number}",
        "number": f"SARI-{number}",
        "placed_at": placed_at,
        "status": "awaiting_payment",
        "name": name,
        "phone": f"+{phone}",
        "phone_raw": phone,
        "country": "ID",
        "goods": GOODS[number % len(GOODS)],
        "total": Money(185_000 + 37_000 * (number % 9)),
        "links": {"pay": "https://toko.test/bayar", "order": "https://toko.test/pesanan"},
    }
    return OrderFacts(**(values | more))  # type: ignore[arg-type]


def _unpaid(at: datetime) -> list[OrderFacts]:
    return [
        _order(
            1040 + place,
            at + timedelta(minutes=20 * place),
            phone,
            name,
            company=company,
            segment="b2b" if company else "b2c",
            province=province,
            payment_deadline=at + timedelta(days=3),
        )
        for place, (phone, name, company, province) in enumerate(CAST)
    ]


def _arrived(at: datetime) -> list[OrderFacts]:
    """Delivered over the last days; asked about one day later, or held until then."""
    return [
        _order(
            1000 + place,
            at - timedelta(days=6),
            f"62813000001{place:02}",
            name,
            status="delivered",
            province="Sulawesi Selatan" if place % 2 else "Jawa Timur",
            paid_at=at - timedelta(days=6),
            shipped_at=at - timedelta(days=4),
            delivered_at=at - timedelta(hours=11 * place + 1),
        )
        for place, name in enumerate(NAMES)
    ]


def _this_morning(now: datetime) -> list[OrderFacts]:
    return [
        _order(
            1060 + place,
            now - timedelta(minutes=30 * place),
            f"62813000002{place:02}",
            f"{name.split()[0]} Putri",
            province="Papua" if place % 3 == 0 else "Jawa Barat",
            payment_deadline=now + timedelta(days=2),
        )
        for place, name in enumerate(NAMES)
    ]


def _just_written_to(now: datetime) -> list[OrderFacts]:
    """New orders of people who got a message yesterday, and a parcel that arrived late at night."""
    again = [
        _order(1070 + place, now - timedelta(minutes=3 * place), f"62813000001{place:02}", name)
        for place, name in enumerate(NAMES[:4])
    ]
    night = now - timedelta(hours=12)
    arrived = {
        "paid_at": night - timedelta(days=3),
        "shipped_at": night - timedelta(days=2),
        "delivered_at": night,
    }
    late = _order(1080, night - timedelta(days=4), "6281300000399", "Nur Aini", status="delivered", **arrived)
    return [*again, late]


def _paid_meanwhile(now: datetime) -> list[OrderFacts]:
    orders = _this_morning(now)[:2]
    return [replace(order, status="paid", paid_at=now - timedelta(minutes=1)) for order in orders]


def _hand_over(at: datetime) -> None:
    """As if WhatsApp had taken every queued message."""
    for message in Message.objects.filter(direction="out", state="planned"):
        Message.objects.filter(pk=message.pk).update(
            state="accepted",
            delivery="read",
            accepted_at=message.at,
            sent_at=message.at,
            wamid=f"wamid.{message.pk}",
        )
        FollowUp.objects.filter(pk=message.follow_up_id or 0).update(state="sent", finished_at=message.at)


def _answers(channel: Channel, now: datetime) -> None:
    said = (
        (DEWI, "Dewi Anggraini", "Sudah saya transfer ya Kak, mohon dicek", 40),
        (DEWI, "Dewi Anggraini", "Kapan dikirim? Saya perlu sebelum Sabtu.", 38),
        (MADE, "Made Wirawan", "Bisa bayar pakai QRIS?", 22),
        (YOSEF, "Yosef Kogoya", "Terima kasih infonya", 9),
        (RINI, "Rini Marlina", "BERHENTI", 5),
    )
    messages = [
        InboundMessage(
            id=f"wamid.in.{place}",
            number_id=NUMBER,
            phone=phone,
            name=name,
            text=text,
            at=now - timedelta(minutes=minutes),
        )
        for place, (phone, name, text, minutes) in enumerate(said)
    ]
    receive(channel=channel, parsed=Parsed(messages=tuple(messages)), now=now)


def customer_writes(phone: str, name: str, text: str) -> None:
    channel = Channel.objects.get()
    now = business_now()
    said = InboundMessage(id=f"wamid.now.{text}", number_id=NUMBER, phone=phone, name=name, text=text, at=now)
    receive(channel=channel, parsed=Parsed(messages=(said,)), now=now)
