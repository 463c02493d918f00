"""A file of orders like a shop's own export: the same for the same number of rows."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

NOW = datetime(2026, 11, 3, 3, tzinfo=UTC)
HEADER = "order_id,customer_id,name,phone,province,city,postcode,status,purchased_at,approved_at,quantity,goods,total"
NAMES = (
    "Dewi Anggraini",
    "Made Wirawan",
    "Yosef Wanggai",
    "Rini Kusuma",
    "Siti Rahma",
    "Agus Salim",
    "Hartono",
)
PLACES = (
    "Jawa Barat,Bandung,40111",
    "DKI Jakarta,Jakarta,12190",
    "Bali,Denpasar,80111",
    "Papua,Jayapura,99111",
)
ORDERS_OF_ONE = 3  # the third order of every customer comes from one who is known


def write_file(path: Path, rows: int) -> None:
    with path.open("w", encoding="utf-8") as out:
        out.write(f"{HEADER}\n")
        out.writelines(_row(number) for number in range(rows))


def _row(number: int) -> str:
    customer = number * (ORDERS_OF_ONE - 1) // ORDERS_OF_ONE
    placed = NOW - timedelta(days=2, seconds=number * 30 % 31_000_000)
    paid = "" if number % 10 == 0 else f"{placed + timedelta(minutes=7):%Y-%m-%d %H:%M:%S}"
    return (
        f"INV-{number:08d},C-{customer},{NAMES[customer % 7]},0812{customer:08d},{PLACES[customer % 4]},"
        f"{'paid' if paid else 'pending'},{placed:%Y-%m-%d %H:%M:%S},{paid},{number % 3 + 1},Kopi Gayo 1 kg,"
        f"{(number % 90 + 10) * 1000}\n"
    )
