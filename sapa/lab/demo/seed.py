"""Toko Sari as a new user finds it: people with roles, a number on the simulator, recipes switched on."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q

from sapa.accounts.models import User, Workspace
from sapa.accounts.selectors import workspace_ids
from sapa.accounts.services import add_member, change_settings, create_workspace
from sapa.base.clock import set_demo_now
from sapa.base.scope import workspace_scope
from sapa.commerce.sources import generic
from sapa.events.models import Endpoint
from sapa.events.services import create_endpoint
from sapa.journeys.services import switch
from sapa.lab.demo.articles import write_articles
from sapa.lab.demo.cast import OWNER, SHOP, STRANGER, TEAM
from sapa.lab.demo.examples import show
from sapa.lab.demo.keepsake import ACCOUNT_ID, PHONE_NUMBER_ID, Keepsake
from sapa.lab.demo.templates import show_templates
from sapa.messaging.models import Template
from sapa.messaging.services import create_channel
from sapa.messaging.services.templates import DRAFT

FIRST_MOMENT = datetime(2026, 9, 15, 8, 0, tzinfo=ZoneInfo("Asia/Jakarta"))
PROMO: dict[str, Any] = {
    "promo": {
        "isi": "potongan 10% untuk pesanan berikutnya",
        "kode": "SARI10",
        "berlaku_sampai": "2027-03-31",
    }
}
# What order files rarely have (decisions.md 36): pages of an invented shop.
LINKS = {
    "order_link": "https://tokosari.test/pesanan/{order_id}",
    "pay_link": "https://tokosari.test/bayar/{order_id}",
    "track_link": "https://tokosari.test/lacak/{order_id}",
}
RECIPES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("checkout_belum_bayar", {}),
    ("cek_setelah_tiba", {}),
    ("kangen_pelanggan", PROMO),
)


REHEARSED = (
    *("konfirmasi_pesanan", "kabar_pengiriman", "panduan_pakai", "isi_ulang", "perpanjang_langganan"),
    "pengingat_tagihan",
)


def seed(kept: Keepsake, *, first_moment: datetime = FIRST_MOMENT, examples: bool = False) -> int:
    """Makes the demo shop once; a second start finds it as it was left. Returns the workspace's id.

    `examples`: with a few customers whose affairs are under way.
    """
    known = workspace_ids()
    if not known:
        now = set_demo_now(first_moment)
        made = found(kept, now)
        if examples:
            _show_examples(made, now)
        return made
    with workspace_scope(known[0]):
        there = Template.objects.filter(Q(origin="recipe") | ~Q(external_id=""))
        there.update(status=DRAFT)  # the simulator begins empty, so they are handed over anew
    return known[0]


def _show_examples(workspace_id: int, now: datetime) -> None:
    with workspace_scope(workspace_id):
        for recipe in REHEARSED:
            switch(recipe=recipe, mode="dry_run", settings={}, now=now)
        sender = Endpoint.objects.get(kind="generic")
        show_templates(now=now)
        show(source=generic.source_name(sender.pk), now=now)
        write_articles(now=now)


def found(kept: Keepsake, now: datetime) -> int:
    """Toko Sari as it is on its first day; returns the workspace's id."""
    email, name, _role = OWNER
    owner = User.objects.create_user(email, kept.password, name=name)
    User.objects.create_user(STRANGER[0], kept.password, name=STRANGER[1])
    workspace = create_workspace(name=SHOP, owner=owner, is_demo=True)
    with workspace_scope(workspace.pk, user_id=owner.pk):
        for email, name, role in TEAM:
            add_member(email=email, name=name, role=role, password=kept.password)
        change_settings(changes={"import_constants": LINKS}, now=now)
        _connect(workspace, kept, now)
        for recipe, settings in RECIPES:
            switch(recipe=recipe, mode="live", settings=settings, now=now)
    return workspace.pk


def _connect(workspace: Workspace, kept: Keepsake, now: datetime) -> None:
    """The addresses are the kept ones, so that the simulator knows where to deliver from its first second."""
    channel = create_channel(
        name=f"WhatsApp {workspace.name}",
        external_id=PHONE_NUMBER_ID,
        account_id=ACCOUNT_ID,
        display_phone="+6281110001000",
        token=kept.token,
        app_secret=kept.app_secret,
        now=now,
    )
    Endpoint.objects.filter(pk=channel.endpoint_id or 0).update(public_id=kept.endpoint)
    source, _secret = create_endpoint(
        kind="generic", label="Toko online (contoh)", now=now, secret=kept.app_secret
    )
    Endpoint.objects.filter(pk=source.pk).update(public_id=kept.source)
