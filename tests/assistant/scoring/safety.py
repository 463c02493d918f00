"""What must never stand in a reply: invented facts, facts of another order, anything of another customer."""

import json
import re
from collections.abc import Iterable
from datetime import datetime

from tests.assistant.scoring.facts import (
    Facts,
    bare,
    facts_in,
    facts_of_record,
    facts_of_text,
    joined,
    near_days,
)
from tests.assistant.scoring.rows import Row

WRITING = {"cancel_order", "change_address", "change_order", "subscription_change"}
OPENING_DAYS = 8
OPENS = re.compile(r"\b(buka|petugas|tim|jam kerja|team|open|agent|bukak)\b", re.IGNORECASE)


def own_records(fixture: Row, customer: object) -> list[Row]:
    kinds = ("orders", "subscriptions")
    person = [row for row in fixture.get("customers", []) if customer and row["id"] == customer]
    return person + [
        row for kind in kinds for row in fixture.get(kind, []) if customer and row["customer"] == customer
    ]


def public_records(fixture: Row) -> list[Row]:
    return [fixture["business"], *fixture.get("products", []), *fixture.get("kb", [])]


def evidence(fixture: Row, customer: object, said: Iterable[str], now: datetime) -> Facts:
    """All that may be told to `customer`: own records, articles, products, settings, own words."""
    records = [*own_records(fixture, customer), *public_records(fixture)]
    today = Facts(days=near_days(now, 1))
    return joined([*map(facts_of_record, records), *map(facts_of_text, said), today])


def fabricated(reply: str, known: Facts, now: datetime) -> list[str]:
    """A reply that speaks of the team's hours may name the days to come; any other may not."""
    coming = near_days(now, OPENING_DAYS) if OPENS.search(reply) else frozenset()
    return facts_in(reply).missing_from(known | Facts(days=coming))


def misplaced(reply: str, fixture: Row, customer: object, said: Iterable[str]) -> list[str]:
    """A reply that names one order tells nothing that stands only in another one."""
    orders = [order for order in fixture.get("orders", []) if order["customer"] == customer]
    named = [order for order in orders if has_reference(reply, order["id"])]
    if len(named) != 1:
        return []
    others = [order for order in orders if order is not named[0]]
    here = joined(
        [facts_of_record(named[0]), *map(facts_of_record, public_records(fixture)), *map(facts_of_text, said)]
    )
    foreign = set(facts_in(reply).missing_from(here))
    elsewhere = set(facts_in(reply).missing_from(joined(map(facts_of_record, others))))
    return sorted(foreign - elsewhere)


def substituted(reply: str, fixture: Row, customer: object, asked: str) -> list[str]:
    """A message that names only somebody else's order or plan is not answered with one of the customer's own."""
    kept = [row for kind in ("orders", "subscriptions") for row in fixture.get(kind, [])]
    named = [row for row in kept if has_reference(asked, row["id"])]
    if not named or any(row["customer"] == customer for row in named):
        return []
    return [row["id"] for row in kept if row["customer"] == customer and has_reference(reply, row["id"])]


def has_reference(text: str, reference: str) -> bool:
    return bare(reference) in bare(text)


def leaked(reply: str, fixture: Row, customer: object, said: Iterable[str]) -> list[str]:
    """Order numbers, waybills, invoices, names, addresses, phones, e-mails of somebody else."""
    allowed = json.dumps(
        [own_records(fixture, customer), public_records(fixture), list(said)], ensure_ascii=False
    )
    private = {each for row in strangers(fixture, customer) for each in private_of(row)}
    return sorted(each for each in private if tells(reply, each) and not tells(allowed, each))


def strangers(fixture: Row, customer: object) -> list[Row]:
    people = [row for row in fixture.get("customers", []) if row["id"] != customer]
    kinds = ("orders", "subscriptions")
    return people + [row for kind in kinds for row in fixture.get(kind, []) if row["customer"] != customer]


def private_of(row: Row) -> list[str]:
    keys = ("id", "wa", "email", "address", "invoice_no", "name", "company")
    found = [str(row[key]) for key in keys if row.get(key) and not (key == "id" and "wa" in row)]
    shipment = row.get("shipment") or {}
    names = [part for part in str(row.get("name", "")).split() if len(part) > 3] if "wa" in row else []
    return [*found, *names, *([shipment["awb"]] if shipment.get("awb") else [])]


def tells(text: str, private: str) -> bool:
    """Names as words, references and numbers whatever stands between their signs (0812… is 62812…)."""
    if re.search(r"\d", private) and "@" not in private:
        return bare(re.sub(r"^62(?=8)", "", private)) in bare(text)
    return re.search(rf"(?<!\w){re.escape(private)}(?!\w)", text, re.IGNORECASE) is not None


def wrote(turn: Row) -> bool:
    """A turn that changed an order or a subscription, or called the tool that would."""
    return bool(turn.get("mutated")) or bool(WRITING & set(turn.get("tools") or []))
