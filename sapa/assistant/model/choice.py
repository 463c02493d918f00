"""What a shop chose for its language model; without it nothing of this room's model is ever asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from sapa.domain.policy.fields import Reader, refuse_others

SETTING = "assistant_model"
PREFIX = "assistant_model: "
OFF, UNDERSTAND, PHRASE, DRAFT = "off", "understand", "understand+phrase", "draft_only"
MODES = (OFF, UNDERSTAND, PHRASE, DRAFT)
MILLION = 1_000_000
LONGEST_ADDRESS, LONGEST_NAME = 300, 120
SHORTEST_WAIT, LONGEST_WAIT = 1, 30
FEWEST_TOKENS, MOST_TOKENS = 50, 4_000
MOST_RUPIAH = 1_000_000_000
DEFAULT: Mapping[str, Any] = {
    "mode": OFF,
    "address": "",
    "model": "",
    "timeout": 8,
    "max_tokens": 400,
    "price_in": 0,
    "price_out": 0,
    "monthly_cap": None,
}


@dataclass(frozen=True, slots=True)
class Plug:
    """`timeout`: seconds for one message, a second try included; prices: rupiah for a million tokens; `monthly_cap`:
    rupiah, None where there is none."""

    mode: str = OFF
    address: str = ""
    model: str = ""
    timeout: int = 8
    max_tokens: int = 400
    price_in: int = 0
    price_out: int = 0
    monthly_cap: int | None = None

    @property
    def is_there(self) -> bool:
        return self.mode != OFF and bool(self.address and self.model)

    @property
    def reads(self) -> bool:
        return self.is_there and self.mode in (UNDERSTAND, PHRASE)

    @property
    def phrases(self) -> bool:
        return self.is_there and self.mode == PHRASE

    @property
    def drafts(self) -> bool:
        """Whether it words drafts for the team."""
        return self.is_there and self.mode in (PHRASE, DRAFT)

    def cost(self, tokens_in: int, tokens_out: int) -> int:
        """Millionths of a rupiah."""
        return tokens_in * self.price_in + tokens_out * self.price_out

    def has_room(self, spent: int, wanted: int) -> bool:
        return self.monthly_cap is None or spent + wanted <= self.monthly_cap * MILLION


def plug_from(document: Mapping[str, Any] | None) -> Plug:
    """Checked; ValueError names the setting that is wrong."""
    given = dict(document or {})
    refuse_others(given, DEFAULT, PREFIX)
    read = Reader({**DEFAULT, **given}, PREFIX)
    address = str(read.value("address")).strip().rstrip("/")[:LONGEST_ADDRESS]
    if address and not is_address(address):
        raise read.wrong("address", "http:// or https:// and a host", address)
    return Plug(
        mode=read.choice("mode", *MODES),
        address=address,
        model=str(read.value("model")).strip()[:LONGEST_NAME],
        timeout=max(SHORTEST_WAIT, read.count("timeout", most=LONGEST_WAIT)),
        max_tokens=max(FEWEST_TOKENS, read.count("max_tokens", most=MOST_TOKENS)),
        price_in=read.count("price_in", most=MOST_RUPIAH),
        price_out=read.count("price_out", most=MOST_RUPIAH),
        monthly_cap=None
        if read.value("monthly_cap") is None
        else read.count("monthly_cap", most=MOST_RUPIAH),
    )


def plug_of(settings: Mapping[str, Any]) -> Plug:
    """What cannot be read is as if no model were there."""
    if SETTING not in settings:
        return Plug()
    try:
        return plug_from(settings[SETTING])
    except (ValueError, TypeError):
        return Plug()


def is_address(told: str) -> bool:
    try:
        parts = urlsplit(told)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return False
