"""The phones in the browser, seen as HTML."""

import pytest

from simulator import words
from simulator.phones import e164, greeted_name
from tests.simulator.cast import DEWI, arrived, text, values, written
from tests.simulator.conftest import Client, Receiver, Send, control, until


async def page(client: Client, path: str) -> str:
    async with client.get(path) as answer:
        assert answer.status == 200
        return await answer.text()


async def test_an_empty_list_says_what_happens_next(simulator: Client) -> None:
    shown = await page(simulator, "/")
    assert "Ponsel muncul di sini begitu toko mengirim pesan pertama" in shown
    assert "Sel 15 Sep 2026 08.00 WIB" in shown


@pytest.mark.parametrize(("query", "found"), [("dew", True), ("0813-0000-0011", True), ("made", False)])
async def test_phones_are_found_by_name_and_number(
    simulator: Client, send: Send, query: str, found: bool
) -> None:
    await send(arrived())
    shown = await page(simulator, f"/?q={query}")
    assert ('href="/phones/6281300000011' in shown) is found


async def test_the_chat_shows_the_message_its_time_and_its_buttons(simulator: Client, send: Send) -> None:
    await send(arrived())
    shown = await page(simulator, f"/phones/{DEWI[1:]}")
    assert "Halo Kak Dewi, pesanan SARI-1041 sudah tiba." in shown
    assert ">08.00</time>" in shown
    assert "Ada yang kurang</button>" in shown
    assert "Hari ini" in shown


async def test_what_the_shop_sends_cannot_become_markup(simulator: Client, send: Send) -> None:
    await send(arrived(name="<script>alert(1)</script>"))
    shown = await page(simulator, f"/phones/{DEWI[1:]}")
    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert(1)" in shown


async def test_half_a_character_breaks_neither_page_nor_webhook(
    simulator: Client, receiver: Receiver
) -> None:
    async with simulator.post("/_control/inbound", json={"from": DEWI, "text": "\ud83d Halo"}):
        await until(lambda: receiver.bodies)
    assert b"\\ud83d Halo" in receiver.raw[0]
    assert "? Halo" in await page(simulator, f"/phones/{DEWI[1:]}")


async def test_an_answer_from_the_page_reaches_the_app(simulator: Client, receiver: Receiver) -> None:
    form = {"type": "button", "id": "langkah-3", "text": "Sesuai"}
    async with simulator.post(f"/phones/{DEWI[1:]}/answer", data=form, allow_redirects=False) as answer:
        assert answer.status == 303
    await until(lambda: receiver.bodies)
    assert written(receiver.bodies)[0]["button"]["payload"] == "langkah-3"


async def test_a_failed_message_says_why(simulator: Client, send: Send) -> None:
    await send(text())
    chat = f"/phones/{DEWI[1:]}"
    shown = ""
    while "131047" not in shown:
        shown = await page(simulator, chat)
    assert "di luar jendela 24 jam" in shown


async def test_with_two_numbers_the_customer_chooses_whom_to_write_to(
    simulator: Client, receiver: Receiver
) -> None:
    number = {"id": "2002", "display_phone": "+62 811-2000-2000", "verified_name": "Toko Dua"}
    await control(simulator, "numbers", number)
    shown = await page(simulator, f"/phones/{DEWI[1:]}?number=2002")
    assert f'href="/phones/{DEWI[1:]}?number=2002" aria-current="page"' in shown
    await simulator.post(f"/phones/{DEWI[1:]}/answer", data={"text": "Halo", "number": "2002"})
    await until(lambda: receiver.bodies)
    assert values(receiver.bodies)[0]["metadata"]["phone_number_id"] == "2002"
    assert "<h2>Toko Dua</h2>" in await page(simulator, f"/phones/{DEWI[1:]}")


async def test_a_phone_that_is_off_cannot_write(simulator: Client) -> None:
    await simulator.post(f"/phones/{DEWI[1:]}/deed", data={"deed": "online"})
    async with simulator.post(f"/phones/{DEWI[1:]}/answer", data={"text": "Halo"}) as answer:
        assert answer.status == 400
    assert "Ponsel mati" in await page(simulator, f"/phones/{DEWI[1:]}")


async def test_the_log_names_what_went_where(simulator: Client, receiver: Receiver) -> None:
    assert "Belum ada webhook" in await page(simulator, "/events")
    receiver.refuses = 1
    await control(simulator, "inbound", {"from": DEWI, "text": "<b>Halo</b>"})
    await until(lambda: receiver.bodies)
    shown = await page(simulator, "/events")
    assert ">503</span>" in shown
    assert "1 pesan pelanggan" in shown
    assert "&lt;b&gt;Halo" in shown


async def test_what_has_no_name_is_shown_all_the_same(simulator: Client) -> None:
    for kind in ("unsupported", "order", "contacts", "voice", "edit"):
        await control(
            simulator, "inbound", {"from": DEWI, "type": kind, "text": "x" if kind == "edit" else ""}
        )
    shown = await page(simulator, f"/phones/{DEWI[1:]}")
    assert all(name in shown for name in ("tidak didukung", "Pesanan katalog", "Made Wirawan", "Pesan suara"))


@pytest.mark.parametrize("deed", ["", "dance", "move"])
async def test_a_deed_that_nobody_knows_is_refused(simulator: Client, deed: str) -> None:
    async with simulator.post(f"/phones/{DEWI[1:]}/deed", data={"deed": deed}) as answer:
        assert answer.status == 400


async def test_the_poll_is_silent_until_something_changes(simulator: Client, send: Send) -> None:
    async with simulator.get("/poll?phone=&q=") as answer:
        known = (await answer.json())["list"]["version"]
    async with simulator.get(f"/poll?list={known}") as answer:
        assert (await answer.json())["list"] is None
    await send(arrived())
    async with simulator.get(f"/poll?list={known}&phone={DEWI[1:]}&chat=0") as answer:
        fresh = await answer.json()
    assert "Dewi" in fresh["list"]["html"]
    assert "SARI-1041" in fresh["chat"]["html"]


async def test_another_site_cannot_answer_for_a_customer(simulator: Client) -> None:
    headers = {"Origin": "https://elsewhere.example"}
    async with simulator.post(f"/phones/{DEWI[1:]}/answer", data={"text": "x"}, headers=headers) as answer:
        assert answer.status == 403


async def test_looking_at_a_phone_makes_no_phone(simulator: Client) -> None:
    assert "Belum ada pesan di ponsel ini" in await page(simulator, "/phones/6281399990000")
    async with simulator.get("/_control/state") as answer:
        assert (await answer.json())["phones"] == 0


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("Halo Kak Dewi, pesanan …", "Dewi"),
        ("Yth. Bapak Budi Santoso, terima kasih", "Budi Santoso"),
        ("Halo Made Wirawan! Apa kabar", "Made Wirawan"),
        ("Halo Kak, pesanan", ""),
        ("Pesanan sudah dikirim", ""),
    ],
)
def test_the_phone_is_named_as_the_shop_greets(sentence: str, name: str) -> None:
    assert greeted_name(sentence) == name


def test_numbers_and_texts_are_written_for_people() -> None:
    assert words.phone_number(DEWI) == "+62 813-0000-0011"
    assert words.rich("*tebal*\n<b>") == "<strong>tebal</strong><br>&lt;b&gt;"
    assert 'href="https://toko.example/x?a=1&amp;b=2"' in words.rich("Buka https://toko.example/x?a=1&b=2.")
    assert e164("(0) 813", "62") == "+620813"
