"""The page about journeys tells every fact, variable, anchor and code there is."""

import re
from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

import pytest

from sapa.domain.journeys.asking import LANGUAGE_FACTS
from sapa.domain.journeys.definition import SUBJECTS, TIMED
from sapa.domain.journeys.language import ANCHORS
from sapa.domain.journeys.reading import KEYS, parse_definition
from sapa.domain.journeys.reasons import REASONS
from sapa.domain.journeys.refusals import REFUSALS, WARNINGS
from sapa.domain.journeys.registry import FACTS, VARIABLES
from sapa.domain.journeys.registry.types import UNMET, Fact

TEXT = (Path(__file__).parents[2] / "docs" / "journeys.md").read_text()
KINDS = {"yes_no": "yes or no", "number": "number", "text": "text", "instant": "instant"}


def rows(title: str) -> list[list[str]]:
    """Cells of the table under a heading, without the head and the line below it."""
    part = re.split(rf"^#+ {re.escape(title)}$", TEXT, flags=re.M)[1]
    part = re.split(r"^#+ ", part, flags=re.M)[0]
    lines = [line for line in part.splitlines() if line.startswith("| ")][1:]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


def told(fact: Fact) -> list[str]:
    codes = dict.fromkeys(code for code in (fact.yes_code, fact.no_code, fact.code) if code != UNMET)
    return [f"`{fact.name}`", KINDS[fact.kind], fact.label.en, ", ".join(f"`{code}`" for code in codes)]


@pytest.mark.parametrize(
    ("title", "facts"),
    [("Of the language itself", LANGUAGE_FACTS), ("Of the customer and the subject", FACTS)],
)
def test_every_fact_is_documented_with_its_kind_and_codes(title: str, facts: Mapping[str, Fact]) -> None:
    found = [[*row, ""][:4] for row in rows(title) if "<path>" not in row[0]]
    assert found == [told(fact) for fact in facts.values()]


def test_every_variable_is_documented_with_its_sample() -> None:
    assert rows("Variables") == [[f"`{p}`", one.label.en, one.sample] for p, one in VARIABLES.items()]


@pytest.mark.parametrize(
    ("title", "table"), [("Refusals", REFUSALS), ("Warnings", WARNINGS), ("Reasons of journeys", REASONS)]
)
def test_every_code_is_documented_with_its_words(title: str, table: Mapping[str, tuple[str, str]]) -> None:
    assert rows(title) == [[f"`{code}`", *words] for code, words in table.items()]


def test_every_anchor_key_subject_and_timed_trigger_is_documented() -> None:
    named = [f"`{name}`" for name in (*ANCHORS, *KEYS, *SUBJECTS, *TIMED)]
    assert [name for name in named if name not in TEXT] == []


def test_the_first_example_is_accepted() -> None:
    example = re.search(r"```yaml\n(.*?)```", TEXT, re.S)
    assert example
    assert parse_definition(dedent(example[1])).id == "checkout_belum_bayar"
