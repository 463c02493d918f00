"""Older products send one flat object without a name: invoices, virtual accounts, outlets, wallets, payouts."""

from datetime import datetime

from sapa.commerce.schemas import Heard
from sapa.commerce.sources.generic.fields import Fields
from sapa.commerce.sources.payments import heard, money, payment
from sapa.commerce.sources.xendit.statuses import STATUSES

OF_PAYOUTS = (
    *("disbursement_description", "account_holder_name", "disbursements", "total_uploaded_count"),
    *("passcode", "payout_url", "claimed_timestamp"),
)


def read(fields: Fields) -> Heard:
    if any(name in fields.plain for name in OF_PAYOUTS):
        return Heard(ignored="payout")
    if fields.text("callback_virtual_account_id"):
        return _paid_into_account(fields)
    if fields.text("fixed_payment_code_id", "fixed_payment_code_payment_id"):
        return _paid_at_outlet(fields)
    if fields.text("account_number") and fields.text("bank_code"):
        return _made(fields, "virtual_account", "bank_code", "account_number")
    if fields.text("payment_code") and fields.text("retail_outlet_name"):
        return _made(fields, "retail_outlet", "retail_outlet_name", "payment_code")
    return _invoice(fields) if fields.text("external_id") and fields.text("status") else _unknown()


def _unknown() -> Heard:
    return Heard(ignored="unknown_type")


def _invoice(fields: Fields) -> Heard:
    """Also a charge of a card, or of an old wallet, which has no number of its own but the order's."""
    status = STATUSES.get(fields.text("status").upper(), "")
    if not status:
        return Heard(ignored="unknown_status")
    amounts = ("paid_amount", "amount") if status == "paid" else ("amount",)
    told = payment(
        fields,
        fields.needed("id", "external_id") if fields.text("ewallet_type") else fields.needed("id"),
        status=status,
        order=fields.needed("external_id"),
        at=_since(fields, status),
        amount=money(fields, *amounts),
        method=fields.text("payment_method").lower() or ("ewallet" if fields.text("ewallet_type") else ""),
        channel=fields.text("payment_channel", "bank_code", "ewallet_type", "retail_outlet_name").lower(),
        reference=fields.text("payment_destination"),
        email=fields.text("payer_email"),
        expires_at=fields.instant("expiry_date", "expiration_date"),
        also=fields.others(fields.text("id"), "payment_id") if status == "paid" else [],
    )
    return heard(told)


def _since(fields: Fields, status: str) -> datetime | None:
    if status == "paid":
        return fields.past("paid_at", "transaction_date", "updated", "created")
    ends = fields.instant("expiry_date") if status == "expired" else None
    if ends and ends <= fields.moment.received_at:
        return ends
    return fields.past("created") if status == "pending" else fields.past("updated", "created")


def _paid_into_account(fields: Fields) -> Heard:
    """Of a virtual account; one that stays open takes many payments, each with a number of its own."""
    told = payment(
        fields,
        fields.needed("payment_id", "id"),
        status="paid",
        order=fields.needed("external_id"),
        at=fields.past("transaction_timestamp", "updated", "created"),
        amount=money(fields, "amount"),
        method="virtual_account",
        channel=fields.text("bank_code").lower(),
        reference=fields.text("account_number"),
    )
    return heard(told)


def _paid_at_outlet(fields: Fields) -> Heard:
    status = STATUSES.get(fields.text("status").upper() or "COMPLETED", "")
    if not status:
        return Heard(ignored="unknown_status")
    told = payment(
        fields,
        fields.needed("payment_id", "fixed_payment_code_payment_id", "id"),
        status=status,
        order=fields.needed("external_id"),
        at=fields.past("transaction_timestamp", "updated", "created"),
        amount=money(fields, "amount"),
        method="retail_outlet",
        channel=fields.text("retail_outlet_name").lower(),
        reference=fields.text("payment_code"),
    )
    return heard(told)


def _made(fields: Fields, method: str, channel: str, reference: str) -> Heard:
    """A number to pay into, made or changed: an attempt to pay only where it asks for one sum."""
    amount = money(fields, "expected_amount")
    if not amount or fields.text("status").upper() not in ("ACTIVE", "PENDING", ""):
        return Heard(ignored="no_event")
    told = payment(
        fields,
        fields.needed("id"),
        status="pending",
        order=fields.needed("external_id"),
        at=fields.past("created", "updated"),
        amount=amount,
        method=method,
        channel=fields.text(channel).lower(),
        reference=fields.text(reference),
        expires_at=fields.instant("expiration_date"),
    )
    return heard(told)
