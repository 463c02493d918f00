"""With what is paid: each product of Xendit keeps channel and number somewhere else."""

import re

from sapa.commerce.sources.generic.fields import Fields

KINDS = ("virtual_account", "over_the_counter", "ewallet", "qr_code", "card", "direct_debit")
COUNTRY_BEFORE = re.compile(r"(?:id|ph|th|vn|my)_")
ACCOUNT_AFTER = "_virtual_account"
METHODS = {
    "qris": "qr_code",
    "cards": "card",
    "alfamart": "retail_outlet",
    "indomaret": "retail_outlet",
    "ewallet": "ewallet",
    "qr": "qr_code",
    "direct_debit": "direct_debit",
    "paylater": "paylater",
}


def method_of(data: Fields, family: str) -> str:
    """`virtual_account`, `ewallet`, `qr_code` and so on; blank where nothing tells."""
    told = data.inner("payment_method").text("type") or data.text("payment_method", "payment_method_type")
    channel = _channel(data)
    if not told and channel.endswith(ACCOUNT_AFTER):
        return KINDS[0]
    return told.lower() or METHODS.get(family) or METHODS.get(channel, "")


def channel_of(data: Fields) -> str:
    """Bank, wallet or shop in small letters, without country: `ID_OVO` is `ovo`."""
    return COUNTRY_BEFORE.sub("", _channel(data), count=1).removesuffix(ACCOUNT_AFTER)


def properties_of(data: Fields) -> Fields:
    """Number and deadline of a single instrument."""
    own = data.inner("channel_properties")
    return own if own.plain else _instrument(data).inner("channel_properties")


def reference_of(data: Fields) -> str:
    """What the customer types; never a whole QR."""
    return properties_of(data).text("virtual_account_number", "payment_code")


def _channel(data: Fields) -> str:
    source = data.inner("payment_details").text("source") or data.inner("payment_detail").text("source")
    return (data.text("channel_code") or _instrument(data).text("channel_code") or source).lower()


def _instrument(data: Fields) -> Fields:
    method = data.inner("payment_method")
    return next((one for kind in KINDS if (one := method.inner(kind)).plain), method)
