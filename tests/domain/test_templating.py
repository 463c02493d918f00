import pytest
from hypothesis import given
from hypothesis import strategies as some

from sapa.domain.templating import (
    TemplateError,
    compile_whatsapp,
    filled_in,
    missing_variables,
    parameter_values,
    parse,
    render,
    variables_of,
)

KNOWN = {"panggilan": "Kak Dewi", "toko": "Toko Sari & Anak", "pesanan": {"nomor": "A-1", "barang": ""}}
GREETING = "Halo {{ panggilan }}, pesanan {{ pesanan.nomor }} dari {{ toko }} sudah siap."


def refusal(source: str) -> str:
    with pytest.raises(TemplateError) as refused:
        render(source, KNOWN)
    return f"{refused.value.code} {refused.value.subject}"


def shape_refusal(source: str) -> str:
    with pytest.raises(TemplateError) as refused:
        compile_whatsapp(source)
    return refused.value.code


def test_values_are_filled_in_as_they_are() -> None:
    assert render(GREETING, KNOWN) == "Halo Kak Dewi, pesanan A-1 dari Toko Sari & Anak sudah siap."


def test_the_variables_of_a_text_are_known_before_it_is_used() -> None:
    assert variables_of(GREETING) == ("panggilan", "pesanan.nomor", "toko")


def test_an_unknown_variable_is_named() -> None:
    assert refusal("Kode {{ promo.kode }}.") == "unknown_variable promo.kode"


def test_a_blank_variable_is_named() -> None:
    assert refusal("Isi {{ pesanan.barang }}.") == "empty_variable pesanan.barang"


def test_a_planned_fallback_fills_a_blank() -> None:
    assert render("Isi {{ pesanan.barang | default: 'pesanan' }}.", KNOWN) == "Isi pesanan."


def test_all_that_is_missing_is_told_at_once() -> None:
    found = missing_variables("{{ promo.isi }} {{ pesanan.barang }} {{ toko }}", KNOWN)
    assert found == [("promo.isi", "unknown_variable"), ("pesanan.barang", "empty_variable")]


def test_python_objects_cannot_be_reached_through_a_text() -> None:
    assert refusal("{{ panggilan.__class__ }}").startswith("unknown_variable")


def test_a_broken_text_is_a_syntax_error() -> None:
    assert refusal("Halo {{ panggilan").startswith("syntax")
    assert refusal("Halo {% if toko %}").startswith("syntax")


@pytest.mark.parametrize(
    "source",
    [
        "{% for i in (1..100000) %}x{% endfor %}",
        "{% for i in (1..900) %}{{ 'x' | append: 'yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy' }}{% endfor %}",
        "{% assign a = 'xxxxxxxxxx' %}{% for i in (1..30) %}{% assign a = a | append: a %}{% endfor %}",
    ],
)
def test_a_greedy_text_is_stopped(source: str) -> None:
    assert refusal(source).startswith("over_limit")


def test_a_text_becomes_named_parameters() -> None:
    body = compile_whatsapp(GREETING)
    assert body.text == "Halo {{panggilan}}, pesanan {{pesanan_nomor}} dari {{toko}} sudah siap."
    assert body.paths == {"panggilan": "panggilan", "pesanan_nomor": "pesanan.nomor", "toko": "toko"}


def test_parameters_are_single_lines() -> None:
    body = compile_whatsapp("Halo {{ panggilan }}.")
    assert parameter_values(body, {"panggilan": "Kak\n Dewi\t    A"}) == {"panggilan": "Kak Dewi A"}


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("{{ panggilan }}, halo.", "leading_variable"),
        ("Salam, {{ toko }}", "trailing_variable"),
        ("Halo {{ panggilan }} {{ toko }}.", "touching_variables"),
        ("Halo {{ panggilan }}{{ toko }}.", "touching_variables"),
        ("Halo {% if toko %}x{% endif %}.", "logic"),
        ("Halo {{ toko | upcase }}.", "logic"),
        ("Halo {{ a.b }} dan {{ a_b }}.", "name_clash"),
    ],
)
def test_what_whatsapp_refuses_is_refused_before(source: str, code: str) -> None:
    assert shape_refusal(source) == code


WORDS = some.text(some.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=12)
PIECES = some.one_of(
    WORDS,
    some.sampled_from(
        ["{{ a }}", "{{a.b}}", "{{ a.c }}", "{{ d | upcase }}", "{{- d }}", "{{ empty }}", "{% if d %}x{% endif %}",
         "{{", "}}", "{%", "\n", "{{ d.size }}", "{{ missing }}"]
    ),
)  # fmt: skip


@given(some.lists(PIECES, max_size=6), WORDS, WORDS)
def test_the_short_way_says_what_liquid_says(pieces: list[str], one: str, other: str) -> None:
    source, values = "".join(pieces), {"a": {"b": one, "c": "{{ d }}"}, "d": other}
    try:
        short = filled_in(source, values)
    except TemplateError:
        return  # Liquid cannot read it either: both ways parse
    if short is not None:
        assert short == parse(source).render(**values)


def test_a_plain_text_goes_the_short_way() -> None:
    assert filled_in("Halo {{ a.b }}.", {"a": {"b": "Dewi"}}) == "Halo Dewi."
    assert filled_in("Halo {{ a.b }}.", {"a": {"b": 3}}) is None
    assert filled_in("Halo {{ a.b | upcase }}.", {"a": {"b": "Dewi"}}) is None
