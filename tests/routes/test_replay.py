"""`sapa demo --replay` as a program, on a small file of invented orders: 12 to 19 August 2026, a holiday inside."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.routes.recompute import Line, at, read, wrong

ORDERS = Path(__file__).parent.parent / "fixtures" / "replay_orders.csv"
SEED = "74"  # with it the company of S-1104 answers BERHENTI before its next order, S-2008
OPTED_OUT = "+6281200010014"
COMMAND = (sys.executable, "-m", "tests.made", "demo", "--replay", str(ORDERS), "--json")
DAYS = ("--from", "2026-08-12", "--until", "2026-08-19", "--reply-rate", "0.5", "--seed", SEED)


@dataclass
class Replay:
    ledger: Path
    inputs: Path
    process: "subprocess.Popen[str]"
    printed: str = ""

    @property
    def account(self) -> dict[str, Any]:
        account: dict[str, Any] = json.loads(self.printed.splitlines()[-1])
        return account

    def sent(self, word: str) -> list[Line]:
        return [one for one in read(self.ledger) if one["dir"] == "out" and word in one["text"]]


def begin(folder: Path, hash_seed: str) -> Replay:
    """Every run orders its sets differently, so that luck does not make two runs equal."""
    files = folder / "ledger.jsonl", folder / "inputs.jsonl"
    command = [*COMMAND, *DAYS, "--ledger", str(files[0]), "--inputs", str(files[1])]
    environ = os.environ | {"PYTHONHASHSEED": hash_seed}
    return Replay(*files, subprocess.Popen(command, env=environ, text=True, stdout=subprocess.PIPE))


@pytest.fixture(scope="module")
def replays(tmp_path_factory: pytest.TempPathFactory) -> list[Replay]:
    """The same replay twice, side by side."""
    both = [begin(tmp_path_factory.mktemp("replay"), hash_seed) for hash_seed in ("1", "2")]
    for replay in both:
        replay.printed, _ = replay.process.communicate(timeout=300)
    return both


@pytest.fixture
def replay(replays: list[Replay]) -> Replay:
    return replays[0]


def test_ends_well_and_nothing_forbidden_happened(replay: Replay) -> None:
    assert replay.process.returncode == 0
    broken = replay.account["broken"]
    assert set(broken) == {"outside_hours", "after_payment", "twice", "after_stop", "not_ours"}
    assert not any(broken.values())
    assert not any(replay.account["uncertain"].values())


def test_every_row_is_accounted_for(replay: Replay) -> None:
    account = replay.account
    assert (account["rows"], account["usable"], account["repeated"]) == (40, 37, 1)
    assert account["refused"] == {"missing_date": 1, "phone_empty_input": 1, "phone_too_short": 1}
    assert (account["history"], account["arrived"], account["after"]) == (16, 19, 1)


def test_follow_ups_add_up(replay: Replay) -> None:
    account = replay.account
    ends = (account["sent"], account["waiting"], account["dropped"])
    for recipe, planned in account["planned"].items():
        assert planned == sum(end.get(recipe, 0) for end in ends)


def test_the_same_seed_gives_the_same_replay(replays: list[Replay]) -> None:
    one, other = replays
    assert one.ledger.read_bytes() == other.ledger.read_bytes()
    assert one.inputs.read_bytes() == other.inputs.read_bytes()
    assert one.account == other.account


def test_a_script_that_shares_no_code_finds_nothing_wrong(replay: Replay) -> None:
    assert list(wrong(read(replay.ledger), read(replay.inputs))) == []


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"at": "2026-08-13T22:00:00+00:00"}, "outside the customer's hours"),
        ({"at": "2026-08-15T02:00:00+00:00"}, "order S-2006 was paid or cancelled"),
    ],
)
def test_the_script_would_have_seen_it(replay: Replay, change: dict[str, str], complaint: str) -> None:
    """S-2006 is cancelled, by estimate, a day after it was placed on 13 August at 08.45."""
    ledger = [one | change if "S-2006" in one["text"] else one for one in read(replay.ledger)]
    assert any(complaint in sentence for sentence in wrong(ledger, read(replay.inputs)))


def test_an_order_arrives_at_its_own_time(replay: Replay) -> None:
    """Placed on Thursday at 14.20, reminded four hours later: not a second before."""
    (reminder,) = replay.sent("S-2005")
    assert at(reminder).isoformat() == "2026-08-13T11:20:00+00:00"
    assert replay.sent("S-2020") == []


@pytest.mark.parametrize("order", ["S-2002", "S-2011"])
def test_who_has_paid_is_not_reminded(replay: Replay, order: str) -> None:
    """S-2011 was paid half a minute before its reminder would have gone out."""
    assert not [one for one in replay.sent(order) if one.get("template", "").startswith("checkout")]


def test_quiet_hours_are_those_of_the_customer(replay: Replay) -> None:
    """Banjarmasin: due at 20.45 in Jakarta, where the customer's clock says 21.45."""
    (reminder,) = replay.sent("S-2018")
    assert at(reminder).isoformat() == "2026-08-19T00:00:00+00:00"


def test_a_company_is_left_alone_on_a_holiday(replay: Replay) -> None:
    """Its quiet quarter ended on Saturday, and Monday is Independence Day."""
    (greeting,) = replay.sent("CV Karya Mandiri")[:1]
    assert at(greeting).isoformat() == "2026-08-18T02:00:00+00:00"


def test_who_opted_out_is_not_written_to_again(replay: Replay) -> None:
    said = [one for one in read(replay.ledger) if one["phone"] == OPTED_OUT]
    wish = next(one for one in said if one["text"] == "BERHENTI")
    assert not [one for one in said if at(one) > at(wish) and "template" in one]
    assert replay.sent("S-2008") == []
    assert replay.account["opt_outs"] == 1
    assert replay.account["drop_reasons"]["opted_out_follow_up"] == 1


def test_a_file_without_orders_is_refused_by_name(tmp_path: Path) -> None:
    file = tmp_path / "catatan.csv"
    file.write_text("judul,isi\nbelanja,telur\n")
    command = [one if one != str(ORDERS) else str(file) for one in COMMAND]
    done = subprocess.run([*command, *DAYS], text=True, capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert "catatan.csv" in done.stderr


def test_days_the_wrong_way_round_are_refused(tmp_path: Path) -> None:
    command = [*COMMAND, "--from", "2026-08-19", "--until", "2026-08-12"]
    done = subprocess.run(command, text=True, capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert "--from" in done.stderr
