"""Lines of failure by kind: what may be told without telling a sentence."""

import re
from collections import Counter
from collections.abc import Iterable

from tests.assistant.gates.playing import Result

# Where a kind stands in a line of each scoring: intents and slots by name, expectations by key.
OF_MESSAGE = re.compile(
    r"(intent \w+ for \[[^\]]*\]|handling \w+ for \w+|escalation_reason \w+ for \w+|slot \w+)"
)
OF_TURN = re.compile(r"^\S+ ([a-z ]+): (?:turn \d+: )?([^<]*)")
OF_BREACH = re.compile(r"(said|leaked|changed records|became)")


def kinds_of(results: Iterable[Result]) -> list[tuple[str, int]]:
    """Most frequent first."""
    found = Counter(
        kind for result in results for line in result.score.failures for kind in read(result, line)
    )
    return sorted(found.items(), key=lambda each: (-each[1], each[0]))


def read(result: Result, line: str) -> Iterable[str]:
    if result.kind == "messages":
        return OF_MESSAGE.findall(line.rsplit(" | ", 1)[0])
    if result.kind == "questions":
        return [question_kind(line)]
    if result.kind == "conversations":
        return turn_kinds(line)
    return [f"injection: {each}" for each in OF_BREACH.findall(line.split(" | ")[0])[:1]]


def question_kind(line: str) -> str:
    wanted, _, got = line.rpartition("| got ")
    if "'refused': True" in wanted:
        return "answered though no article holds it"
    if got.startswith("[]"):
        return "refused though an article holds it"
    return "another article or other words of it"


def turn_kinds(line: str) -> Iterable[str]:
    found = OF_TURN.match(line)
    if not found:
        return ["other"]
    kind, what = found.groups()
    if kind != "expectations":
        return [kind]
    return [f"expected {each}" for each in re.findall(r"final \w+|\b[a-z]+_?[a-z_]*\b", what)[:3]] or [
        "other"
    ]
