"""Looks at a replay's two files with nothing of Sapa: who was written to when, against what was fed in.

`python tests/routes/recompute.py LEDGER.jsonl INPUTS.jsonl` prints one line for each wrong message.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

Line = dict[str, Any]
WIB, WITA, WIT = "Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"
EASTERN = "maluku, maluku utara, papua, papua barat, papua barat daya, papua tengah, papua pegunungan, papua selatan"
CENTRAL = (
    "bali, nusa tenggara barat, nusa tenggara timur, kalimantan selatan, kalimantan timur, kalimantan utara, "
    "sulawesi utara, sulawesi tengah, sulawesi selatan, sulawesi tenggara, sulawesi barat, gorontalo"
)
HOLIDAYS = {date(2026, 8, 17), date(2026, 8, 25), date(2026, 12, 25)}
ABROAD = {"+65": ("Asia/Singapore",), "+60": ("Asia/Kuala_Lumpur", "Asia/Kuching")}
REMINDER = re.compile(r"menunggu pembayaran|ditutup otomatis|kami tutup pada")
AT_ONCE = timedelta(seconds=60)


def read(file: Path) -> list[Line]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def wrong(ledger: list[Line], inputs: list[Line]) -> Iterator[str]:
    """One sentence for each message that should not have been sent."""
    nudges = [line for line in ledger if line["dir"] == "out" and not is_reply(line, ledger)]
    twice = Counter((line["phone"], line["text"]) for line in nudges)
    for line in nudges:
        who = f"{line['at']} {line['id']}"
        if not is_awake(line, inputs):
            yield f"{who}: outside the customer's hours"
        if (order := reminded_order(line, inputs)) and is_settled(order, line["at"], inputs):
            yield f"{who}: order {order} was paid or cancelled"
        if twice[line["phone"], line["text"]] > 1:
            yield f"{who}: sent twice"
        if is_unwanted(line, ledger):
            yield f"{who}: after an opt-out"


def is_reply(line: Line, ledger: list[Line]) -> bool:
    """The assistant answers at once and without a template."""
    wrote = [at(one) for one in ledger if one["phone"] == line["phone"] and one["dir"] == "in"]
    return "template" not in line and any(timedelta() <= at(line) - then <= AT_ONCE for then in wrote)


def is_awake(line: Line, inputs: list[Line]) -> bool:
    customer = newest_order(line, inputs)
    zones = zones_of(customer)
    awake = all(time(8) <= local(line, zone).time() < time(21) for zone in zones)
    primary = WIB if WIB in zones else zones[0]
    return awake and (customer["segment"] != "b2b" or is_office_time(local(line, primary)))


def is_office_time(now: datetime) -> bool:
    return time(9) <= now.time() < time(17) and now.weekday() < 5 and now.date() not in HOLIDAYS


def newest_order(line: Line, inputs: list[Line]) -> Line:
    orders = [one for one in inputs if one["event"] == "order.placed" and one["phone"] == line["phone"]]
    return max((one for one in orders if at(one) <= at(line)), key=at)


def zones_of(customer: Line) -> tuple[str, ...]:
    """The address says where; a mobile number says nothing about the place, so it may be any of the three."""
    known = {
        zone for zone in (province_zone(customer["province"]), postcode_zone(customer["postcode"])) if zone
    }
    here = tuple(sorted(known)) or (WIB, WIT, WITA)
    return here + ABROAD.get(customer["phone"][:3], ())


def province_zone(province: str) -> str:
    name = province.lower()
    return (
        WIT if name in EASTERN.split(", ") else WITA if name in CENTRAL.split(", ") else WIB if name else ""
    )


def postcode_zone(postcode: str) -> str:
    if not postcode:
        return ""
    head = int(postcode[:2])
    return WIT if head >= 97 else WITA if head in {70, 71, 72, 75, 76, 77, *range(80, 97)} else WIB


def reminded_order(line: Line, inputs: list[Line]) -> str:
    if not REMINDER.search(line["text"]):
        return ""
    orders = {one["order_id"] for one in inputs if "order_id" in one and one["phone"] == line["phone"]}
    return next(str(order) for order in sorted(orders) if order in line["text"])


def is_settled(order: str, when: str, inputs: list[Line]) -> bool:
    ends = {"payment.received", "order.cancelled"}
    return any(
        one.get("order_id") == order and one["event"] in ends and at(one) <= datetime.fromisoformat(when)
        for one in inputs
    )


def is_unwanted(line: Line, ledger: list[Line]) -> bool:
    """BERHENTI said to an offer ends the offers, otherwise every follow-up."""
    talk = [one for one in ledger if one["phone"] == line["phone"] and at(one) < at(line)]
    stops = [one for one in talk if one["dir"] == "in" and one["text"].upper().startswith("BERHENTI")]
    if not stops:
        return False
    before = [one for one in talk if one["dir"] == "out" and at(one) < at(stops[-1]) and "template" in one]
    offers_only = before[-1]["template"].startswith("kangen_pelanggan")
    return not offers_only or line.get("template", "").startswith("kangen_pelanggan")


def at(line: Line) -> datetime:
    return datetime.fromisoformat(line["at"])


def local(line: Line, zone: str) -> datetime:
    return at(line).astimezone(ZoneInfo(zone))


if __name__ == "__main__":
    found = list(wrong(read(Path(sys.argv[1])), read(Path(sys.argv[2]))))
    sys.stdout.writelines(f"{one}\n" for one in found)
    sys.exit(bool(found))
