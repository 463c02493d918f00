"""Facts in a reply that a reviewer would look up: references, amounts, days, clock times."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "januari january jan",
            "februari february feb",
            "maret march mar",
            "april apr",
            "mei may",
            "juni june jun",
            "juli july jul",
            "agustus august agu aug",
            "september sep sept",
            "oktober october okt oct",
            "november nov",
            "desember december des dec",
        ],
        1,
    )
    for name in names.split()
}
LINK = re.compile(r"https?://\S+|www\.\S+")
REFERENCE = re.compile(
    r"(?<![\w/-])(?=[A-Z0-9/-]*\d)[A-Z][A-Z0-9]*(?:[/-][A-Z0-9]+)+(?![\w])|\b[A-Z]{2,}\d{4,}\w*"
)
LONG_NUMBER = re.compile(r"(?<![\d.,])\+?\d(?:[ -]?\d){7,}(?![\d.,]\d)")
MONEY = re.compile(
    r"(?:Rp|IDR)\.?\s*(\d[\d.,]*)(?:[ ]?(ribu|rb|k|juta|jt)\b)?|\b(\d{1,3}(?:\.\d{3})+)\b", re.IGNORECASE
)
WORDED_DAY = re.compile(
    rf"\b(\d{{1,2}})\s+({'|'.join(MONTHS)})\b|\b({'|'.join(MONTHS)})\s+(\d{{1,2}})\b", re.IGNORECASE
)
SHORT_DAY = re.compile(r"(?<![\d/.])(\d{1,2})/(\d{1,2})(?:/\d{2,4})?(?![\d/])")
ISO_DAY = re.compile(r"\b\d{4}-(\d{2})-(\d{2})\b")
CLOCK = re.compile(
    r"(?:pukul|jam|at)\s+(\d{1,2})[.:](\d{2})\b|\b(\d{1,2})[.:](\d{2})\s*(?:WIB|WITA|WIT)\b", re.IGNORECASE
)
TICKET = re.compile(
    r"(?:tiket|ticket|laporan|report|kasus|case)\W+(?:\w+\W+){0,3}?([A-Z0-9][\w/-]*\d[\w/-]*)"
    r"|(?:nomor|number)\s+(T-\d+)",
    re.IGNORECASE,
)
WORTH = {"ribu": 1000, "rb": 1000, "k": 1000, "juta": 1_000_000, "jt": 1_000_000}
ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")


@dataclass(frozen=True)
class Facts:
    references: frozenset[str] = frozenset()
    amounts: frozenset[int] = frozenset()
    days: frozenset[tuple[int, int]] = frozenset()
    clocks: frozenset[tuple[int, int]] = frozenset()

    def __or__(self, other: "Facts") -> "Facts":
        return Facts(
            self.references | other.references,
            self.amounts | other.amounts,
            self.days | other.days,
            self.clocks | other.clocks,
        )

    def missing_from(self, known: "Facts") -> list[str]:
        """What stands nowhere in `known`, told so that a person can look it up."""
        loose = [one for one in self.references if not any(one in each for each in known.references)]
        return [
            *(f"reference {one}" for one in sorted(loose)),
            *(f"amount {one}" for one in sorted(self.amounts - known.amounts)),
            *(f"day {one}" for one in sorted(self.days - known.days)),
            *(f"clock {one}" for one in sorted(self.clocks - known.clocks)),
        ]


def joined(parts: Iterable[Facts]) -> Facts:
    whole = Facts()
    for part in parts:
        whole |= part
    return whole


def bare(text: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", text.upper())


def facts_in(text: str) -> Facts:
    """Facts of a text that people read; links are left out, a ticket's own number is nobody's record."""
    text = LINK.sub(" ", text)
    tickets = {bare(each) for found in TICKET.findall(text) for each in found}
    told = [bare(each) for each in (*REFERENCE.findall(text), *LONG_NUMBER.findall(text))]
    return Facts(
        frozenset(re.sub(r"^(?:62|0)(?=8\d{8})", "", one) for one in told if one not in tickets),
        frozenset(amounts(text)),
        frozenset(days(text)),
        frozenset((int(found[0] or found[2]), int(found[1] or found[3])) for found in CLOCK.findall(text)),
    )


def amounts(text: str) -> Iterable[int]:
    for after, unit, dotted in MONEY.findall(text):
        digits = re.sub(r"\D", "", re.sub(r",\d{1,2}$", "", (after or dotted).rstrip(".,")))
        if not digits:
            continue
        if unit and re.fullmatch(r"\d+[.,]\d{1,2}", after):
            yield round(float(after.replace(",", ".")) * WORTH[unit.lower()])
        else:
            yield int(digits) * WORTH.get(unit.lower(), 1)


def days(text: str) -> Iterable[tuple[int, int]]:
    for day, month, other, day_after in WORDED_DAY.findall(text):
        yield int(day or day_after), MONTHS[(month or other).lower()]
    yield from ((int(day), int(month)) for day, month in SHORT_DAY.findall(text) if int(month) <= 12)
    yield from ((int(day), int(month)) for month, day in ISO_DAY.findall(text))


def facts_of_record(record: Any) -> Facts:
    """Every fact of a record in whatever form a reply may tell it: moments in all three zones of the country."""
    if isinstance(record, dict):
        return joined(map(facts_of_record, record.values())) | computed(record)
    if isinstance(record, list):
        return joined(map(facts_of_record, record))
    if isinstance(record, bool) or record is None:
        return Facts()
    if isinstance(record, int | float):
        return Facts(amounts=frozenset({int(record)}))
    return facts_of_text(str(record))


def facts_of_text(text: str) -> Facts:
    moment = moment_of(text)
    if moment is not None:
        local = [moment.astimezone(ZoneInfo(zone)) for zone in ZONES]
        return Facts(
            days=frozenset((each.day, each.month) for each in local),
            clocks=frozenset((each.hour, each.minute) for each in local),
        )
    spoken = frozenset(
        (int(hour), int(minute)) for hour, minute in re.findall(r"\b(\d{1,2})[.:](\d{2})\b", text)
    )
    numbers = frozenset(int(each) for each in re.findall(r"(?<![\d.,])\d{2,9}(?![\d.,]\d)", text))
    return facts_in(text) | Facts(frozenset({bare(text)}), numbers, clocks=spoken)


def moment_of(text: str) -> datetime | None:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}T[\d:.]+(?:[+-]\d{2}:\d{2}|Z)", text):
        return None
    return datetime.fromisoformat(text)


def computed(record: dict[str, Any]) -> Facts:
    """What can be reckoned from an order: lines, their sum, the sum without shipping."""
    items = [item for item in record.get("items") or [] if isinstance(item, dict) and "price" in item]
    lines = [item["price"] * item.get("qty", 1) for item in items]
    total = int(record.get("total") or 0)
    return Facts(
        amounts=frozenset({*lines, sum(lines), total - int(record.get("shipping_fee") or 0)})
        if lines
        else frozenset()
    )


def near_days(now: datetime, count: int) -> frozenset[tuple[int, int]]:
    first: date = now.date()
    return frozenset(
        ((first + timedelta(days=each)).day, (first + timedelta(days=each)).month) for each in range(count)
    )
