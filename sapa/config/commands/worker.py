"""`sapa worker`: one more worker on the same database."""

import argparse
import asyncio
import contextlib
import signal
import sys

from sapa.config.parsers import add_command
from sapa.config.words import _, said


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = add_command(commands, "worker", _("run one more worker on the same database"))
    parser.add_argument("--attached", action="store_true", help=argparse.SUPPRESS)
    parser.set_defaults(run=work)


def work(args: argparse.Namespace) -> int:
    """`--attached`: the database is `sapa serve`'s affair; else it is started when none runs."""
    from sapa.base.postgres import DatabaseError, running_database
    from sapa.config.worker import main

    try:
        with contextlib.nullcontext() if args.attached else running_database():
            main(stop_on_signals)
    except DatabaseError as error:
        print(said(error), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0
    return 0


def stop_on_signals(stop: asyncio.Event) -> None:
    """The first signal lets every loop finish its round; the second interrupts."""
    loop = asyncio.get_running_loop()

    def first(number: signal.Signals) -> None:
        stop.set()
        loop.remove_signal_handler(number)
        signal.signal(number, signal.default_int_handler)

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, first, number)
