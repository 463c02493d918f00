"""The customers of Toko Sari and their places."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

WIB, WITA, WIT = ZoneInfo("Asia/Jakarta"), ZoneInfo("Asia/Makassar"), ZoneInfo("Asia/Jayapura")


@dataclass(frozen=True)
class Customer:
    id: str
    name: str
    phone: str
    province: str
    postcode: str


DEWI = Customer("C-1", "Dewi Lestari", "+6281210000001", "DKI Jakarta", "10110")
MADE = Customer("C-2", "Made Wirawan", "+6281210000002", "Bali", "80111")
YOSEF = Customer("C-3", "Yosef Wanggai", "+6281210000003", "Papua", "99111")
RINI = Customer("C-4", "Rini Hartati", "+6281210000004", "DKI Jakarta", "10120")


def at(day: int, clock: str, zone: ZoneInfo = WIB, month: int = 9, year: int = 2026) -> datetime:
    """Toko Sari opens its books on Tuesday 15 September 2026 at 08:00 in Jakarta."""
    hour, minute = clock.split(":")
    return datetime(year, month, day, int(hour), int(minute), tzinfo=zone)
