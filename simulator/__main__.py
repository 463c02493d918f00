"""`python -m simulator`: the WhatsApp simulator as a program of its own."""

import argparse
from pathlib import Path

from aiohttp import web

from simulator.app import create_app
from simulator.config import Config

DEFAULTS = Config()


def parser() -> argparse.ArgumentParser:
    told = argparse.ArgumentParser(prog="simulator", description=__doc__)
    told.add_argument("--host", default="127.0.0.1")
    told.add_argument("--port", type=int, default=8090)
    told.add_argument("--webhook", metavar="URL", help="where the app takes WhatsApp webhooks")
    told.add_argument("--app-secret", default="simulator", help="signs the webhooks")
    told.add_argument("--token", default="simulator", help="the bearer token that the app must show")
    told.add_argument("--phone-number-id", default=DEFAULTS.phone_number_id)
    told.add_argument("--waba-id", default=DEFAULTS.waba_id)
    told.add_argument("--display-phone", default=DEFAULTS.display_phone)
    told.add_argument("--verified-name", default=DEFAULTS.verified_name)
    told.add_argument("--zone", default=DEFAULTS.zone, help="zone of the times on the phones")
    told.add_argument("--ledger", type=Path, metavar="OUT.jsonl", help="one line per message; overwritten")
    told.add_argument("--seed", type=int, default=DEFAULTS.seed)
    told.add_argument("--auto", action="store_true", help="simulated customers answer by themselves")
    told.add_argument("--reply-rate", type=float, default=DEFAULTS.reply_rate)
    told.add_argument("--frozen", action="store_true", help="time moves only through /_control/due")
    told.add_argument("--mps", type=int, default=DEFAULTS.mps, help="messages per second; 0 = no limit")
    return told


def main(argv: list[str] | None = None) -> None:
    told = vars(parser().parse_args(argv))
    host, port = told.pop("host"), told.pop("port")
    print(f"Ponsel simulasi: http://{host}:{port}/", flush=True)
    web.run_app(
        create_app(Config(**told)), host=host, port=port, print=None, access_log=None, shutdown_timeout=1
    )


if __name__ == "__main__":
    main()
