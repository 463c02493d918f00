"""`sapa assistant converse`: whole conversations with the assistant of a shop that a file describes."""

import argparse
from pathlib import Path

from sapa.config.commands.assistant.lines import add_files, answer_lines
from sapa.config.parsers import add_command
from sapa.config.words import _


def add(group: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    example = "sapa assistant converse shop.json conversations.jsonl answers.jsonl"
    says = _("play whole conversations with the assistant of a shop that a file describes")
    parser = add_command(group, "converse", says, example)
    parser.add_argument(
        "fixture", metavar=_("FIXTURE"), type=Path, help=_("the shop and its records, one JSON object")
    )
    add_files(parser)
    parser.set_defaults(run=converse)


def converse(args: argparse.Namespace) -> int:
    """Exit 1 when a line was bad, 2 for bad files. Nothing of a shop that runs here is touched."""
    from sapa.lab.converse.command import converse as played

    return played(args.fixture, lambda answer: answer_lines(args.asked, args.answers, answer))
