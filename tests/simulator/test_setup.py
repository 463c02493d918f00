"""How a run is told what it is: files, options, rules, snapshots."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from simulator.__main__ import configured, parser
from simulator.clock import Clock
from simulator.config import Config
from simulator.errors import GraphError
from simulator.ids import wamid
from simulator.network import Network
from simulator.rules import Rules
from simulator.simulator import Simulator
from tests.simulator.cast import DEWI, NOW, RINI, arrived, config, network, statuses
from tests.simulator.conftest import Client, Send, control, graph

HOUR = timedelta(hours=1)


def told(*words: str) -> Config:
    options = vars(parser().parse_args(words))
    del options["host"], options["port"]
    return configured(options)


def test_without_options_everything_is_as_before() -> None:
    assert told() == Config(token="simulator", app_secret="simulator")
    assert (Config().rules, Config().mps, Config().tier) == (Rules(), 0, "TIER_UNLIMITED")


def test_a_fresh_start_gives_messages_other_ids_and_leaves_customers_who_they_are() -> None:
    fresh, usual = told("--fresh"), told()
    assert wamid(fresh.message_seed, DEWI, "in", 1) != wamid(usual.message_seed, DEWI, "in", 1)
    assert fresh.seed == usual.seed


def test_strict_is_meta_as_documented_and_single_rules_win() -> None:
    strict = told("--strict", "--rule", "review_seconds=5", "--rule", "window_answer=async", "--mps", "20")
    assert (strict.rules.require_examples, strict.rules.review_seconds, strict.mps, strict.tier) == (
        True,
        5,
        20,
        "TIER_250",
    )
    assert strict.rules.window_answer == "async"


def test_a_file_tells_all_and_options_win(tmp_path: Path) -> None:
    path = tmp_path / "simulator.json"
    setup = {"accounts": [{"id": "999"}], "phones": [{"phone": RINI, "marketing": "stop"}]}
    path.write_text(json.dumps({"seed": 7, "token": "t", "rules": {"pair_limit": False}, **setup}))
    made = told("--config", str(path), "--seed", "8")
    assert (made.seed, made.token, made.rules.pair_limit, made.setup) == (8, "t", False, setup)


@pytest.mark.parametrize("content", ['{"colour": "red"}', '{"rules": {"colour": "red"}}', "{"])
def test_a_file_that_is_not_understood_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "simulator.json"
    path.write_text(content)
    with pytest.raises((ValueError, GraphError)):
        told("--config", str(path))


@pytest.mark.parametrize(
    "changes",
    [{"colour": 1}, {"pair_limit": 1}, {"mps": 1}, {"window_answer": "later"}, {"review_seconds": -1}],
)
async def test_a_rule_that_does_not_exist_or_fit_is_refused(
    simulator: Client, changes: dict[str, Any]
) -> None:
    assert (await control(simulator, "rules", changes))[0] == 400


async def test_rules_change_while_it_runs_and_a_reset_brings_them_back(simulator: Client, send: Send) -> None:
    _, changed = await control(simulator, "rules", {"window_answer": "sync"})
    assert changed["window_answer"] == "sync"
    await control(simulator, "reset", {})
    assert (await control(simulator, "rules"))[1]["window_answer"] == "async"


async def test_a_snapshot_brings_everything_back(simulator: Client, send: Send) -> None:
    await control(simulator, "inbound", {"from": DEWI, "text": "Halo"})
    await control(simulator, "snapshot", {"name": "pagi"})
    before = await control(simulator, "messages")
    await send(arrived())
    await control(simulator, "phones", {"phone": RINI})
    await control(simulator, "restore", {"name": "pagi"})
    assert await control(simulator, "messages") == before
    assert len((await control(simulator, "phones"))[1]["phones"]) == 1
    assert (await send(arrived()))[0] == 200
    assert (await control(simulator, "restore", {"name": "sore"}))[0] == 400


async def test_the_clock_can_stand_still_and_run_on(simulator: Client) -> None:
    _, stopped = await control(simulator, "clock", {"now": NOW.isoformat(), "stopped": True})
    _, later = await control(simulator, "clock", {"advance_seconds": 60})
    assert (stopped["now"], later["now"]) == (NOW.isoformat(), (NOW + timedelta(minutes=1)).isoformat())
    assert (await control(simulator, "state"))[1]["now"] == later["now"]
    await control(simulator, "clock", {"stopped": False})
    assert (await control(simulator, "state"))[1]["now"] > later["now"]


def test_after_a_snapshot_the_same_happens_again() -> None:
    made = network()
    made.send(arrived(), NOW)
    kept = made.snapshot()

    def goes_on() -> list[str]:
        made.restore(kept)
        made.send(arrived(to=RINI), NOW)
        return [one["id"] for one in statuses(made.due_webhooks(NOW + HOUR))]

    assert goes_on() == goes_on()


async def test_the_business_side_is_listed_without_tokens(simulator: Client) -> None:
    await control(simulator, "numbers", {"id": "2002", "mps": 80})
    _, listed = await control(simulator, "business")
    assert [one["id"] for one in listed["numbers"]] == ["106540352242922", "2002"]
    assert "token-of-toko-sari" not in json.dumps(listed)


def test_what_is_set_up_is_there_from_the_first_second_and_after_a_reset() -> None:
    numbers = [{"id": "2002", "display_phone": "+62 811-2000-2000", "coexistence": True}]
    made = Simulator(config(setup={"numbers": numbers, "faults": [{"kind": "reset"}]}), Clock())
    made.reset()
    assert made.network.business.numbers["2002"].limit == 20
    assert [one.kind for one in made.faults.rules] == ["reset"]


def test_a_number_of_another_country_completes_numbers_with_its_own_code() -> None:
    made = Network(config(display_phone="+65 8111 0000"))
    made.inbound("+6581234567", {"text": "Hi"}, NOW)
    sent = {"messaging_product": "whatsapp", "to": "81234567", "type": "text", "text": {"body": "Hi"}}
    assert made.send(sent, NOW)[1]["contacts"][0]["wa_id"] == "6581234567"


async def test_an_unknown_object_is_100_with_33(simulator: Client) -> None:
    for method in ("GET", "POST", "DELETE"):
        _, body = await graph(simulator, method, "12345", {} if method == "POST" else None)
        assert (body["error"]["code"], body["error"]["error_subcode"]) == (100, 33)
