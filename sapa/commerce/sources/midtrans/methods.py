"""Each way to pay writes elsewhere where the customer pays and with which number."""

from sapa.commerce.sources.generic.fields import Fields
from sapa.commerce.sources.payments import listed

HOUSE_OF = {"echannel": "mandiri", "bca_klikpay": "bca", "bca_klikbca": "bca", "bri_epay": "bri"}


def channel_of(fields: Fields) -> str:
    """Bank, shop or wallet in small letters; QRIS names the customer's wallet, else who received it."""
    kind = fields.text("payment_type")
    found = (
        virtual_account(fields).text("bank")
        or ("permata" if fields.text("permata_va_number") else "")
        or fields.text("store", "issuer", "acquirer", "bank")
        or HOUSE_OF.get(kind, kind)
    )
    return found.lower()


def reference_of(fields: Fields) -> str:
    """What the customer types or shows; Mandiri's bills have two numbers: `70012 511224069085`."""
    bill = fields.text("biller_code"), fields.text("bill_key")
    return (
        virtual_account(fields).text("va_number")
        or fields.text("permata_va_number", "payment_code")
        or (" ".join(bill) if all(bill) else "")
    )


def virtual_account(fields: Fields) -> Fields:
    return next(iter(listed(fields, "va_numbers")), Fields({}, fields.moment))
