"""Templates of the demo shop's own, so that a new user sees what WhatsApp may say: one refused, one made marketing."""

from datetime import datetime
from typing import Any

from sapa.domain.message_templates import Draft
from sapa.messaging.models import Channel, Template
from sapa.messaging.schemas import TemplateChange
from sapa.messaging.services import template_pushed
from sapa.messaging.services.templates import apply_template_changes, save_template

KEPT = "contoh-"
DRAFTS = (
    Draft(
        name="info_koleksi_baru",
        source="Halo {{ panggilan }}, koleksi batik terbaru dari {{ toko }} sudah bisa dilihat di etalase kami. "
        "Balas pesan ini kalau ingin dibantu memilih ukuran.",
        footer="Toko Sari, Tebet",
        buttons=(
            {"type": "quick_reply", "text": "Lihat koleksi"},
            {"type": "quick_reply", "text": "Nanti saja"},
        ),
    ),
    Draft(
        name="ambil_di_toko",
        source="Halo {{ panggilan }}, pesanan {{ pesanan.nomor }} siap diambil di {{ toko }}. "
        "Kami buka {{ jam_layanan }}, tunjukkan saja pesan ini.",
        header={"type": "location", "latitude": "-6.2297", "longitude": "106.8532", "name": "Toko Sari"},
        fallbacks={"jam_layanan": "setiap hari kerja"},
    ),
)


def show_templates(*, now: datetime) -> None:
    """The first became marketing although it was handed over as service, the second was refused."""
    channel = Channel.objects.order_by("id").first()
    if channel is None:
        return
    for draft in DRAFTS:
        row = save_template(channel_id=channel.pk, draft=draft, submit=True, now=now)
        answer(row, "PENDING", now)
    tell(channel, 0, now, event="APPROVED", category="MARKETING")
    tell(
        channel,
        1,
        now,
        event="REJECTED",
        reason="INVALID_FORMAT",
        detail="The sample of the header is missing.",
    )
    Template.objects.filter(external_id__startswith=KEPT).update(external_id="")


def answer(row: Template, status: str, now: datetime) -> None:
    template_pushed(
        template_id=row.pk, external_id=KEPT + row.name, status=status, category="UTILITY", now=now
    )


def tell(channel: Channel, place: int, now: datetime, **more: Any) -> None:
    change = TemplateChange(id=KEPT + DRAFTS[place].name, at=now, **more)
    apply_template_changes(channel=channel, changes=[change], now=now)
