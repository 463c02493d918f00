import pytest

from sapa.domain.honorifics import panggilan, second_mention, wished_address


@pytest.mark.parametrize(
    ("name", "spoken"),
    [
        ("Dewi Anggraini", "Kak Dewi"),
        ("DEWI ANGGRAINI", "Kak Dewi"),
        ("dewi", "Kak Dewi"),
        ("Sukarno", "Kak Sukarno"),
        ("Ibu Dewi", "Kak Dewi"),
        ("Bpk. Anton Wijaya", "Kak Anton"),
        ("PT Citra Rasa", "Kak Citra"),
        ("M. Rizky Tarigan", "Kak Rizky"),
        ("Hj. Siti Aminah", "Kak Siti"),
        ("Nur'aini", "Kak Nur'aini"),
        ("Dewi 🌸", "Kak Dewi"),
        ("McDermott", "Kak McDermott"),
        ("  Made   Wijaya ", "Kak Made"),
    ],
)
def test_a_consumer_is_kak_and_the_first_usable_name(name: str, spoken: str) -> None:
    assert panggilan(name, "b2c") == spoken


@pytest.mark.parametrize(
    "name",
    [
        "",
        "   ",
        "D***i",
        "De•••",
        "XXXX",
        "081234567890",
        "🌸🌸",
        "dewi@toko.id",
        "user123",
        "null",
        "Ibu",
        "-",
        "A",
    ],
)
def test_what_is_no_name_is_not_said(name: str) -> None:
    assert panggilan(name, "b2c") == "Kak"
    assert panggilan(name, "b2b") == "Bapak/Ibu"


@pytest.mark.parametrize(
    ("gender", "spoken"),
    [("", "Bapak/Ibu Anton Wijaya"), ("m", "Bapak Anton Wijaya"), ("l", "Bapak Anton Wijaya")],
)
def test_a_business_customer_has_the_full_name_and_no_guessed_gender(gender: str, spoken: str) -> None:
    assert panggilan("ANTON WIJAYA", "b2b", gender) == spoken


def test_a_title_typed_into_the_name_is_not_repeated() -> None:
    assert panggilan("Ibu Sari Dewi", "b2b", "p") == "Ibu Sari Dewi"


def test_particles_stay_small() -> None:
    assert panggilan("SITI BINTI AHMAD", "b2b", "f") == "Ibu Siti binti Ahmad"


def test_a_preferred_form_wins() -> None:
    assert panggilan("Rizky Tarigan", "b2c", preferred="Mas") == "Mas Rizky"
    assert panggilan("Siti Aminah", "b2c", preferred="Bu Haji") == "Bu Haji"


def test_the_second_mention_is_short() -> None:
    found = [
        second_mention("b2c"),
        second_mention("b2b"),
        second_mention("b2b", "f"),
        second_mention("b2c", "", "Mas"),
    ]
    assert found == ["Kakak", "Bapak/Ibu", "Ibu", "Mas"]


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Panggil saya Mbak", "Mbak"),
        ("panggil aja Mas ya kak", "Mas"),
        ("Tolong panggil saya Ibu", "Ibu"),
        ("Kak, panggil saya pak saja", "Bapak"),
        ("panggil saya bu rina", "Ibu Rina"),
        ("Panggil saya Bu Haji saja", "Ibu Haji"),
        ("Jangan panggil Kak, panggil saya Bapak", "Bapak"),
        ("Halo kak, pesanan saya sampai mana? Panggil saya Mbak ya.", "Mbak"),
        ("Boleh panggil saya mba dewi aja", "Mbak Dewi"),
        ("sapa saya dengan Bapak", "Bapak"),
        ("Panggil Mas saja", "Mas"),
        ("jangan kak, panggil Ibu aja", "Ibu"),
        ("Bisa panggil Pak Budi?", ""),
        ("tolong panggil mbak yang kemarin", ""),
        ("panggilnya nanti saja", ""),
        ("Jangan panggil saya Kak", ""),
        ("tadi saya dipanggil mas kurir", ""),
        ("panggil saya Dewi", ""),
        ("Siapa yang panggil saya Pak tadi?", ""),
        ("panggil teknisi ke rumah", ""),
        ("Terima kasih Mbak", ""),
        ("", ""),
    ],
)
def test_a_wish_how_to_be_addressed_is_understood(text: str, form: str) -> None:
    assert wished_address(text) == form


def test_a_wished_form_is_used_as_it_stands() -> None:
    assert panggilan("Dewi Anggraini", "b2c", preferred=wished_address("panggil saya Mbak")) == "Mbak Dewi"
    assert panggilan("Rina", "b2c", preferred=wished_address("panggil saya bu rina")) == "Ibu Rina"


@pytest.mark.parametrize(
    "text", ["panggil saya pak kalau sudah sampai", "panggil saya mas soalnya saya cowok"]
)
def test_a_sentence_that_goes_on_is_no_name(text: str) -> None:
    assert wished_address(text) in {"Bapak", "Mas"}
