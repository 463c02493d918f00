"""`sapa assistant understand`: what messages of customers ask for."""

import argparse
from collections.abc import Mapping
from typing import Any

from sapa.config.commands.assistant.lines import add_files, answer_lines
from sapa.config.parsers import add_command
from sapa.config.words import _


def add(group: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    example = "sapa assistant understand messages.jsonl found.jsonl"
    parser = add_command(group, "understand", _("tell what every message of a JSON lines file asks"), example)
    add_files(parser)
    parser.set_defaults(run=understand)


def understand(args: argparse.Namespace) -> int:
    """Exit 1 when a line was bad, 2 for bad files."""
    return answer_lines(args.asked, args.answers, answer)


def answer(case: Mapping[str, Any]) -> dict[str, Any]:
    from sapa.domain.understanding.documents import understand_case

    return understand_case(case)
