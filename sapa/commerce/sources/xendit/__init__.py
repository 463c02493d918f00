"""Payments by Xendit: invoices, accounts, wallets, QR, outlets and the Payments API, old and new."""

from sapa.commerce.sources.xendit.parsing import parse
from sapa.commerce.sources.xendit.signature import verify

__all__ = ["parse", "verify"]
