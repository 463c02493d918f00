"""«Kenapa?» in words: the rule, the value it saw, the next try."""

from datetime import UTC, datetime

import pytest
from django.utils import translation

from sapa.accounts.models import Workspace
from sapa.domain.policy import REASONS
from sapa.journeys.models import Decision, FollowUp
from sapa.journeys.selectors import Verdict, verdicts_of, wording
from tests.rooms.journeys.rows import contact, follow_up

NOON = datetime(2026, 9, 15, 5, tzinfo=UTC)
MICROS = int(NOON.timestamp()) * 1_000_000


@pytest.fixture
def asked(shop: Workspace, now: datetime) -> FollowUp:
    return follow_up(contact("Dewi", now), now)


def verdict(asked: FollowUp, now: datetime, *, action: str, reasons: list[str], trace: object) -> Verdict:
    Decision.objects.create(
        follow_up=asked, contact=asked.contact, at=now, stage="settle", action=action, until=NOON, reasons=reasons,
        trace=trace,
    )  # fmt: skip
    return verdicts_of(asked, zone="Asia/Jakarta")[0]


def test_a_held_one_names_the_rule_its_value_and_the_next_try(asked: FollowUp, now: datetime) -> None:
    step = {
        "at": now.isoformat(),
        "rules": [["quiet_hours", True, False, 1290, None], ["weekend", False, False, 20711, None]],
    }
    found = verdict(asked, now, action="wait", reasons=["quiet_hours"], trace={"checks": [], "steps": [step]})
    assert (found["outcome"], found["sentence"]) == ("hold", "Menunggu: jam istirahat pelanggan.")
    assert found["next_try"] == "Sel 15 Sep 2026 12.00 WIB"
    assert [(line.text, line.value, line.outcome) for line in found["reasons"]] == [
        ("Jam istirahat pelanggan", "21.30", "hold")
    ]
    assert [(line.text, line.value) for line in found["kept"]] == [("Akhir pekan", "tidak · Sel 15 Sep 2026")]
    assert found["tried"] == [("Sel 15 Sep 2026 10.00 WIB", "Jam istirahat pelanggan")]


def test_a_dropped_one_says_when_the_customer_paid(asked: FollowUp, now: datetime) -> None:
    checks = [["exit_paid", True, MICROS], ["no_consent", False, "granted"]]
    found = verdict(asked, now, action="drop", reasons=["exit_paid"], trace={"checks": checks, "steps": []})
    assert (found["outcome"], found["sentence"]) == ("drop", "Tidak dikirim: pelanggan sudah membayar.")
    assert found["reasons"][0].value == "Sel 15 Sep 2026 12.00 WIB"
    assert found["kept"][0].value == "tidak · izin diberikan"


def test_a_lifted_rule_holds_nothing_back(asked: FollowUp, now: datetime) -> None:
    step = {"at": now.isoformat(), "rules": [["min_gap", True, True, MICROS, None]]}
    found = verdict(asked, now, action="send", reasons=[], trace={"checks": [], "steps": [step]})
    assert (found["outcome"], found["reasons"], found["next_try"]) == ("send", [], "")


def test_a_decision_without_a_trace_is_still_a_sentence(asked: FollowUp, now: datetime) -> None:
    found = verdict(asked, now, action="drop", reasons=["newest_order_wins"], trace=[])
    assert found["sentence"] == "Tidak dikirim: pengingat untuk pesanan yang lebih baru didahulukan."


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("code", [*REASONS, "order_over", "exit_something_new"])
def test_every_code_has_words_in_both_languages(code: str, language: str) -> None:
    with translation.override(language):
        assert wording(code)
        assert "_" not in wording(code)
