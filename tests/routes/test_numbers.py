"""A number against the simulated provider: wired by one press, tried out, green; a lost token and its way back."""

import json

from sapa.base.clock import business_now
from sapa.messaging.models import Channel
from sapa.messaging.selectors.checklist import checklist
from tests.routes.cast import DEWI
from tests.routes.house import House
from tests.routes.servers import ask


def number(house: House) -> Channel:
    with house.inside():
        return Channel.objects.select_related("endpoint").get()


def states(house: House) -> dict[str, str]:
    with house.inside():
        found = checklist(Channel.objects.select_related("endpoint").get(), now=business_now())
    return {one.code: one.state for one in found}


def control(house: House, path: str, **said: object) -> None:
    headers = {"Content-Type": "application/json"}
    assert ask(house.phones.port, "POST", path, json.dumps(said).encode(), headers).status == 200


def test_every_line_of_the_check_list_turns_green(house: House) -> None:
    page, browser = f"/saluran/{number(house).public_id}/", house.browser()
    assert browser.post(f"{page}webhook/").status == 200
    house.phone(DEWI).says("Halo, ini ponsel saya")
    house.settle()
    assert browser.post(f"{page}uji/", {"phone": DEWI.phone}).status == 200
    house.settle()
    assert states(house) == dict.fromkeys(states(house), "green")
    assert len(house.phone(DEWI).texts) >= 1


def test_quality_that_sinks_at_the_provider_is_seen_and_rests_offers(house: House) -> None:
    control(house, "/_control/numbers", id=number(house).external_id, quality="RED")
    house.browser().post(f"/saluran/{number(house).public_id}/lihat/")
    house.settle()
    house.clock.jump(business_now().replace(hour=5, minute=0))
    house.settle()
    assert (number(house).quality, number(house).paused_promos_reason) == ("RED", "quality_red")
    assert "Toko Sari" in house.browser().get("/").text
