"""JSON lines in, JSON lines out: one object a line, and a bad line spoils only itself."""

import argparse
import codecs
import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from sapa.config.words import _, said

# Whatever a line of somebody else's file can bring about: wrong shapes, far dates, endless nesting.
BAD_LINE = (ValueError, TypeError, AttributeError, LookupError, ArithmeticError, RecursionError)


def add_files(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("asked", metavar=_("IN"), type=Path, help=_("what is asked, one JSON object a line"))
    parser.add_argument("answers", metavar=_("OUT"), type=Path, help=_("where the answers go, one a line"))


def answer_lines(asked: Path, answers: Path, answer: Callable[[Mapping[str, Any]], dict[str, Any]]) -> int:
    """One answer for each line that is not blank, its `id` first; 1 when a line was bad, 2 for bad files."""
    try:
        lines = asked.read_bytes().removeprefix(codecs.BOM_UTF8).split(b"\n")
        bad = 0
        with answers.open("w", encoding="utf-8", errors="backslashreplace") as out:
            for row in (answered(line, answer) for line in lines if line.strip()):
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
                bad |= "error" in row
    except OSError as error:
        print(said(error), file=sys.stderr)
        return 2
    return int(bad)


def answered(line: bytes, answer: Callable[[Mapping[str, Any]], dict[str, Any]]) -> dict[str, Any]:
    case: Any = None
    try:
        case = json.loads(line.decode())
        if not isinstance(case, dict):
            raise ValueError(_("A JSON object is expected."))
        return {"id": case.get("id"), **answer(case)}
    except BAD_LINE as error:
        return {"id": case.get("id") if isinstance(case, dict) else None, "error": said(error)}
