"""What one run of the simulator is told."""

from dataclasses import dataclass, field
from pathlib import Path


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
    """One business number. An empty `token` refuses every HTTP call; `mps` 0 means no throughput limit.

    `frozen`: time stands still and webhooks are fetched at `/_control/due` instead of being posted.
    """

    seed: int = 1
    token: str = ""
    app_secret: str = ""
    phone_number_id: str = "106540352242922"
    waba_id: str = "102290129340398"
    display_phone: str = "+62 811-1000-1000"
    verified_name: str = "Toko Sari"
    country_code: str = "62"
    zone: str = "Asia/Jakarta"
    webhook: str | None = None
    webhook_batch: int = 100
    ledger: Path | None = None
    auto: bool = False
    frozen: bool = False
    reply_rate: float = 0.25
    mps: int = 0
    delays: Delays = field(default_factory=Delays)

    @property
    def display_digits(self) -> str:
        return "".join(c for c in self.display_phone if c.isdigit())
