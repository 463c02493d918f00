"""`sapa check`: configuration and health, one plain sentence a line; exit 1 when something is wrong."""

import argparse

from sapa.config.parsers import add_command
from sapa.config.words import _


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = add_command(commands, "check", _("look at configuration and health"))
    parser.set_defaults(run=check)


def check(_args: argparse.Namespace) -> int:
    from sapa.config.health import examine

    wrong = 0
    for finding in examine():
        print(f"{'✓' if finding.good else '✗'} {finding.sentence}", flush=True)
        wrong += not finding.good
    return 1 if wrong else 0
