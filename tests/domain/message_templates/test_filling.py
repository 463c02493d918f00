"""One template filled for one customer: named parameters, planned words, and what stops it."""

from sapa.domain.journeys.registry.variables import samples
from sapa.domain.message_templates import Draft, adopted, filled, request

BODY = "Halo {{ panggilan }}, pesanan {{ pesanan.nomor }} dibawa {{ kirim.kurir }} hari ini."
VALUES = {"panggilan": "Kak Dewi", "pesanan": {"nomor": "TS-1042"}, "kirim": {"kurir": "JNE"}}


def draft(**more: object) -> Draft:
    return Draft(name="kabar", source=BODY, **more)  # type: ignore[arg-type]


def test_the_body_gets_named_parameters() -> None:
    told = filled(draft(), VALUES)
    assert told.parameters == {"panggilan": "Kak Dewi", "pesanan_nomor": "TS-1042", "kirim_kurir": "JNE"}
    assert told.text == "Halo Kak Dewi, pesanan TS-1042 dibawa JNE hari ini."


def test_an_empty_value_is_a_block_that_names_the_variable() -> None:
    told = filled(draft(), VALUES | {"kirim": {"kurir": ""}})
    assert (told.missing, told.parameters) == ("kirim.kurir", {})


def test_an_empty_value_with_planned_words_uses_them() -> None:
    told = filled(draft(fallbacks={"kirim_kurir": "kurir kami"}), VALUES | {"kirim": {"kurir": " "}})
    assert told.parameters["kirim_kurir"] == "kurir kami"
    assert (told.text, told.fallbacks) == (
        "Halo Kak Dewi, pesanan TS-1042 dibawa kurir kami hari ini.",
        ("kirim_kurir",),
    )


def test_planned_words_do_not_stand_for_a_value_that_is_there() -> None:
    told = filled(draft(fallbacks={"kirim_kurir": "kurir kami"}), VALUES)
    assert (told.parameters["kirim_kurir"], told.fallbacks) == ("JNE", ())


def test_values_are_one_line_without_runs_of_blanks() -> None:
    told = filled(draft(), VALUES | {"panggilan": "Kak\n\tDewi       A"})
    assert told.parameters["panggilan"] == "Kak Dewi A"


def test_a_filled_body_is_never_longer_than_meta_allows() -> None:
    told = filled(draft(), VALUES | {"kirim": {"kurir": "JNE " * 400}})
    assert len(BODY) < 1024
    text = "Halo Kak Dewi, pesanan TS-1042 dibawa " + told.parameters["kirim_kurir"] + " hari ini."
    assert len(text) <= 1024
    assert told.parameters["kirim_kurir"].endswith("…")


def test_header_and_buttons_have_parameters_of_their_own() -> None:
    buttons = (
        {"type": "quick_reply", "text": "Sudah"},
        {"type": "phone", "text": "Telepon", "phone": "+62811"},
        {"type": "url", "text": "Lacak", "url": "https://t.example/{{ pesanan.nomor }}"},
        {"type": "copy_code", "code": "SARI10"},
    )
    told = filled(
        draft(header={"type": "text", "text": "Pesanan {{ pesanan.nomor }}"}, buttons=buttons), VALUES
    )
    assert told.parts["header"] == {"type": "text", "name": "pesanan_nomor", "text": "TS-1042"}
    assert told.parts["buttons"] == [
        {"index": 0, "sub_type": "quick_reply", "payload": "kabar:0"},
        {"index": 2, "sub_type": "url", "text": "TS-1042"},
        {"index": 3, "sub_type": "copy_code", "coupon_code": "SARI10"},
    ]


def test_an_empty_value_of_a_button_stops_the_message_too() -> None:
    button = {"type": "url", "text": "Lacak", "url": "https://t.example/{{ kirim.resi }}"}
    assert filled(draft(buttons=(button,)), VALUES).missing == "kirim.resi"


def test_meta_gets_an_example_for_everything_that_varies() -> None:
    button = {"type": "url", "text": "Lacak", "url": "https://t.example/{{ pesanan.nomor }}"}
    wanted = request(
        draft(header={"type": "text", "text": "Dari {{ toko }}"}, buttons=(button,)), samples("b2c")
    )
    header, body, buttons = wanted["components"]
    assert header["example"]["header_text_named_params"] == [{"param_name": "toko", "example": "Toko Sari"}]
    assert body["text"] == "Halo {{panggilan}}, pesanan {{pesanan_nomor}} dibawa {{kirim_kurir}} hari ini."
    assert [one["example"] for one in body["example"]["body_text_named_params"]] == [
        "Kak Dewi",
        "TS-1042",
        "JNE",
    ]
    assert buttons["buttons"][0]["url"] == "https://t.example/{{1}}"
    assert buttons["buttons"][0]["example"] == ["https://t.example/TS-1042"]


def test_what_was_made_at_meta_is_understood_as_far_as_it_goes() -> None:
    components = [
        {"type": "HEADER", "format": "IMAGE"},
        {"type": "BODY", "text": "Halo {{1}}, pesanan {{2}} siap."},
        {
            "type": "BUTTONS",
            "buttons": [{"type": "FLOW", "text": "Isi"}, {"type": "URL", "text": "A", "url": "https://a"}],
        },
    ]
    told = adopted({"components": components})
    assert (told["parameter_format"], told["parameters"]) == ("positional", ["1", "2"])
    assert [one["type"] for one in told["buttons"]] == ["flow", "url"]
    assert adopted({"components": "broken"})["body"] == ""
