"""`sapa policy decide`: answers policy cases from a file, for anyone who wants to check the rules."""

import argparse
import codecs
import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from sapa.config.parsers import add_command, add_group
from sapa.config.words import _, said


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    example = "sapa policy decide cases.jsonl answers.jsonl"
    group = add_group(commands, "policy", _("the contact policy: when a message may go"), example)
    parser = add_command(group, "decide", _("decide every case of a JSON lines file"), example)
    parser.add_argument("cases", metavar=_("IN"), type=Path, help=_("cases, one JSON object a line"))
    parser.add_argument("answers", metavar=_("OUT"), type=Path, help=_("where the answers go, one a line"))
    parser.add_argument("--policy", type=Path, metavar="P.json", help=_("settings laid upon the default"))
    parser.add_argument("--calendar", type=Path, metavar="C.json", help=_("holidays in place of our own"))
    parser.set_defaults(run=decide)
    table = _("show which share of every recipe's messages the policy makes too late")
    parser = add_command(group, "starvation", table, "sapa policy starvation")
    parser.add_argument("--policy", type=Path, metavar="P.json", help=_("settings laid upon the default"))
    parser.set_defaults(run=starvation)


def starvation(args: argparse.Namespace) -> int:
    """Prints the page docs/starvation.md for the default or other settings."""
    from sapa.domain.policy.settings import policy_from
    from sapa.domain.starvation import page

    try:
        policy = policy_from(read_object(args.policy) if args.policy else {})
    except (OSError, ValueError) as error:
        print(said(error), file=sys.stderr)
        return 2
    print(page(policy), end="")
    return 0


def decide(args: argparse.Namespace) -> int:
    """Writes one answer a line; a bad line gets an error line. Exit 1 when there was one, 2 for bad files."""
    try:
        lines = args.cases.read_bytes().removeprefix(codecs.BOM_UTF8).split(b"\n")
        answer = answerer(args.policy, args.calendar)
    except (OSError, ValueError) as error:
        print(said(error), file=sys.stderr)
        return 2
    answers = [answer(line) for line in lines if line.strip()]
    try:
        with args.answers.open("w", encoding="ascii") as out:
            out.writelines(json.dumps(row) + "\n" for row in answers)
    except OSError as error:
        print(said(error), file=sys.stderr)
        return 2
    return int(any("error" in row for row in answers))


# Whatever a line of somebody else's file can bring about: wrong shapes, far dates, endless nesting.
BAD_LINE = (ValueError, TypeError, AttributeError, LookupError, ArithmeticError, RecursionError)


def answerer(policy: Path | None, calendar: Path | None) -> Callable[[bytes], dict[str, Any]]:
    """A function from one line to one answer under the given settings and holidays."""
    from sapa.domain.calendars import default_calendar, parse_calendar
    from sapa.domain.policy.documents import decide_case
    from sapa.domain.policy.settings import policy_from

    base = read_object(policy) if policy else {}
    policy_from(base)
    days = parse_calendar(read_object(calendar)) if calendar else default_calendar()

    def answer(line: bytes) -> dict[str, Any]:
        case: Any = None
        try:
            case = json.loads(line.decode())
            return decide_case(case, base, days)
        except BAD_LINE as error:
            return {"id": case.get("id") if isinstance(case, dict) else None, "error": str(error)}

    return answer


def read_object(path: Path) -> Mapping[str, Any]:
    try:
        document = json.loads(path.read_text(encoding="utf-8-sig"))
    except RecursionError as error:
        raise ValueError(f"{path}: {error}") from None
    if not isinstance(document, dict):
        raise ValueError(_("%(file)s: a JSON object is expected.") % {"file": path})
    return document
