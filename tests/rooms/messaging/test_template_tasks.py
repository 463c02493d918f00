"""Handing over and comparing: what is asked of Meta, how its answers are kept, what is asked again and when."""

import asyncio
from datetime import datetime, timedelta
from typing import Any, cast

import pytest

from sapa.accounts.models import Workspace
from sapa.messaging import tasks
from sapa.messaging.channels.whatsapp.client import WhatsAppClient
from sapa.messaging.channels.whatsapp.templates import list_templates, put_template
from sapa.messaging.models import Channel, Template
from sapa.messaging.schemas import Sender
from sapa.messaging.services import register_template
from sapa.messaging.services.templates import push_body

BODY = "Halo {{ panggilan }}, pesanan {{ pesanan.nomor }} sudah kami kirim pagi ini."
SENDER = Sender(1, 1, "whatsapp", "106", "102", 40, "token")
TAKEN = {"error": {"code": 100, "error_subcode": 2388024}}


class Meta:
    """Answers in order; what was asked is kept."""

    def __init__(self, *answers: dict[str, Any]) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, str, dict[str, Any]]] = []

    async def call(
        self, _channel: Sender, method: str, path: str, body: dict[str, Any] | None = None, **query: str
    ) -> dict[str, Any]:
        self.asked.append((method, path, body or query))
        return self.answers.pop(0)


def asked(meta: Meta) -> WhatsAppClient:
    return cast(WhatsAppClient, meta)


@pytest.fixture
def row(channel: Channel, now: datetime) -> Template:
    return register_template(channel_id=channel.pk, name="kabar", category="utility", source=BODY, now=now)


def put(meta: Meta, row: Template) -> dict[str, Any]:
    return asyncio.run(put_template(asked(meta), SENDER, push_body(row)))


def there(row: Template, **more: Any) -> dict[str, Any]:
    known = {"id": "12", "name": "kabar", "language": "id", "status": "APPROVED", "category": "UTILITY"}
    return {"data": [known | {"components": push_body(row)["components"]} | more]}


def test_what_is_there_with_the_same_words_is_not_touched(row: Template) -> None:
    meta = Meta(TAKEN, there(row))
    assert put(meta, row) == {"id": "12", "status": "APPROVED", "category": "UTILITY"}
    assert [one[0] for one in meta.asked] == ["POST", "GET"]


def test_other_words_are_an_edit_without_the_category_of_an_approved_one(row: Template) -> None:
    old = there(row, components=[{"type": "BODY", "text": "Lama"}])
    meta = Meta(TAKEN, old, {"success": True}, {"status": "PENDING"})
    assert put(meta, row)["status"] == "PENDING"
    method, path, body = meta.asked[2]
    assert (method, path, set(body)) == ("POST", "12", {"components"})


def test_while_meta_looks_it_is_left_alone(row: Template) -> None:
    meta = Meta(TAKEN, there(row, status="PENDING", components=[{"type": "BODY", "text": "Lama"}]))
    assert put(meta, row) == {"busy": True}


def test_a_name_that_only_begins_alike_is_another_template(row: Template) -> None:
    assert put(Meta(TAKEN, there(row, name="kabar_lain")), row) == {}


def test_the_list_comes_page_by_page() -> None:
    first = {"data": [{"id": "1"}], "paging": {"cursors": {"after": "x"}, "next": "https://…"}}
    meta = Meta(first, {"data": [{"id": "2"}], "paging": {"cursors": {"after": "y"}}})
    assert asyncio.run(list_templates(asked(meta), SENDER)) == [{"id": "1"}, {"id": "2"}]
    assert meta.asked[1][2]["after"] == "x"


def test_half_a_list_is_no_list() -> None:
    first = {"data": [{"id": "1"}], "paging": {"cursors": {"after": "x"}, "next": "https://…"}}
    assert asyncio.run(list_templates(asked(Meta(first, {})), SENDER)) is None


def test_what_meta_could_not_take_rests_for_some_minutes(row: Template, now: datetime) -> None:
    tasks._keep(row, {"busy": True}, now)
    assert list(tasks._due(now + timedelta(minutes=4))) == []
    assert list(tasks._due(now + timedelta(minutes=6))) == [row]


def test_when_nobody_answered_it_is_asked_again_at_once(row: Template, now: datetime) -> None:
    tasks._keep(row, {}, now)
    assert list(tasks._due(now)) == [row]


def test_a_refusal_is_kept_with_its_code_and_not_asked_again(row: Template, now: datetime) -> None:
    error = {"code": 100, "error_subcode": 2388293, "error_user_msg": "Too many variables"}
    tasks._keep(row, {"error": error}, now)
    kept = Template.objects.get()
    assert (kept.status, kept.rejection, kept.rejection_detail) == (
        "REJECTED",
        "2388293",
        "Too many variables",
    )
    assert list(tasks._due(now + timedelta(days=1))) == []


def test_an_answer_is_kept_with_the_category_that_meta_chose(row: Template, now: datetime) -> None:
    assert tasks._keep(row, {"id": "12", "status": "PENDING", "category": "MARKETING"}, now)
    kept = Template.objects.get()
    assert (kept.status, kept.category, kept.wanted_category) == ("PENDING", "marketing", "utility")


def test_a_person_asks_for_a_look_and_the_worker_does_it(shop: Workspace, channel: Channel) -> None:
    tasks.ask_sync()
    from procrastinate.contrib.django.models import ProcrastinateJob

    assert ProcrastinateJob.objects.get(task_name=tasks.SYNC_TASK).args == {"workspace_id": shop.pk}
