"""Groups 2 and 3: templates with every component, and the codes of what does not fit."""

from typing import Any

import pytest

from simulator.network import Network
from tests.simulator.cast import DEWI, MADE, NOW, network, template

HANDLE = "4::contoh"
RICH: dict[str, Any] = {
    "name": "promo_kopi",
    "language": "id",
    "category": "MARKETING",
    "parameter_format": "NAMED",
    "components": [
        {"type": "HEADER", "format": "IMAGE", "example": {"header_handle": [HANDLE]}},
        {"type": "BODY", "text": "Halo Kak {{nama}}, harga mulai {{harga}} sampai hari Minggu ya."},
        {"type": "FOOTER", "text": "Balas BERHENTI untuk berhenti"},
        {
            "type": "BUTTONS",
            "buttons": [
                {"type": "QUICK_REPLY", "text": "Mau"},
                {"type": "URL", "text": "Lihat", "url": "https://toko.example/{{1}}"},
                {"type": "COPY_CODE", "example": "KOPI10"},
                {"type": "FLOW", "text": "Isi", "flow_id": "1"},
            ],
        },
    ],
}
PLACE: dict[str, Any] = {
    "name": "ambil_di_toko",
    "language": "id",
    "category": "UTILITY",
    "components": [
        {"type": "HEADER", "format": "LOCATION"},
        {"type": "BODY", "text": "Pesanan {{1}} dapat diambil di toko kami sampai {{2}} ya Kak."},
    ],
}


def header(kind: str = "image", **part: Any) -> dict[str, Any]:
    return {
        "type": "header",
        "parameters": [{"type": kind, kind: part or {"link": "https://a.example/k.jpg"}}],
    }


def body(**values: str) -> dict[str, Any]:
    listed = [{"type": "text", "parameter_name": key, "text": text} for key, text in values.items()]
    return {"type": "body", "parameters": listed}


def tapped(kind: str, index: int, **parameter: str) -> dict[str, Any]:
    return {"type": "button", "sub_type": kind, "index": str(index), "parameters": [parameter]}


WHOLE = [
    header(),
    body(nama="Dewi", harga="Rp 185.000"),
    tapped("quick_reply", 0, type="payload", payload="langkah-3"),
    tapped("url", 1, type="text", text="gayo"),
    tapped("copy_code", 2, type="coupon_code", coupon_code="KOPI10"),
]


@pytest.fixture
def made() -> Network:
    found = network()
    found.templates.handles.add(HANDLE)
    found.templates.register(RICH)
    found.templates.register(PLACE)
    return found


def test_every_component_is_on_the_phone(made: Network) -> None:
    made.send(template(DEWI, "promo_kopi", WHOLE), NOW)
    message = made.phones.get(DEWI).messages[0]
    assert message.media == "https://a.example/k.jpg"
    assert "harga mulai Rp 185.000" in message.text
    assert message.footer == "Balas BERHENTI untuk berhenti"
    assert [(one.kind, one.id or one.url or one.description) for one in message.buttons] == [
        ("button", "langkah-3"),
        ("url", "https://toko.example/gayo"),
        ("code", "KOPI10"),
        ("flow", ""),
    ]


@pytest.mark.parametrize(
    ("components", "code"),
    [
        (WHOLE[1:], 132000),
        ([header("video"), *WHOLE[1:]], 132012),
        ([header(id="1", link="https://a.example/k.jpg"), *WHOLE[1:]], 131008),
        ([header(id="404"), *WHOLE[1:]], 131053),
        ([WHOLE[0], body(nama="Dewi"), *WHOLE[2:]], 132000),
        ([WHOLE[0], body(nama="Dewi", harga=""), *WHOLE[2:]], 132012),
        ([WHOLE[0], body(nama="Dewi", harga="a     b"), *WHOLE[2:]], 132012),
        ([*WHOLE[:3], WHOLE[4]], 131008),
        (WHOLE[:4], 131008),
        ([*WHOLE[:4], tapped("copy_code", 2, type="coupon_code", coupon_code="x" * 21)], 132005),
        ([*WHOLE, tapped("quick_reply", 7, type="payload", payload="x")], 132012),
        ([*WHOLE[:2], tapped("url", 0, type="text", text="x"), *WHOLE[3:]], 132012),
        ([{"type": "kepala"}], 100),
    ],
)
def test_what_does_not_fit_the_template_has_its_code(made: Network, components: list[Any], code: int) -> None:
    assert made.send(template(DEWI, "promo_kopi", components), NOW)[1]["error"]["code"] == code


def test_a_place_in_the_header_and_localised_values_in_the_body(made: Network) -> None:
    values = [
        {"type": "currency", "currency": {"fallback_value": "Rp 1", "code": "IDR", "amount_1000": 1000}},
        {"type": "date_time", "date_time": {"fallback_value": "15 September"}},
    ]
    place = header("location", latitude=-6.2, longitude=106.8, name="Toko Sari")
    sent = template(MADE, "ambil_di_toko", [place, {"type": "body", "parameters": values}])
    assert made.send(sent, NOW)[0] == 200
    message = made.phones.get(MADE).messages[0]
    assert (message.header, message.text) == (
        "Toko Sari",
        "Pesanan Rp 1 dapat diambil di toko kami sampai 15 September ya Kak.",
    )


@pytest.mark.parametrize(
    "value",
    [
        {"type": "currency", "currency": {"fallback_value": "Rp 1", "code": "rupiah", "amount_1000": 1000}},
        {"type": "image", "image": {"link": "https://a.example"}},
        {"type": "date_time", "date_time": {}},
    ],
)
def test_a_localised_value_without_its_parts_is_132012(made: Network, value: dict[str, Any]) -> None:
    given = [value, {"type": "text", "text": "Minggu"}]
    place = header("location", latitude=-6.2, longitude=106.8)
    sent = template(MADE, "ambil_di_toko", [place, {"type": "body", "parameters": given}])
    assert made.send(sent, NOW)[1]["error"]["code"] == 132012


def test_an_authentication_template_needs_a_phone(made: Network) -> None:
    code = {"type": "BODY", "text": "Kode Kakak: {{1}} berlaku lima menit saja."}
    made.templates.register(
        {"name": "kode", "language": "id", "category": "AUTHENTICATION", "components": [code]}
    )
    user = made.phones.get(DEWI).user_id
    sent = template(DEWI, "kode", [{"type": "body", "parameters": [{"type": "text", "text": "1234"}]}])
    assert made.send({**sent, "to": None, "recipient": user}, NOW)[1]["error"]["code"] == 131062
    assert made.send(sent, NOW)[0] == 200
