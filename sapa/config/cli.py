"""`sapa`: reads the command line and hands over to one module of `config/commands`."""

import argparse
import importlib
import os
import sys

GROUPS = (
    "serve",
    "worker",
    "check",
    "demo",
    "imports",
    "sources",
    "channels",
    "policy",
    "phones",
    "bench",
    "messages",
)


def build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="sapa")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name in GROUPS:
        importlib.import_module(f"sapa.config.commands.{name}").add(commands)
    return parser


def main(argv: list[str] | None = None) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sapa.config.settings")
    args = build_parser().parse_args(argv)
    result: int = args.run(args)
    return result


if __name__ == "__main__":
    sys.exit(main())
