"""What somebody sees of a phone or an address who may not write to it: enough to tell two of them apart."""

FIRST, LAST = 5, 3


def masked_phone(phone: str) -> str:
    """`+6281211112222` is `+6281******222`."""
    hidden = len(phone) - FIRST - LAST
    return phone[:FIRST] + "*" * hidden + phone[-LAST:] if hidden > 0 else "*" * len(phone)


def masked_email(address: str) -> str:
    """`dewi@example.com` is `d***@example.com`."""
    name, at, domain = address.rpartition("@")
    return f"{name[:1]}***@{domain}" if at else "*" * len(address)
