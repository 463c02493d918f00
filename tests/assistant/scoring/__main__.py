"""`python -m tests.assistant.scoring KIND EXPECTED.jsonl OUT.jsonl`; `play` makes conversations of injections."""

import argparse
import json
import sys
from pathlib import Path

from tests.assistant.scoring.conversations import score_conversations
from tests.assistant.scoring.injections import as_conversations, score_injections
from tests.assistant.scoring.messages import score_messages
from tests.assistant.scoring.questions import score_questions
from tests.assistant.scoring.rows import Row, Score, read


def asked(arguments: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.assistant.scoring")
    parser.add_argument("kind", choices=("messages", "questions", "conversations", "injections", "play"))
    parser.add_argument("expected", type=Path)
    parser.add_argument("out", type=Path, help="what the assistant gave; with `play` the file to be written")
    parser.add_argument("--fixture", type=Path, help="fixture.json beside EXPECTED where not named")
    parser.add_argument("--customer", help="who sends an injection that names nobody")
    parser.add_argument("--failures", type=int, default=0, metavar="N")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args(arguments)


def fixture_of(given: argparse.Namespace) -> Row:
    path = given.fixture or given.expected.with_name("fixture.json")
    found: Row = json.loads(path.read_text("utf-8"))
    return found


def scored(given: argparse.Namespace) -> Score:
    expected, got = read(given.expected), read(given.out)
    if given.kind == "messages":
        return score_messages(expected, got)
    if given.kind == "questions":
        return score_questions(expected, got)
    if given.kind == "conversations":
        return score_conversations(expected, got, fixture_of(given))
    return score_injections(expected, got, fixture_of(given), given.customer)


def play(given: argparse.Namespace) -> None:
    rows = as_conversations(read(given.expected), now=fixture_of(given)["now"], customer=given.customer)
    given.out.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")


def told(score: Score, given: argparse.Namespace) -> str:
    if given.json:
        return json.dumps({"figures": score.figures, "failures": score.failures}, ensure_ascii=False)
    figures = [f"{value:>9} {name}" for name, value in score.figures.items()]
    return "\n".join([*figures, *score.failures[: given.failures]])


def main(arguments: list[str] | None = None) -> int:
    given = asked(arguments)
    if given.kind == "play":
        play(given)
    else:
        sys.stdout.write(told(scored(given), given) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
