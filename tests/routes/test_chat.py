"""A quoted answer and a reaction, from the page to the customer's phone."""

import json
from urllib.parse import quote

from sapa.messaging.models import Conversation, Message
from tests.routes.cast import DEWI
from tests.routes.house import House
from tests.routes.servers import ask


def test_a_quoted_answer_and_a_reaction_reach_the_phone(house: House) -> None:
    house.phone(DEWI).says("Bisa ganti alamat?")
    house.settle()
    ani = house.browser("ani@tokosari.test")
    with house.inside():
        asked = Message.objects.get(direction="in")
        talk = f"/kotak-masuk/{Conversation.objects.get().public_id}/"
    told = {"text": "Bisa, Kak. Alamat barunya di mana?", "client_id": "1", "reply_to": str(asked.public_id)}
    for _double_tap in range(2):
        ani.post(f"{talk}balas/", told)
        ani.post(f"/kotak-masuk/pesan/{asked.public_id}/reaksi/", {"emoji": "👍", "client_id": "1"})
    house.settle()
    answers = [one for one in house.phone(DEWI).messages if one["text"] == told["text"]]
    assert [one["context"] for one in answers] == [asked.wamid]
    found = ask(house.phones.port, "GET", f"/_control/messages?phone={quote(DEWI.phone)}")
    theirs = [one for one in json.loads(found.body)["messages"] if one["id"] == asked.wamid]
    assert [one["reaction"] for one in theirs] == ["👍"]
    assert f'data-jump-to="{asked.public_id}"' in ani.get(talk).text
