"""How a command takes its place: the same words in the list of commands and at the head of its own help."""

import argparse
from datetime import date

from sapa.config.words import _


def add_command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, says: str, example: str = ""
) -> argparse.ArgumentParser:
    """`says` without a full stop; `example` as it is typed."""
    told = _("Example: %(command)s") % {"command": example} if example else None
    return commands.add_parser(
        name,
        help=says,
        description=f"{says[0].upper()}{says[1:]}.",
        epilog=told,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def add_group(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, says: str, example: str
) -> "argparse._SubParsersAction[argparse.ArgumentParser]":
    """A command that only holds others."""
    group = add_command(commands, name, says, example)
    return group.add_subparsers(required=True, metavar=_("COMMAND"))


def day(written: str) -> date:
    """The type of an argument."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        told = _("%(written)s is not a day; write it like 2017-11-24") % {"written": written}
        raise argparse.ArgumentTypeError(told) from None
