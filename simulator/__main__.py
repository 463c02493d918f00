"""`python -m simulator`: WhatsApp's Cloud API with its phones, as a program of its own."""

import argparse
import time
from pathlib import Path
from typing import Any

from aiohttp import web

from simulator import rules
from simulator.accounts import TIERS
from simulator.app import create_app
from simulator.config import Config, read_file
from simulator.errors import GraphError
from simulator.rules import Rules

DEFAULTS = Config()
UNTOLD = argparse.SUPPRESS


def parser() -> argparse.ArgumentParser:
    told = argparse.ArgumentParser(prog="simulator", description=__doc__)
    told.add_argument("--host", default="127.0.0.1")
    told.add_argument("--port", type=int, default=8090)
    told.add_argument("--config", type=Path, metavar="FILE.json", help="all of this and more; options win")
    told.add_argument(
        "--webhook", metavar="URL", default=UNTOLD, help="where the app takes WhatsApp webhooks"
    )
    told.add_argument("--app-secret", default=UNTOLD, help="signs the webhooks (simulator)")
    told.add_argument("--token", default=UNTOLD, help="the bearer token that the app must show (simulator)")
    told.add_argument("--phone-number-id", default=UNTOLD, help=f"({DEFAULTS.phone_number_id})")
    told.add_argument("--waba-id", default=UNTOLD, help=f"the business account ({DEFAULTS.waba_id})")
    told.add_argument("--display-phone", default=UNTOLD, help=f"({DEFAULTS.display_phone})")
    told.add_argument("--verified-name", default=UNTOLD, help=f"({DEFAULTS.verified_name})")
    told.add_argument("--zone", default=UNTOLD, help=f"zone of the times on the phones ({DEFAULTS.zone})")
    told.add_argument(
        "--ledger", type=Path, metavar="OUT.jsonl", default=UNTOLD, help="one line per message; overwritten"
    )
    told.add_argument("--seed", type=int, default=UNTOLD, help=f"({DEFAULTS.seed})")
    told.add_argument("--fresh", action="store_true", help="messages with ids of their own at each start")
    told.add_argument(
        "--auto", action="store_true", default=UNTOLD, help="simulated customers answer by themselves"
    )
    told.add_argument("--reply-rate", type=float, default=UNTOLD, help=f"({DEFAULTS.reply_rate})")
    told.add_argument(
        "--frozen", action="store_true", default=UNTOLD, help="time moves only through /_control/due"
    )
    told.add_argument("--mps", type=int, default=UNTOLD, help="messages per second of a number; 0 = no limit")
    told.add_argument("--tier", choices=list(TIERS), default=UNTOLD, help="messaging limit of the portfolio")
    told.add_argument(
        "--strict", action="store_true", help="every rule as Meta documents it; 80 mps, TIER_250"
    )
    told.add_argument(
        "--rule", action="append", default=[], metavar="NAME=VALUE", help="one rule, see docs/simulator.md"
    )
    return told


def configured(told: dict[str, Any]) -> Config:
    """Options win over the file. Raises ValueError or GraphError for what is not known."""
    path, strict, changes = told.pop("config"), told.pop("strict"), dict(map(rules.read, told.pop("rule")))
    values: dict[str, Any] = {"token": "simulator", "app_secret": "simulator"}
    if strict:
        values |= {"mps": 80, "tier": "TIER_250", "rules": Rules.strict()}
    if told.pop("fresh"):
        values |= {"run": int(time.time())}
    if path:
        values |= read_file(path, values.get("rules"))
    base: Rules = values.get("rules", Rules())
    return Config(**{**values, "rules": base.changed(changes), **told})


def main(argv: list[str] | None = None) -> None:
    reader = parser()
    told = vars(reader.parse_args(argv))
    host, port = told.pop("host"), told.pop("port")
    try:
        app = create_app(configured({"base_url": f"http://{host}:{port}", **told}))
    except (GraphError, OSError, ValueError) as error:
        reader.error(getattr(error, "details", "") or str(error))
    print(f"Ponsel simulasi: http://{host}:{port}/", flush=True)
    web.run_app(app, host=host, port=port, print=None, access_log=None, shutdown_timeout=1)


if __name__ == "__main__":
    main()
