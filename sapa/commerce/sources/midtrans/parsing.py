"""A notification of Midtrans as an attempt to pay; its times are WIB wherever the shop is (decisions.md 13)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sapa.commerce.schemas import Heard
from sapa.commerce.sources.generic.fields import Fields, Moment
from sapa.commerce.sources.midtrans.methods import channel_of, reference_of
from sapa.commerce.sources.payments import heard, listed, loaded, money, payment, total
from sapa.domain.orders import Money

WIB = ZoneInfo("Asia/Jakarta")
STATUSES = {
    "pending": "pending",
    "authorize": "pending",
    "capture": "paid",
    "settlement": "paid",
    "deny": "failed",
    "failure": "failed",
    "cancel": "cancelled",
    "expire": "expired",
    "refund": "refunded",
    "partial_refund": "refunded",
    "chargeback": "refunded",
    "partial_chargeback": "refunded",
}
CHECKED = frozenset(
    {"capture", "authorize"}
)  # by the fraud check, whose result a settlement no longer waits for
NEED_SUCCESS = frozenset({"paid", "refunded"})
TEST_ORDER = "payment_notif_test_"


def parse(body: bytes, _headers: Mapping[str, str], moment: Moment) -> Heard:
    """Raises Unreadable: invalid_json, missing_id, cell_too_long, bad_date, future_date and those of `money`."""
    fields = Fields(loaded(body), replace(moment, zone=WIB))
    word = fields.text("transaction_status").lower()
    if code := _useless(fields, word):
        return Heard(ignored=code)
    status = _status(word, fields.text("fraud_status").lower())
    if status in NEED_SUCCESS and fields.text("status_code") != "200":
        return Heard(ignored="unconfirmed_status")
    told = payment(
        fields,
        fields.needed("transaction_id", "order_id"),
        status=status,
        order=fields.needed("order_id"),
        at=_since(fields, status),
        amount=_returned(fields, word) if status == "refunded" else money(fields, "gross_amount"),
        method=fields.text("payment_type"),
        channel=channel_of(fields),
        reference=reference_of(fields),
        expires_at=fields.instant("expiry_time"),
        **_refunds(fields, word, status),
    )
    return heard(told)


def _useless(fields: Fields, word: str) -> str:
    if fields.text("order_id").startswith(TEST_ORDER):
        return "test_body"
    if fields.text("subscription_id", "event_name") or isinstance(fields.plain.get("subscription"), dict):
        return "subscription"
    if word:
        return "" if word in STATUSES else "unknown_status"
    if fields.text("account_id", "account_status"):
        return "pay_account"
    return "payout" if fields.text("reference_no") else "unknown_type"


def _status(word: str, fraud: str) -> str:
    if fraud == "deny" and STATUSES[word] in ("paid", "pending"):
        return "failed"
    if word in CHECKED and fraud not in ("", "accept"):
        return "challenged"
    return STATUSES[word]


def _since(fields: Fields, status: str) -> datetime | None:
    """As far as the notification says: it names no time for a refusal or a cancellation of its own."""
    begun = fields.past("transaction_time")
    if status == "paid":
        return fields.past("settlement_time") or begun
    if status == "refunded":
        return _refunded_at(fields) or fields.past("settlement_time") or begun
    ends = fields.instant("expiry_time") if status == "expired" else None
    return ends if ends and ends <= fields.moment.received_at else begun


def _refunded_at(fields: Fields) -> datetime | None:
    times = [refund.past("bank_confirmed_at", "created_at") for refund in listed(fields, "refunds")]
    return max((at for at in times if at), default=None)


def _refunds(fields: Fields, word: str, status: str) -> dict[str, Any]:
    """Each by its own number; the sum of all of them stands beside."""
    if status != "refunded":
        return {}
    found = {}
    for one in listed(fields, "refunds"):
        number = one.text("refund_chargeback_id", "refund_key", longest=80)
        back = money(one, "refund_amount", currency=fields.text("currency") or "IDR")
        if number and back:
            found[number] = (back.amount, one.past("bank_confirmed_at", "created_at"))
    whole = money(fields, "refund_amount", "refund_chargeback_amount")
    unsized = word.startswith("partial") and not (found or whole)
    return {"refunds": found, "refunded_amount": whole.amount if whole else None, "is_part": unsized or None}


def _returned(fields: Fields, word: str) -> Money | None:
    """What went back altogether; of a part whose size it does not name nothing is known."""
    currency = fields.text("currency") or "IDR"
    named = money(fields, "refund_amount", "refund_chargeback_amount")
    back = named or total(listed(fields, "refunds"), "refund_amount", currency=currency)
    return back or (None if word.startswith("partial") else money(fields, "gross_amount"))
