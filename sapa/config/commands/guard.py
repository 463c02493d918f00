"""`sapa guard check`: looks at texts from a file, for anyone who wants to check the message guard."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from sapa.config.parsers import add_command, add_group
from sapa.config.words import _, said


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    example = "sapa guard check texts.jsonl findings.jsonl"
    group = add_group(commands, "guard", _("the message guard: what is wrong with a text"), example)
    parser = add_command(group, "check", _("check every text of a JSON lines file"), example)
    parser.add_argument("cases", metavar=_("IN"), type=Path, help=_("texts, one JSON object a line"))
    parser.add_argument("answers", metavar=_("OUT"), type=Path, help=_("where the findings go, one a line"))
    parser.set_defaults(run=check)


def check(args: argparse.Namespace) -> int:
    """Writes one answer a line; a bad line gets an error line. Exit 1 when there was one, 2 for bad files."""
    try:
        lines = args.cases.read_bytes().splitlines()
        answers = [answer(line) for line in lines if line.strip()]
        with args.answers.open("w", encoding="utf-8", errors="backslashreplace") as out:
            out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in answers)
    except (OSError, ValueError) as error:
        print(said(error), file=sys.stderr)
        return 2
    return int(any("error" in row for row in answers))


def answer(line: bytes) -> dict[str, Any]:
    from sapa.domain.guard import check_case

    case: Any = None
    try:
        case = json.loads(line.decode("utf-8-sig"))
        return check_case(case)
    except (ValueError, TypeError, RecursionError) as error:
        return {"id": case.get("id") if isinstance(case, dict) else None, "error": str(error)}
