"""The page of the language model: settings, a key that nobody reads again, one call to try it, what it cost."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from sapa.accounts.models import AuditEntry, Workspace
from sapa.assistant.model.asking import Told
from sapa.assistant.model.choice import Plug
from sapa.assistant.models import ModelDoor, ModelErrand, ModelMonth
from sapa.assistant.selectors.model import plug_now
from sapa.assistant.services.model import ask_trial, keep_key, run_errands
from sapa.assistant.services.model.counting import count_call
from sapa.base.clock import business_now
from sapa.base.permissions import Role
from sapa.base.scope import workspace_scope
from tests.rooms.assistant.model_server import Server
from tests.rooms.assistant.modelled import choose
from tests.rooms.pages import browser

PAGE = "/asisten/model/"
FILLED = {
    "cara": "understand",
    "alamat": "https://model.contoh.id/v1/chat/completions",
    "model": "kecil",
    "kunci": "rahasia-123",
    "batas_waktu": 8,
    "token": 400,
    "harga_masuk": 2500,
    "harga_keluar": 10_000,
    "batas_biaya": 200_000,
}


@pytest.fixture
def owner(shop: Workspace) -> Client:
    return browser(shop)


def test_settings_are_kept_and_the_key_is_never_shown(owner: Client) -> None:
    assert owner.post(PAGE, FILLED).status_code == 302
    assert plug_now() == Plug(
        "understand", "https://model.contoh.id/v1", "kecil", 8, 400, 2500, 10_000, 200_000
    )
    page = owner.get(PAGE).content.decode()
    assert "kecil" in page
    assert "rahasia" not in page
    assert "rahasia" not in ModelDoor.objects.get().key
    assert "rahasia" not in str(list(AuditEntry.objects.values_list("data", flat=True)))


def test_an_empty_key_keeps_the_old_one_and_another_address_forgets_it(owner: Client) -> None:
    owner.post(PAGE, FILLED)
    owner.post(PAGE, FILLED | {"kunci": "", "model": "besar"})
    assert ModelDoor.objects.get().key
    owner.post(PAGE, FILLED | {"kunci": "", "alamat": "https://lain.contoh.id/v1"})
    assert ModelDoor.objects.get().key == ""


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"alamat": "ftp://model"}, "https://"),
        ({"alamat": ""}, "alamat"),
        ({"model": ""}, "model"),
        ({"batas_waktu": 900}, "30"),
        ({"cara": "apa saja"}, "apa saja"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(
    owner: Client, wrong: dict[str, object], words: str
) -> None:
    answer = owner.post(PAGE, FILLED | wrong)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert plug_now() == Plug()


def test_an_agent_does_not_choose_the_model(shop: Workspace) -> None:
    assert browser(shop, Role.AGENT).get(PAGE).status_code == 403


def test_a_trial_waits_for_the_worker_and_then_tells(owner: Client, now: datetime) -> None:
    page = owner.post(f"{PAGE}coba/", headers={"HX-Request": "true"}).content.decode()
    assert "every 1s" in page
    result = {"failed": "", "milliseconds": 1200, "rupiah": 3.456}
    told = {"commands": [{"command": "start_flow", "intent": "delivery_late"}]}
    ModelErrand.objects.update(done_at=business_now(), result=result | told)
    page = owner.get(f"{PAGE}hasil/").content.decode()
    assert "every 1s" not in page
    assert "1,2" in page
    assert "3,46" in page
    ModelErrand.objects.update(result={"failed": "model_refused", "milliseconds": 90})
    assert "every 1s" not in owner.get(PAGE).content.decode()


def test_the_worker_asks_once_and_counts_it(committed_shop: Workspace, server: Server, now: datetime) -> None:
    choose(committed_shop, server, now, mode="off")
    with workspace_scope(committed_shop.pk):
        ask_trial(now=now)
    run_errands(now=now)
    with workspace_scope(committed_shop.pk):
        assert ModelErrand.objects.get().result["failed"] == "model_off"
    choose(committed_shop, server, now, price_in=1_000_000)
    server.says({"command": "start_flow", "intent": "delivery_late"})
    with workspace_scope(committed_shop.pk):
        ask_trial(now=now + timedelta(seconds=1))
    assert run_errands(now=now + timedelta(seconds=2)) == 1
    assert run_errands(now=now + timedelta(seconds=3)) == 0
    with workspace_scope(committed_shop.pk):
        found = ModelErrand.objects.order_by("-id")[0].result
        assert found["commands"][0]["intent"] == "delivery_late"
        assert found["rupiah"] == 900
        assert ModelMonth.objects.get().outcomes == {"trial": 1}


def test_costs_add_up_by_the_month_of_the_shop(shop: Workspace, now: datetime) -> None:
    plug = Plug("understand", "http://x", "m", price_in=2_000, price_out=8_000)
    last_evening = datetime.fromisoformat("2026-09-30T18:00:00+00:00")  # October already in Jakarta
    for at in (now, now, last_evening):
        count_call(plug, Told(value="x", tokens_in=1000, tokens_out=50), as_what="understood", now=at)
    count_call(plug, Told(failed="model_busy"), as_what="understood", now=now)
    september, october = ModelMonth.objects.order_by("month")
    assert (september.cost, september.calls) == (2 * (2_000_000 + 400_000), 3)
    assert september.outcomes == {"understood": 2, "model_busy": 1}
    assert october.calls == 1


def test_a_key_that_cannot_be_opened_is_told_and_stops_nobody(
    committed_shop: Workspace, server: Server, now: datetime
) -> None:
    choose(committed_shop, server, now)
    with workspace_scope(committed_shop.pk):
        keep_key(key="x", now=now)
        ModelDoor.objects.update(key="s1.gone.AAAA")
        ask_trial(now=now)
    run_errands(now=now)
    with workspace_scope(committed_shop.pk):
        assert ModelErrand.objects.get().result["failed"] == "model_key"
