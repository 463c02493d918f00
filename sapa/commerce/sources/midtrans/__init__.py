"""Payments by Midtrans: its HTTP notifications, signed inside the body."""

from sapa.commerce.sources.midtrans.parsing import parse
from sapa.commerce.sources.midtrans.signature import verify

__all__ = ["parse", "verify"]
