"""Names of goods that sound like a hurt, a mood or a fault; whoever is really hurt is still heard."""

import pytest

from sapa.domain.understanding.rules import ruled
from sapa.domain.understanding.shipping import shipped
from sapa.domain.understanding.understand import understand


def alarm(text: str) -> str | None:
    return understand(text, None, model=shipped()).escalation_reason


@pytest.mark.parametrize(
    "text",
    [
        "8 dari 30 lidah mertua busuk akarnya semua",
        "kuping gajah nya busuk kak",
        "lidah buaya nya lecet dan luka pas datang",
        "kaki mejanya patah satu",
        "kepala shower-nya retak pas dibuka",
        "bibir potnya gompal kak, minta diganti",
        "mata bornya patah baru sekali pakai",
        "sambel setan masih ada?",
        "ada kaca mata hitam?",
    ],
)
def test_a_name_with_a_part_of_a_body_is_no_hurt(text: str) -> None:
    assert alarm(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "lidah saya melepuh habis minum tehnya",
        "lidah mertua saya bengkak habis minum jamu ini",
        "kaki meja patah dan melukai anak saya",
        "leher botolnya retak dan tangan saya robek",
        "mata pisaunya lepas kena jari saya sampai berdarah",
        "kulit kursinya bikin kulit saya gatal",
        "anak saya patah tulang karena kursinya ambruk",
        "jari-jari anak saya luka kena pisau",
        "telinga kelinci saya bengkak habis dikasih pakan ini",
        "getah kuping gajah kena mata anak saya, merah dan perih",
    ],
)
def test_a_real_hurt_beside_such_a_name_is_heard(text: str) -> None:
    assert alarm(text) == "safety"


@pytest.mark.parametrize(
    "text",
    [
        "pupuk lepas lambat buat pot kecil",
        "beras pecah kulit 5 kg",
        "cat anti bocor yang putih",
        "slow cooker 1 liter",
    ],
)
def test_a_name_is_no_complaint(text: str) -> None:
    assert not {"complaint", "defective_wrong_item", "delivery_late"} & {one for one, _ in ruled(text, None)}
