"""Group 8: a template from creation over review, category, quality and pauses to its end."""

from datetime import timedelta
from typing import Any

import pytest

from simulator import deeds
from simulator.errors import GraphError
from simulator.network import Network
from simulator.rules import Rules
from simulator.templates import Template
from tests.simulator.cast import ARRIVED, NOW, RINI, TOKEN, arrived, config, network, statuses
from tests.simulator.conftest import Client, Receiver, control, graph, until

ACCOUNT = "102290129340398"
HOUR = timedelta(hours=1)
STRICT = Rules.strict()
SAID = {"example": {"body_text_named_params": [{"param_name": "nama"}, {"param_name": "nomor"}]}}


def created(made: Network, text: str = "", **changes: Any) -> Template:
    body = {**ARRIVED["components"][0], **SAID, **({"text": text} if text else {})}
    told = {**ARRIVED, "components": [body, *ARRIVED["components"][1:]], **changes}
    return made.create_template(made.business.accounts[ACCOUNT], told, NOW)


def strict(**rules: Any) -> Network:
    return Network(config(rules=STRICT.changed(rules)))


def told(made: Network, hours: float = 1) -> list[Any]:
    bodies = [body for _, body in made.due_webhooks(NOW + hours * HOUR)]
    return [(c["field"], c["value"]) for body in bodies for e in body["entry"] for c in e["changes"]]


def test_a_template_waits_for_its_review_and_is_announced() -> None:
    made = strict()
    template = created(made)
    assert (template.status, made.send(arrived(), NOW)[1]["error"]["code"]) == ("PENDING", 132001)
    [(field, value)] = told(made)
    assert (field, value["event"], value["message_template_id"]) == (
        "message_template_status_update",
        "APPROVED",
        int(template.id),
    )
    assert made.send(arrived(), NOW)[0] == 200


def test_a_forbidden_text_is_rejected_with_its_reason() -> None:
    made = strict()
    created(made, "Halo Kak {{nama}}, main slot gacor dengan nomor {{nomor}} ya sekarang.")
    value = told(made)[0][1]
    assert (value["event"], value["reason"]) == ("REJECTED", "ABUSIVE_CONTENT")
    assert value["rejection_info"]["reason"]


@pytest.mark.parametrize(
    ("allowed", "status", "category"), [(True, "APPROVED", "MARKETING"), (False, "REJECTED", "UTILITY")]
)
def test_an_offer_that_calls_itself_a_service(allowed: bool, status: str, category: str) -> None:
    made = strict()
    text = "Halo Kak {{nama}}, ada diskon besar untuk pesanan {{nomor}} minggu ini."
    template = created(made, text, allow_category_change=allowed)
    events = [field for field, _ in told(made)]
    assert (template.status, template.category) == (status, category)
    assert ("template_category_update" in events) is allowed


def test_a_category_changes_a_day_after_its_notice() -> None:
    made = network()
    account, template = made.business.accounts[ACCOUNT], made.templates.all()[0]
    notice = deeds.notice_category(made, account, template, "MARKETING", NOW)
    value = notice["entry"][0]["changes"][0]["value"]
    assert (value["new_category"], value["correct_category"], template.category) == (
        "UTILITY",
        "MARKETING",
        "UTILITY",
    )
    [(_, done)] = told(made, 24)
    assert (done["previous_category"], done["new_category"]) == ("UTILITY", "MARKETING")


def test_pauses_last_three_hours_then_six_then_for_ever() -> None:
    made = network()
    account, template, at = made.business.accounts[ACCOUNT], made.templates.all()[0], NOW
    for hours in (3, 6):
        deeds.pause(made, account, template, at)
        made.due_webhooks(at + (hours - 0.01) * HOUR)
        assert template.status == "PAUSED"
        at += hours * HOUR
        made.due_webhooks(at)
        assert template.status == "APPROVED"
    deeds.pause(made, account, template, at)
    made.due_webhooks(at + 100 * HOUR)
    assert made.send(arrived(), at)[1]["error"]["code"] == 132016


async def test_quality_is_told_with_both_scores(simulator: Client, receiver: Receiver) -> None:
    await control(simulator, "templates", {"name": ARRIVED["name"], "language": "id", "quality": "red"})
    await until(lambda: receiver.bodies)
    value = receiver.bodies[0]["entry"][0]["changes"][0]["value"]
    assert (value["previous_quality_score"], value["new_quality_score"]) == ("GREEN", "RED")


def held(outcome: str) -> Network:
    made = network(rules=Rules(pacing_first=1, pacing_hold=3600, pacing_outcome=outcome))
    answers = [made.send(arrived(to=f"+62813{n:08}"), NOW)[1] for n in range(3)]
    kinds = [one["messages"][0]["message_status"] for one in answers]
    assert kinds == ["accepted", *["held_for_quality_assessment"] * 2]
    return made


def test_paced_messages_are_held_and_then_released() -> None:
    made = held("release")
    assert len([m for m in made.messages.values() if m.shown_at]) == 1
    found = statuses(made.due_webhooks(NOW + 2 * HOUR))
    assert sum(one["status"] == "delivered" for one in found) == 3
    assert made.send(arrived(to=RINI), NOW + 2 * HOUR)[1]["messages"][0]["message_status"] == "accepted"


def test_or_they_fail_and_the_template_waits_for_a_hand() -> None:
    made = held("drop")
    found = statuses(made.due_webhooks(NOW + 2 * HOUR))
    assert [one["errors"][0]["code"] for one in found if one["status"] == "failed"] == [132015, 132015]
    assert made.send(arrived(), NOW + 100 * HOUR)[1]["error"]["code"] == 132015


async def test_a_template_is_unpaused_by_hand(simulator: Client) -> None:
    template_id = (await graph(simulator, "GET", f"{ACCOUNT}/message_templates"))[1]["data"][0]["id"]
    assert (await graph(simulator, "POST", f"{template_id}/unpause"))[0] == 400
    await control(simulator, "templates", {"name": ARRIVED["name"], "language": "id", "status": "PAUSED"})
    assert (await graph(simulator, "POST", f"{template_id}/unpause"))[0] == 200
    assert (await graph(simulator, "GET", template_id))[1]["status"] == "APPROVED"


def test_an_edit_is_told_and_reviewed_again() -> None:
    made = strict()
    template = created(made)
    told(made)
    text = "Halo Kak {{nama}}, barang pesanan {{nomor}} sudah sampai di rumah. Terima kasih."
    components = [{"type": "BODY", "text": text, **SAID}]
    deeds.edit(made, made.business.accounts[ACCOUNT], template, {"components": components}, NOW + HOUR)
    assert template.status == "PENDING"
    [update, approved] = told(made, 2)
    assert update == ("message_template_components_update", {**update[1], "message_template_element": text})
    assert approved[1]["event"] == "APPROVED"


def test_an_approved_template_is_edited_once_a_day() -> None:
    made = strict(review_seconds=0)
    template, account = created(made), made.business.accounts[ACCOUNT]
    deeds.edit(made, account, template, {"components": template.components}, NOW)
    with pytest.raises(GraphError):
        deeds.edit(made, account, template, {"components": template.components}, NOW + HOUR)
    deeds.edit(made, account, template, {"components": template.components}, NOW + 25 * HOUR)


BODY = {"type": "BODY", "text": "Pesanan Kakak sudah kami terima."}


@pytest.mark.parametrize(
    ("components", "subcode"),
    [
        ([{"type": "BODY", "text": "{{nama}} sudah kami terima pesanannya ya Kak."}], 2388299),
        ([{"type": "BODY", "text": "Pesanan sudah kami terima dari Kak {{nama}}"}], 2388299),
        ([{"type": "BODY", "text": "Halo {{a}} dan {{b}} juga {{c}} ya."}], 2388293),
        ([{"type": "BODY", "text": "Halo Kak {{1}} dan juga Kak {{nama}} di rumah."}], 2388073),
        ([{"type": "BODY", "text": "Halo Kak {{2}} di rumah, apa kabar?"}], 2388073),
        ([{"type": "BODY", "text": "Halo Kak {{Nama}} di rumah, apa kabar?"}], 2388073),
        ([BODY, BODY], None),
        ([{"type": "FOOTER", "text": "Toko Sari"}], None),
        ([BODY, {"type": "FOOTER", "text": "Untuk {{nama}}"}], 2388073),
        ([BODY, {"type": "HEADER", "format": "IMAGE"}], 2494102),
        ([BODY, {"type": "HEADER", "format": "IMAGE", "example": {"header_handle": ["4::palsu"]}}], 2494102),
        ([BODY, {"type": "BUTTONS", "buttons": [{"type": "PHONE_NUMBER", "text": "A"}] * 2}], None),
        (
            [
                BODY,
                {
                    "type": "BUTTONS",
                    "buttons": [{"type": "URL", "text": "Buka", "url": "https://a.example/{{1}}/bayar"}],
                },
            ],
            2388073,
        ),
        (
            [
                BODY,
                {
                    "type": "BUTTONS",
                    "buttons": [
                        {"type": "QUICK_REPLY", "text": "A"},
                        {"type": "URL", "text": "B", "url": "https://a.example"},
                        {"type": "QUICK_REPLY", "text": "C"},
                    ],
                },
            ],
            None,
        ),
    ],
)
def test_a_template_that_breaks_the_rules_is_not_created(components: list[Any], subcode: int | None) -> None:
    told = {"name": "baru", "language": "id", "category": "UTILITY", "parameter_format": "NAMED"}
    with pytest.raises(GraphError) as refused:
        network().templates.register({**told, "components": components})
    assert (refused.value.code, refused.value.subcode) == (100, subcode)


def test_strict_accounts_want_examples_and_texts_of_their_own() -> None:
    made = strict()
    with pytest.raises(GraphError, match="100"):
        made.create_template(made.business.accounts[ACCOUNT], ARRIVED, NOW)
    created(made)
    with pytest.raises(GraphError) as refused:
        created(made, name="sama_saja")
    assert refused.value.subcode == 2388025


def test_a_hundred_templates_an_hour_are_enough() -> None:
    made = strict(unique_bodies=False)
    for n in range(100):
        created(made, name=f"t{n}")
    with pytest.raises(GraphError) as refused:
        created(made, name="t100")
    assert refused.value.code == 80007


async def test_an_uploaded_example_makes_a_media_header_possible(simulator: Client) -> None:
    _, begun = await graph(simulator, "POST", "1040001000100010/uploads?file_length=4&file_type=image/png")
    headers = {"Authorization": f"OAuth {TOKEN}", "file_offset": "0"}
    async with simulator.post(f"/v26.0/{begun['id']}", data=b"\x89PNG", headers=headers) as answer:
        handle = (await answer.json())["h"]
    header = {"type": "HEADER", "format": "IMAGE", "example": {"header_handle": [handle]}}
    told = {**ARRIVED, "name": "bergambar", "components": [header, *ARRIVED["components"]]}
    assert (await graph(simulator, "POST", f"{ACCOUNT}/message_templates", told))[0] == 200


async def test_templates_come_in_pages_with_the_fields_that_are_asked_for(simulator: Client) -> None:
    await graph(simulator, "POST", f"{ACCOUNT}/message_templates", {**ARRIVED, "name": "dua"})
    _, first = await graph(simulator, "GET", f"{ACCOUNT}/message_templates?limit=1&fields=name,status")
    assert [set(one) for one in first["data"]] == [{"id", "name", "status"}]
    async with simulator.session.get(
        first["paging"]["next"], headers={"Authorization": f"Bearer {TOKEN}"}
    ) as more:
        assert [one["name"] for one in (await more.json())["data"]] == ["dua"]


async def test_one_language_is_deleted_by_its_id(simulator: Client) -> None:
    _, english = await graph(
        simulator, "POST", f"{ACCOUNT}/message_templates", {**ARRIVED, "language": "en_US"}
    )
    path = f"{ACCOUNT}/message_templates?name={ARRIVED['name']}"
    assert (await graph(simulator, "DELETE", f"{path}&hsm_id={english['id']}"))[0] == 200
    _, left = await graph(simulator, "GET", path)
    assert [one["language"] for one in left["data"]] == ["id"]
