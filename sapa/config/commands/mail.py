"""`sapa mail test ADDRESS`: one mail, to see whether the server takes it."""

import argparse
import sys

from sapa.config.parsers import add_command, add_group
from sapa.config.words import _


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    example = "sapa mail test budi@tokosari.example"
    group = add_group(commands, "mail", _("mail of this installation"), example)
    parser = add_command(group, "test", _("send one mail, to see whether it arrives"), example)
    parser.add_argument("address", metavar=_("ADDRESS"), help=_("where it goes"))
    parser.set_defaults(run=send_test)


def send_test(args: argparse.Namespace) -> int:
    """Exit code 1 with a sentence when it was not taken."""
    import django

    django.setup()
    from sapa.config.mailing import tried

    wrong = tried(args.address)
    told = wrong or _("The mail to %(address)s was taken.") % {"address": args.address}
    print(told, file=sys.stderr if wrong else sys.stdout)
    return 1 if wrong else 0
