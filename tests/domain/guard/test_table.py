import re
from pathlib import Path

from sapa.domain.guard import RULES
from sapa.domain.guard.check import CHECKS
from sapa.domain.guard.codes import CLASSES
from sapa.domain.guard.fixes import FIXES

GUIDE = Path(__file__).parents[3] / "docs" / "guard.md"
NUDGE_ONLY = {"too_short", "missing_name", "missing_sender", "missing_context"}


def test_the_guide_tells_every_rule_as_it_is() -> None:
    rows = [
        f"| `{code}` | {' | '.join(rule.severity.get(klass, '') for klass in CLASSES)} | {rule.blocks_when} "
        f"| {'✔' if rule.overridable else 'never'} | {'✔' if rule.fixable else ''} | {rule.hint_id} |"
        for code, rule in sorted(RULES.items())
    ]
    assert re.findall(r"^\| `.*$", GUIDE.read_text(), re.M) == rows


def test_every_rule_has_its_check_and_every_correction_its_rule() -> None:
    assert set(CHECKS) == set(RULES)
    assert set(FIXES) == {code for code, rule in RULES.items() if rule.fixable}


def test_three_rules_are_nobodys_to_override() -> None:
    assert {code for code, rule in RULES.items() if not rule.overridable} == {
        "placeholder",
        "sensitive",
        "missing_opt_out",
    }


def test_answers_are_asked_three_questions_and_notices_all_but_four() -> None:
    assert {code for code, rule in RULES.items() if "reply" in rule.severity} == {
        "placeholder",
        "sensitive",
        "over_familiar",
    }
    promo_only = {"missing_opt_out", "promo_streak", "no_terms"}
    asked = {code for code, rule in RULES.items() if "notice" in rule.severity}
    assert set(RULES) - asked == NUDGE_ONLY | promo_only
