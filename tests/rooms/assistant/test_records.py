"""What the assistant reads of rows: goods without a courier, banks, whose numbers are whose, what was asked last."""

from dataclasses import replace
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from sapa.accounts.models import Workspace
from sapa.assistant.flows import rows
from sapa.assistant.models import Turn
from sapa.assistant.services import turns
from sapa.assistant.understand.reading import context_of
from sapa.commerce.models import OrderLine, Payment, Product
from sapa.domain.dialogue.deciding import decide
from sapa.messaging.models import Conversation, Message
from tests.rooms.assistant.test_conversations import MADE, channel, dewi, hears, ordered

__all__ = ["channel", "dewi"]
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("text", "context"), [("mau order lagi", "replenishment_reminder"), ("berhenti", "promo_broadcast")]
)
def test_a_reminder_to_buy_again_is_answered_by_buying_unless_it_is_refused(text: str, context: str) -> None:
    nudge = SimpleNamespace(klass="promo", kind="isi_ulang")
    said: Any = SimpleNamespace(text=text)
    assert context_of(said, nudge, answered_since=False) == context  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("told", "method"),
    [
        ({"method": "virtual_account", "channel": "bca"}, "virtual account BCA"),
        ({"method": "bank_transfer", "channel": "bni", "reference": "8810"}, "virtual account BNI"),
        ({"method": "bank_transfer", "channel": "bca"}, "bank_transfer"),
        ({"method": "qris", "channel": "gopay"}, "qris"),
    ],
)
def test_a_virtual_account_names_its_bank(shop: Workspace, told: dict[str, str], method: str) -> None:
    assert rows.method_of(Payment(**told)) == method


def test_goods_that_no_courier_brings_are_told_as_such(dewi: Conversation, now: datetime) -> None:
    course = ordered(now, "SARI-3001", goods="Kelas Jahit", status="paid", paid_at=now)
    when = dict.fromkeys(("said_at", "recorded_at", "updated_at"), now)
    product = Product.objects.create(
        source="csv", external_id="K", name="Kelas Jahit", is_digital=True, **when
    )
    OrderLine.objects.create(order=course, product=product, quantity=1)
    assert "digital" in hears(dewi, "SARI-3001 dikirim lewat kurir apa?", now)


def test_the_number_and_name_of_somebody_else_never_leave(
    dewi: Conversation, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = ordered(now, "SARI-7001", phone=MADE, status="paid", paid_at=now)
    theirs.contact.name = "Made Wirawan"
    theirs.contact.save()
    monkeypatch.setattr(turns, "decide", lambda turn: _telling(decide(turn)))
    assert "Wirawan" not in hears(dewi, "pesanan SARI-7001 punya siapa", now)
    assert Turn.objects.get().trace["guard"] == [["other_customer"]]
    assert not Message.objects.filter(direction="out", text__contains="Wirawan").exists()


def _telling(move: Any) -> Any:
    return replace(move, text="Pesanan SARI-7001 itu milik Made Wirawan, Kak Dewi.")
