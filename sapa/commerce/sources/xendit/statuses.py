"""What Xendit calls the state of a payment, and which of its events speak of one."""

from types import MappingProxyType

STATUSES = MappingProxyType(
    {
        **dict.fromkeys(
            ("SUCCEEDED", "SUCCESS", "COMPLETED", "PAID", "SETTLED", "SETTLING", "CAPTURED"), "paid"
        ),
        **dict.fromkeys(("PENDING", "UNPAID", "REQUIRES_ACTION", "ACCEPTING_PAYMENTS"), "pending"),
        **dict.fromkeys(("AUTHORIZED", "AWAITING_CAPTURE"), "pending"),
        **dict.fromkeys(("FAILED", "DECLINED"), "failed"),
        "EXPIRED": "expired",
        **dict.fromkeys(("CANCELED", "CANCELLED", "VOIDED"), "cancelled"),
        "REFUNDED": "refunded",
    }
)
EVENTS = MappingProxyType(
    {
        **dict.fromkeys(("payment.capture", "payment.succeeded", "capture.succeeded"), "paid"),
        **dict.fromkeys(("payment_request.succeeded", "payment_session.completed"), "paid"),
        **dict.fromkeys(("payment.authorization", "payment.awaiting_capture", "payment.pending"), "pending"),
        **dict.fromkeys(("payment_request.pending", "payment_request.requires_action"), "pending"),
        **dict.fromkeys(("payment.failure", "payment.failed", "capture.failed"), "failed"),
        "payment_request.failed": "failed",
        **dict.fromkeys(("payment.expiry", "payment.expired", "payment_session.expired"), "expired"),
        **dict.fromkeys(("payment_request.expiry", "payment_request.expired"), "expired"),
        **dict.fromkeys(("payment_request.canceled", "payment_request.cancelled"), "cancelled"),
        "ewallet.void": "cancelled",
    }
)
"""Events that say themselves what became of the payment."""
BY_STATUS = frozenset(
    {
        *("ewallet.capture", "ewallet.payment", "qr.payment", "direct_debit.payment", "paylater.payment"),
        *("payment_request.status", "invoice.paid", "invoice.expired"),
    }
)
REFUNDS = frozenset({"refund.succeeded", "ewallet.refund", "qr.refund"})
USELESS = MappingProxyType(
    {
        **dict.fromkeys(("disbursement", "batch_disbursement", "payout", "payouts"), "payout"),
        **dict.fromkeys(("recurring", "subscription"), "subscription"),
    }
)
"""Families of events, before the first point, that Sapa knows and has no use for."""


def status_of(event: str, word: str) -> str:
    """Blank where neither says it. A success that the status denies is not believed."""
    said, meant = STATUSES.get(word.upper(), ""), EVENTS.get(event, "")
    return said if said and meant in ("", "paid") else meant
