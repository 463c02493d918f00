"""Particulars of messages, in the tongues of customers."""

from collections.abc import Mapping

import pytest

from sapa.domain.understanding import SLOTS
from sapa.domain.understanding.slots import slots_of
from tests.domain.understanding.slot_cases import IN_SURVEYS, NAMED, NOT_THERE

CASES = [case for cases in NAMED.values() for case in cases]


@pytest.mark.parametrize(("text", "held"), CASES, ids=[text for text, _ in CASES])
def test_a_message_holds(text: str, held: Mapping[str, object]) -> None:
    read = slots_of(text)
    assert {name: read.get(name) for name in held} == held


@pytest.mark.parametrize(("text", "slot"), NOT_THERE)
def test_a_message_does_not_hold(text: str, slot: str) -> None:
    assert slot not in slots_of(text)


@pytest.mark.parametrize(("text", "context", "score"), IN_SURVEYS)
def test_a_bare_number_is_a_score_only_after_a_survey(text: str, context: str, score: int | None) -> None:
    assert slots_of(text, context=context).get("rating") == score


@pytest.mark.parametrize(
    ("text", "goods"),
    [
        ("kebaya kutubaru masih ada?", "kebaya kutubaru"),
        ("kain parangnya luntur", "kain parang"),
        ("Zyloflex error", "Zyloflex"),
        ("mau tanya dong", None),
    ],
)
def test_the_shops_own_goods_are_known_by_the_beginning_of_their_names(text: str, goods: str | None) -> None:
    shop = ("Kebaya Kutubaru M", "Kain Parang 2 m", "Zyloflex Pro")
    assert slots_of(text, products=shop).get("product") == goods


def test_a_renewal_needs_no_word_for_a_subscription_once_it_is_known() -> None:
    assert slots_of("mau upgrade dong", intents=["subscription_renewal"])["subscription_action"] == "upgrade"


def test_a_long_message_gives_all_at_once() -> None:
    read = slots_of(
        "halo kak, order SARI-1041 resi JP1234567890 udah 5 hari blm sampe, saya transfer Rp 405.000 via BCA "
        "tgl 12 september, a.n. Dewi, hp 081234567890"
    )
    assert read == {
        "order_id": "SARI-1041", "tracking_no": "JP1234567890", "days_waiting": 5, "amount": 405_000,
        "payment_method": "BCA", "date": "tgl 12 september", "name": "Dewi", "phone": "081234567890",
        "issue_type": "not_received",
    }  # fmt: skip


@pytest.mark.parametrize("text", ["", "   ", "😡😡😡", "。。。", "\u0000", "шлем сломан", "你好，包裹在哪里"])
def test_nothing_to_read_is_no_slot(text: str) -> None:
    assert slots_of(text) == {}


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "1",
        "0812 ",
        "rp 1.000 ",
        "sari-1041 ",
        "@",
        "a@b.",
        "jl ",
        "beli ",
        "5 hari ",
        "¤",
        "-",
        "/1",
        "atas nama ",
        "alamat baru ",
        "sudah bayar ",
        "tas ",
        "di solo ",
        "kode promo ",
        "satu ",
        "http://",
        "resi ",
        "tidak sesuai ",
    ],
)
def test_twenty_thousand_characters_are_read(piece: str) -> None:
    assert set(slots_of(piece * (20_000 // len(piece)))) <= set(SLOTS)


@pytest.mark.parametrize(
    ("text", "intents", "pieces"),
    [
        ("gelasnya pecah 3 pas dibuka", ("defective_wrong_item",), 3),
        ("ambil yang merah 2 ya", ("place_order",), 2),
        ("boleh, kirim 4 lagi kak", ("place_order",), 4),
        ("mau satu dong kak", ("place_order",), 1),
        ("yg satu rusak, yg satu lagi belum sampai", ("defective_wrong_item",), None),
    ],
)
def test_pieces_are_counted_where_the_message_orders_or_claims(
    text: str, intents: tuple[str, ...], pieces: int | None
) -> None:
    assert slots_of(text, intents=intents).get("quantity") == pieces


def test_a_double_payment_to_be_given_back_is_a_refund() -> None:
    said = "saldo saya kepotong dua kali, yang satu tolong balikin"
    assert slots_of(said, intents=("payment_confirmation",))["requested_resolution"] == "refund"
