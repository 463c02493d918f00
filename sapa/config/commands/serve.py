"""`sapa serve`: web, workers and database in one command."""

import argparse

from sapa.config.parsers import add_command
from sapa.config.words import _


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = add_command(commands, "serve", _("run web, workers and database"), "sapa serve --port 8000")
    add_options(parser)
    parser.set_defaults(run=serve)


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", help=_("address to listen on (SAPA_HOST)"))
    parser.add_argument("--port", type=int, help=_("port to listen on (SAPA_PORT)"))
    parser.add_argument("--workers", type=int, metavar="N", help=_("worker processes (SAPA_WORKERS)"))
    parser.add_argument("--reload", action="store_true", help=_("start again when a source file changes"))


def serve(args: argparse.Namespace) -> int:
    from sapa.base.instance import instance
    from sapa.config.house import House
    from sapa.config.house import serve as run

    settings = instance()
    host, port = args.host or settings.host, args.port or settings.port
    workers = settings.workers if args.workers is None else args.workers
    return run(
        House(host, port, workers, args.reload, announce=lambda: print(f"Sapa: {settings.url}", flush=True))
    )
