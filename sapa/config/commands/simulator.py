"""`sapa simulator`: WhatsApp's simulated Cloud API and its phones by themselves, without a shop."""

import argparse
import os
import sys

from sapa.config.parsers import add_command
from sapa.config.words import _


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    says = _("the simulated WhatsApp with its phones, by itself")
    parser = add_command(commands, "simulator", says, "sapa simulator --port 8090 -- --strict --seed 7")
    parser.add_argument("--port", type=int, default=8090, help=_("port of the simulated phones"))
    more = _("further options, after --; `sapa simulator -- --help` lists them")
    parser.add_argument("options", nargs="*", metavar=_("OPTION"), help=more)
    parser.set_defaults(run=become_simulator)


def become_simulator(args: argparse.Namespace) -> int:
    """This process becomes the simulator, so that signals reach it."""
    command = [sys.executable, "-m", "simulator", "--port", str(args.port), *args.options]
    os.execv(sys.executable, command)  # noqa: S606 (our own program)
