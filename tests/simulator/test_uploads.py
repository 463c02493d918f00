"""Group 6: files that the business uploads."""

import io

import aiohttp
import pytest

from tests.simulator.cast import DEWI, TOKEN, text
from tests.simulator.conftest import Client, control, graph

PHONE = "106540352242922"


async def upload(client: Client, data: bytes, mime_type: str) -> tuple[int, dict[str, object]]:
    form = aiohttp.FormData({"messaging_product": "whatsapp", "type": mime_type})
    form.add_field("file", io.BytesIO(data), filename="a", content_type=mime_type)
    headers = {"Authorization": f"Bearer {TOKEN}"}
    async with client.post(f"/v26.0/{PHONE}/media", data=form, headers=headers) as answer:
        return answer.status, await answer.json()


@pytest.mark.parametrize(
    ("data", "mime_type"),
    [
        (b"MZ", "application/x-msdownload"),
        (b"", "application/pdf"),
        (b"<html>", "image/png"),
        (b"RIFF" + bytes(500 * 1024), "image/webp"),
        (b"\x89PNG" + bytes(5 * 1024 * 1024), "image/png"),
    ],
    ids=["program", "nothing", "page", "sticker", "picture"],
)
async def test_a_file_of_the_wrong_type_or_size_is_131053(
    simulator: Client, data: bytes, mime_type: str
) -> None:
    status, body = await upload(simulator, data, mime_type)
    assert (status, body["error"]["code"]) == (400, 131053)  # type: ignore[index]


async def test_an_upload_is_sent_as_what_it_is_for_thirty_days(simulator: Client) -> None:
    media = {"id": (await upload(simulator, b"%PDF-1.4", "application/pdf"))[1]["id"]}
    await control(simulator, "inbound", {"from": DEWI, "text": "Halo"})
    sent = {**text(), "type": "document", "document": media}
    assert (await graph(simulator, "POST", f"{PHONE}/messages", sent))[0] == 200
    wrong = {**text(), "type": "image", "image": media}
    assert (await graph(simulator, "POST", f"{PHONE}/messages", wrong))[1]["error"]["code"] == 131053
    await control(simulator, "clock", {"advance_seconds": 30 * 86400})
    assert (await graph(simulator, "POST", f"{PHONE}/messages", sent))[1]["error"]["code"] == 131053


async def test_an_upload_that_was_deleted_is_gone(simulator: Client) -> None:
    media_id = (await upload(simulator, b"%PDF-1.4", "application/pdf"))[1]["id"]
    assert (await graph(simulator, "DELETE", f"{media_id}"))[0] == 200
    assert (await graph(simulator, "GET", f"{media_id}"))[0] == 400
