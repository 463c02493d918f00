"""Everything that Meta would refuse is found while it is written."""

import pytest

from sapa.domain.journeys.registry.variables import VARIABLES, samples
from sapa.domain.message_templates import Draft, is_fine, problems

SAMPLES = samples("b2c")
GOOD = "Halo {{ panggilan }}, pesanan {{ pesanan.nomor }} sudah kami kirim lewat kurir pagi ini."


def found(draft: Draft, **more: object) -> list[tuple[str, str]]:
    told = problems(draft, samples=SAMPLES, known=frozenset(VARIABLES), **more)  # type: ignore[arg-type]
    return [(one.place, one.code) for one in told]


def body(text: str) -> list[tuple[str, str]]:
    return found(Draft(name="a", source=text))


def with_buttons(*buttons: dict[str, str]) -> list[tuple[str, str]]:
    return found(Draft(name="a", source=GOOD, buttons=buttons))


def reply(text: str) -> dict[str, str]:
    return {"type": "quick_reply", "text": text}


def test_a_plain_template_has_nothing_against_it() -> None:
    header = {"type": "text", "text": "Pesanan {{ pesanan.nomor }}"}
    buttons = ({"type": "url", "text": "Lacak", "url": "https://tokosari.example/l/{{ pesanan.nomor }}"},)
    draft = Draft(
        name="kabar_kirim",
        source=GOOD,
        header=header,
        footer="Toko Sari",
        buttons=buttons,
        ttl_seconds=43_200,
    )
    assert found(draft) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "missing"),
        ("{{ panggilan }}, pesanan Anda kami kirim", "leading_variable"),
        ("Pesanan kami kirim kepada {{ panggilan }}", "trailing_variable"),
        ("Halo {{ panggilan }} {{ toko }} menyapa hari ini", "touching_variables"),
        ("Halo {{ panggilan }} sayang", "too_many_variables"),
        ("Halo {% if a %}kak{% endif %} apa kabar", "logic"),
        ("Halo {{ panggilan, apa kabar", "syntax"),
        ("Halo kak,\n\n\napa kabar hari ini", "blank_lines"),
        ("Halo kak,      apa kabar", "blanks"),
        ("Halo " + "\U0001f600" * 11 + " kak", "emoji"),
        ("Halo {{ pesanan.warna }} ini kami kirim hari ini", "unknown_variable"),
        ("a" * 1025, "too_long"),
    ],
)
def test_a_body_that_meta_would_refuse_is_told_with_its_reason(text: str, code: str) -> None:
    assert ("body", code) in body(text)


def test_the_body_may_have_exactly_1024_characters_counted_with_parameter_names() -> None:
    text = "Halo {{ panggilan }} " + "kami " * 199
    fitting = text + "a" * (1024 - len("Halo {{panggilan}} " + "kami " * 199))
    assert body(fitting) == [("body", "long_when_filled")] or body(fitting) == []
    assert ("body", "too_long") in body(fitting + "a")


def test_a_text_that_grows_too_long_when_filled_is_only_warned_of() -> None:
    text = "Halo {{ panggilan }} lihat {{ pesanan.tautan_bayar }} " + "a " * 480 + "ya"
    told = problems(Draft(name="a", source=text), samples=SAMPLES | {"panggilan": "Kak " + "Dewi " * 20})
    assert [one.code for one in told] == ["long_when_filled"]
    assert is_fine(told)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "missing"),
        ("a" * 61, "too_long"),
        ("{{ toko }} dan {{ panggilan }}", "one_variable"),
        ("*Tebal*", "plain_only"),
        ("Satu\ndua", "plain_only"),
    ],
)
def test_a_header_is_one_plain_line_with_one_variable(text: str, code: str) -> None:
    assert found(Draft(name="a", source=GOOD, header={"type": "text", "text": text})) == [("header", code)]


def test_a_picture_needs_a_sample_and_a_place_its_position() -> None:
    assert found(Draft(name="a", source=GOOD, header={"type": "image"})) == [("header", "sample_missing")]
    assert found(Draft(name="a", source=GOOD, header={"type": "location"})) == [("header", "place_missing")]


def test_a_footer_is_short_and_says_always_the_same() -> None:
    assert found(Draft(name="a", source=GOOD, footer="a" * 61)) == [("footer", "too_long")]
    assert found(Draft(name="a", source=GOOD, footer="{{ toko }}")) == [("footer", "no_variables")]


def test_buttons_are_at_most_ten_with_different_labels() -> None:
    assert ("buttons", "too_many_buttons") in with_buttons(*(reply(f"Pilihan {n}") for n in range(11)))
    assert ("button-1", "label_twice") in with_buttons(reply("Ya"), reply("ya"))
    assert with_buttons(reply("a" * 26)) == [("button-0", "too_long")]
    assert with_buttons(reply("")) == [("button-0", "label_missing")]


def test_quick_replies_stand_together() -> None:
    phone = {"type": "phone", "text": "Telepon", "phone": "+62811000100"}
    assert with_buttons(reply("Ya"), phone, reply("Tidak")) == [("buttons", "apart")]
    assert with_buttons(reply("Ya"), reply("Tidak"), phone) == []


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("{{ pesanan.tautan }}", "address_needs_start"),
        ("tokosari", "address_shape"),
        ("https://toko.example/{{ pesanan.nomor }}/lacak", "address_variable"),
        ("https://toko.example/" + "a" * 2000, "too_long"),
    ],
)
def test_the_address_of_a_button_has_one_variable_at_its_end(url: str, code: str) -> None:
    assert with_buttons({"type": "url", "text": "Lacak", "url": url}) == [("button-0", code)]


def test_names_languages_and_texts_exist_once() -> None:
    assert found(Draft(name="Kabar Kirim", source=GOOD)) == [("name", "name_shape")]
    assert found(Draft(name="a", source=GOOD), taken={("a", "id")}) == [("name", "name_taken")]
    assert found(Draft(name="a", source=GOOD, language="en"), taken={("a", "id")}) == []
    assert found(Draft(name="a", source=GOOD), texts={(GOOD, "")}) == [("body", "duplicate_text")]


def test_how_long_a_message_is_tried_depends_on_its_category() -> None:
    assert found(Draft(name="a", source=GOOD, ttl_seconds=50_000)) == [("ttl", "ttl_utility")]
    assert found(Draft(name="a", source=GOOD, category="marketing", ttl_seconds=60)) == [
        ("ttl", "ttl_marketing")
    ]
