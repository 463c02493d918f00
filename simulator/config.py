"""What one run of the simulator is told."""

import json
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from simulator.rules import Rules


@dataclass(frozen=True, slots=True, kw_only=True)
class Delays:
    """Seconds from acceptance to each status; reading follows a log-normal around `read_median`."""

    sent: tuple[float, float] = (0.2, 0.8)
    delivered: tuple[float, float] = (1.0, 4.0)
    offline_rate: float = 0.04
    offline_median: float = 1800.0
    read_rate: float = 0.7
    read_median: float = 600.0
    read_sigma: float = 1.1
    skips_delivered_rate: float = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """One business number, and more in `setup`. An empty `token` refuses every call; `mps` 0 means no limit.

    `base_url`: where this simulator is, for the addresses of media in webhooks.
    `run`: tells messages apart from those of an earlier run, which the app may still know.
    `frozen`: time stands still and webhooks are fetched at `/_control/due` instead of being posted.
    `setup`: what `/_control` is told at the start and after each reset: {accounts, numbers, tokens,
    subscribers, phones, templates, faults}, each a list of bodies of that call.
    """

    seed: int = 1
    run: int = 0
    token: str = ""
    app_secret: str = ""
    app_id: str = "1040001000100010"
    phone_number_id: str = "106540352242922"
    waba_id: str = "102290129340398"
    display_phone: str = "+62 811-1000-1000"
    verified_name: str = "Toko Sari"
    country_code: str = "62"
    zone: str = "Asia/Jakarta"
    webhook: str | None = None
    base_url: str = "http://127.0.0.1:8090"
    ledger: Path | None = None
    auto: bool = False
    frozen: bool = False
    reply_rate: float = 0.25
    mps: int = 0
    tier: str = "TIER_UNLIMITED"
    delays: Delays = field(default_factory=Delays)
    rules: Rules = field(default_factory=Rules)
    setup: dict[str, Any] = field(default_factory=dict)

    @property
    def message_seed(self) -> int:
        return self.seed + self.run

    @property
    def display_digits(self) -> str:
        return "".join(c for c in self.display_phone if c.isdigit())


SETUP = ("portfolios", "accounts", "numbers", "tokens", "subscribers", "phones", "templates", "faults")


def read_file(path: Path, base: Rules | None = None) -> dict[str, Any]:
    """The values of Config of a JSON file: its fields, `rules`, `delays` and the lists of `setup`.

    Raises ValueError for a key that is not known, GraphError 100 for a rule that is not.
    """
    told = json.loads(path.read_text(encoding="utf-8"))
    rules = (base or Rules()).changed(told.pop("rules", {}))
    delays = replace(Delays(), **{key: _pair(value) for key, value in told.pop("delays", {}).items()})
    setup = {key: told.pop(key) for key in SETUP if key in told}
    known = {one.name for one in fields(Config)} - {"rules", "delays", "setup", "ledger"}
    if unknown := set(told) - known:
        raise ValueError(f"{path}: unknown {', '.join(sorted(unknown))}")
    return {**told, "rules": rules, "delays": delays, "setup": setup}


def _pair(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
