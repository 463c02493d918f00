"""`sapa`: reads the command line and hands over to one module of `config/commands`."""

import argparse
import importlib
import os
import sys

from sapa.base.sentences import SentenceError
from sapa.config.words import _, said, teach_argparse

GROUPS = (
    "serve",
    "worker",
    "check",
    "mail",
    "demo",
    "simulator",
    "imports",
    "exports",
    "sources",
    "channels",
    "policy",
    "journeys",
    "guard",
    "assistant",
    "phones",
    "api",
    "bench",
    "messages",
)


def build_parser() -> argparse.ArgumentParser:
    teach_argparse()
    parser = argparse.ArgumentParser(
        prog="sapa",
        description=_("Follow up customers after they buy, on WhatsApp, when it suits them."),
        epilog=_("Example: %(command)s") % {"command": "sapa demo"},
    )
    commands = parser.add_subparsers(dest="command", metavar=_("COMMAND"))
    for name in GROUPS:
        importlib.import_module(f"sapa.config.commands.{name}").add(commands)
    return parser


def main(argv: list[str] | None = None) -> int:
    """Exit code: the command's own; 2 when it was not understood, 1 with a sentence when Sapa is not set up."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sapa.config.settings")
    parser = build_parser()
    args = parser.parse_args(argv)
    if args.command is None:
        parser.print_help(sys.stderr)
        return 2
    try:
        result: int = args.run(args)
    except SentenceError as error:
        print(said(error), file=sys.stderr)
        return 1
    return result


if __name__ == "__main__":
    sys.exit(main())
