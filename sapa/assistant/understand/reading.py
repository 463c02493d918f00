"""A message of the database as the dialogue reads it: what it says, what is attached, what it may answer."""

from collections.abc import Mapping
from types import MappingProxyType
from unicodedata import normalize

from sapa.assistant.understand.learning import model_now
from sapa.domain.dialogue.types import Said
from sapa.domain.optout import read_optout
from sapa.domain.understanding.types import Understood
from sapa.domain.understanding.understand import understand
from sapa.messaging.models import Message

LONGEST = 2_000  # of a message that is read: its beginning and its end
ATTACHMENTS: Mapping[str, str] = MappingProxyType(
    {
        **{kind: kind for kind in ("image", "video", "audio", "document", "sticker", "location")},
        **{"voice": "audio", "contacts": "document", "unsupported": "document"},
    }
)
REORDER = "isi_ulang"  # an offer, whose answers are about reordering
# What a recipe's message asks, as `understanding.CONTEXTS` names it; whatever promotes is an offer.
CONTEXTS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("csat", "pasca_keluhan", "survei_masukan"), "csat_survey"),
        "nps": "nps_survey",
        **dict.fromkeys(
            (
                *("kabar_pengiriman", "cek_setelah_tiba", "cek_pemakaian", "tiga_hari_setelah_beli"),
                *("panduan_pakai", "konfirmasi_pesanan", "minta_ulasan", "status_retur", "edukasi_fitur"),
            ),
            "delivery_followup",
        ),
        **dict.fromkeys(("checkout_belum_bayar", "pengingat_tagihan"), "payment_reminder"),
        "kontak_pertama": "lead_followup",
        "perpanjang_langganan": "renewal_reminder",
        REORDER: "replenishment_reminder",
    }
)


def context_of(message: Message, nudge: Message | None, *, answered_since: bool) -> str | None:
    """What our last message was, where it asked for something.

    `nudge`: the newest that left by itself; after an answer of ours only its word on offers still counts, as it does
    for whoever obeys STOP.
    """
    if nudge is None:
        return None
    is_offer = nudge.klass == "promo"
    if answered_since:
        return "promo_broadcast" if is_offer and means_offers(message.text) else None
    if nudge.kind == REORDER and not means_offers(message.text):
        return CONTEXTS[REORDER]
    return "promo_broadcast" if is_offer else CONTEXTS.get(nudge.kind)


def means_offers(text: str) -> bool:
    """Words that are another wish when they answer an offer."""
    return read_optout(text, answering_promo=True) != read_optout(text, answering_promo=False)


def said(
    message: Message,
    context: str | None,
    *,
    channel: str,
    high_value: int,
    reading: Understood | None = None,
) -> Said:
    """`reading`: in place of our own, where a model was asked too."""
    text = plain(message.text)
    return Said(
        text=text,
        understood=reading or understood(text, context, high_value),
        message_id=message.pk,
        attachment=ATTACHMENTS.get(message.type, ""),
        context=context,
        channel=channel,
        at=message.at,
    )


def plain(text: str) -> str:
    """As much of it as is read; one sign that stands for many letters counts as they do."""
    told = both_ends(text.replace("\0", ""))
    spelt = normalize("NFKC", told)
    return told if len(spelt) <= LONGEST else both_ends(spelt)


def both_ends(text: str) -> str:
    """Whoever writes long tells at the end what is wanted."""
    if len(text) <= LONGEST:
        return text
    half = LONGEST // 2
    return f"{text[: half - 1]} {text[-half:]}"


def understood(text: str, context: str | None, high_value: int) -> Understood:
    return understand(text, context, model=model_now(), high_value=high_value)
