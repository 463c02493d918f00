from collections.abc import Callable
from dataclasses import replace

import pytest

from sapa.domain.dialogue.types import Language, Move
from sapa.domain.formats import local_date
from sapa.domain.grounding.checking import breaches
from sapa.domain.grounding.evidence import evidence_of
from tests.domain.dialogue.cast import DAY, NOW, SHOP, Shelf, dewi, made, rini, wayan, yosef
from tests.domain.dialogue.replying import reply

INTENTS = {
    "order_status": "pesanan saya sampai mana",
    "tracking_number": "minta resi",
    "delivery_late": "paket belum sampai",
    "invoice_request": "minta invoice",
    "payment_confirmation": "saya sudah transfer",
    "how_to_pay": "bayar lewat apa",
    "product_info": "bahannya apa",
    "usage_guide": "cara cuci",
    "stock_price": "selendang sutra ada? harganya?",
    "place_order": "mau pesan selendang sutra 2",
    "promo_question": "bisa nego?",
    "store_info": "buka jam berapa, alamatnya mana",
}


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("shelf", [dewi, made, yosef, rini, wayan])
@pytest.mark.parametrize("intent", INTENTS)
def test_nothing_is_told_that_no_record_holds(
    intent: str, shelf: Callable[[], Shelf], language: Language
) -> None:
    for days in (0, 3):
        move = reply(INTENTS[intent], intent, shelf(), language=language, now=NOW + days * DAY)
        assert move.text
        assert found_in(move, shelf(), language, days) == ()


def found_in(move: Move, shelf: Shelf, language: Language, days: int) -> tuple[str, ...]:
    today = local_date(NOW + days * DAY, SHOP.zone)
    records = [*shelf.orders, *shelf.subscriptions, *shelf.products, replace(SHOP, high_value=0)]
    for each in (shelf.parcels, shelf.invoices, shelf.payments):
        records += [one for several in each.values() for one in several]
    return breaches(
        move.text.replace("{ticket}", ""),
        evidence=evidence_of(records, SHOP.zone, today=today),
        quoted=[one.text or "" for one in shelf.articles.values()],
        others=(),
        language=language,
        promises_allowed=bool(move.ticket or move.hand_off),
        today=today,
    )
