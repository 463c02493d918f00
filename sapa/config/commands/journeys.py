"""`sapa journeys check`: what is wrong with journey files, one line a problem."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sapa.config.parsers import add_command, add_group
from sapa.config.words import _, language, said

if TYPE_CHECKING:
    from sapa.domain.journeys.problems import Problem
    from sapa.domain.policy import Policy


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    example = "sapa journeys check my-journey.yaml"
    group = add_group(commands, "journeys", _("journeys as files"), example)
    parser = add_command(group, "check", _("tell what is wrong with journey files, with the line"), example)
    parser.add_argument("files", nargs="+", type=Path, metavar=_("FILE"), help=_("journeys in YAML"))
    parser.add_argument("--policy", type=Path, metavar="P.json", help=_("settings laid upon the default"))
    parser.set_defaults(run=check)


def check(args: argparse.Namespace) -> int:
    """Exit 1 when a file is refused, 2 when the policy cannot be read; warnings alone leave it at 0."""
    from sapa.config.commands.policy import read_object
    from sapa.domain.policy import policy_from

    try:
        policy = policy_from(read_object(args.policy) if args.policy else {})
    except (OSError, ValueError) as error:
        print(said(error), file=sys.stderr)
        return 2
    return max([check_file(file, policy) for file in args.files])


def check_file(file: Path, policy: "Policy") -> int:
    from sapa.domain.journeys.checking import problems_of
    from sapa.domain.journeys.problems import DefinitionError
    from sapa.domain.journeys.reading import parse_definition, text_of

    try:
        definition = parse_definition(text_of(file.read_bytes()), policy)
    except DefinitionError as error:
        tell(file, error.problems)
        return 1
    except OSError as error:
        print(f"{file}: {said(error)}")
        return 1
    tell(file, problems_of(definition, policy))
    return 0


def tell(file: Path, problems: "tuple[Problem, ...]") -> None:
    for one in problems:
        print(f"{file}:{one.line} {one.code} {one.message.in_language(language())}")
