"""What Xendit itself says: invoices by list, and a single payment by its number or by the order's.

Its list of transactions names a payment otherwise than its webhooks do: it is good for a yes or no, and not to
write payments from, which would then be counted twice.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sapa.commerce.schemas import Moment, Told
from sapa.commerce.sources.asking import (
    Access,
    Ask,
    AskFailed,
    Confirm,
    Page,
    Query,
    Request,
    Span,
    basic,
    get,
    objects,
    part,
    read_json,
    told_of,
    utc,
)
from sapa.commerce.sources.generic.fields import Fields
from sapa.commerce.sources.payments import loaded
from sapa.commerce.sources.xendit import flat
from sapa.commerce.sources.xendit.parsing import UTC, parse

API = "https://api.xendit.co"
VERSION = {"api-version": "2024-11-11"}
PAGE, MOST_PAGES = 100, 100
STRIDE = timedelta(hours=6)
NO_INVOICE = ("callback_virtual_account_id", "fixed_payment_code_id", "fixed_payment_code_payment_id")
LISTS = (("paid_after", "paid_before"), ("expired_after", "expired_before"))
PAYMENT, REFUND = "payment_request.status", "refund.succeeded"
OF_TRANSACTIONS = {
    "SUCCESS": "paid",
    **dict.fromkeys(("VOIDED", "REVERSED"), "cancelled"),
    "PENDING": "pending",
    "FAILED": "failed",
}


def look(ask: Ask, access: Access, span: Span) -> Iterator[Page]:
    """Invoices that were paid or that expired, hour by hour: the order of a list is not promised."""
    begin = span.since
    while begin < span.until:
        end = min(begin + STRIDE, span.until)
        for after, before in LISTS:
            yield from _pages(ask, access, {after: utc(begin), before: utc(end), "limit": PAGE}, span.moment)
        yield Page(reached=end)
        begin = end


def _pages(ask: Ask, access: Access, query: Query, moment: Moment) -> Iterator[Page]:
    for _ in range(MOST_PAGES):
        listed = objects(read_json(ask(_get("/v2/invoices", access, query)).body))
        yield Page(*told_of(listed, flat.read, replace(moment, zone=UTC)))
        if len(listed) < PAGE:
            return
        query = {**query, "last_invoice": str(listed[-1].get("id", ""))}
    raise AskFailed("too_much")


def question(told: Told, body: Fields, access: Access) -> Request | None:
    """Xendit has one door for each of its products; what has none is looked for by the order's number."""
    data = body.inner("data")
    if not body.text("event") and not body.text(*NO_INVOICE) and body.text("id") and body.text("external_id"):
        return _get(f"/v2/invoices/{part(body.text('id'))}", access)
    if told.status == "refunded":
        return _refund(data, access)
    if payment := data.text("payment_id"):
        return _get(f"/v3/payments/{part(payment)}", access)
    if not told.order:
        return None
    return _get("/transactions", access, {"reference_id": told.order, "types": "PAYMENT", "limit": PAGE})


def _refund(data: Fields, access: Access) -> Request | None:
    """The newer ones are at another door than those before."""
    newer, older = data.text("refund_id"), data.text("id")
    if newer:
        return _get(f"/v3/refunds/{part(newer)}", access)
    return _get(f"/refunds/{part(older)}", access) if older else None


def judge(told: Told, answer: bytes, moment: Moment) -> Told | None:
    plain = loaded(answer)
    if isinstance(plain.get("data"), list):
        return _of_transactions(told, plain["data"])
    event = REFUND if told.status == "refunded" and "external_id" not in plain else PAYMENT
    named = plain if "external_id" in plain else {"event": event, "data": plain}
    found = [one for _kind, one in parse(json.dumps(named).encode(), {}, moment).subjects]
    return (
        replace(found[0], external_id=told.external_id, order=found[0].order or told.order) if found else None
    )


def _of_transactions(told: Told, listed: list[Any]) -> Told | None:
    """The money that goes by the order's number, as far as it is the sum that was told."""
    amount = told.values.get("amount")
    same = [one for one in listed if isinstance(one, dict) and one.get("reference_id") == told.order]
    words = {str(one.get("status")).upper() for one in same if amount in (None, _whole(one.get("amount")))}
    statuses = [status for word, status in OF_TRANSACTIONS.items() if word in words]
    if told.status in statuses:
        return told
    return replace(told, status=statuses[0]) if statuses else None


def _whole(amount: Any) -> int | None:
    text = str(amount).partition(".")[0]
    return int(text) if text.isdecimal() and len(text) < 16 else None


def _get(path: str, access: Access, query: Query | None = None) -> Request:
    return get(f"{API}{path}", basic(access["secret_key"]) | VERSION, query)


CONFIRM = Confirm(question, judge)
