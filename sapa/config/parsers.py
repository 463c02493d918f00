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


class UsageError(ValueError):
    """A plain sentence about what was asked for."""


def find_workspace(wanted: str | None) -> int:
    """The one that is meant by public id, number or name; the only one where none is named. Raises UsageError."""
    from sapa.accounts.selectors import workspace, workspace_ids
    from sapa.base.scope import workspace_scope

    found = []
    for workspace_id in workspace_ids():
        with workspace_scope(workspace_id):
            one = workspace()
        if wanted is None or wanted in (str(one.pk), str(one.public_id), one.name):
            found.append(one)
    if len(found) != 1:
        names = ", ".join(f"{one.name} ({one.public_id})" for one in found)
        several = _("Say with --workspace which one of these: %(names)s") % {"names": names}
        raise UsageError(several if found else _("There is no such workspace."))
    return found[0].pk
