"""Journeys of the house: their messages are composed by people, one by one or for all whom one problem concerns.

They pass policy, guard and gate like any journey's; nobody starts, edits or switches them.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from sapa.domain.journeys.definition import (
    Condition,
    Definition,
    MessageStep,
    Moment,
    Texts,
    Trigger,
    Window,
    Words,
)

LATER: Final = "kirim_nanti"
NEWS: Final = "kabar_masalah"
STEP = "pesan"
# The words of the news stand in the place of this variable; what is composed may hold variables itself.
PLACE = "kabar.isi"
_WHEN = Window(due=Moment("trigger", "trigger"), expires=())
_NEVER = Trigger(on=(), subject="contact")

_LATER = Definition(
    id=LATER,
    name=Words("Kirim nanti", "Send later"),
    about=Words(
        "Pesan yang ditulis tim dan dikirim pada waktu yang dipilih, kecuali pelanggan menulis lebih dulu.",
        "A message that the team wrote and that leaves at the time they chose, unless the customer writes first.",
    ),
    goal="relation",
    audience="customer",
    klass="reply",
    category="service",
    priority=0,
    trigger=_NEVER,
    exits=("replied",),
    steps=(MessageStep(id=STEP, name=Words("Pesan", "Message"), window=_WHEN, variants=(Texts("", ""),)),),
    channels=("whatsapp",),
    icon="clock",
)
_NEWS = Definition(
    id=NEWS,
    name=Words("Kabar masalah", "News of a problem"),
    about=Words(
        "Satu kabar untuk semua pelanggan yang terkena masalah yang sama, sebelum mereka bertanya.",
        "One message to everybody whom the same problem concerns, before they ask.",
    ),
    goal="information",
    audience="customer",
    klass="notice",
    category="utility",
    priority=10,
    trigger=_NEVER,
    exits=("cancelled", "returned"),
    conditions=(Condition("order.is_delivered is no", "order.is_delivered", "is", False),),
    steps=(
        MessageStep(
            id=STEP,
            name=Words("Kabar", "News"),
            window=_WHEN,
            variants=(
                Texts(
                    "Halo {{ panggilan }}, ada kabar tentang pesanan {{ pesanan.nomor }} dari {{ toko }}. "
                    "{{ kabar.isi }} Balas pesan ini bila ada yang ingin ditanyakan.",
                    "Yth. {{ panggilan }}, kami sampaikan kabar tentang pesanan {{ pesanan.nomor }} dari {{ toko }}. "
                    "{{ kabar.isi }} Silakan balas pesan ini bila ada pertanyaan.",
                ),
            ),
        ),
    ),
    channels=("whatsapp",),
    icon="megaphone",
)
HOUSE: Mapping[str, Definition] = MappingProxyType({LATER: _LATER, NEWS: _NEWS})
