"""What somebody sees of a phone or an address who may not write to it: enough to tell two of them apart."""

import re

FIRST, LAST = 5, 3
FEWEST_DIGITS = 9
MOBILE = r"(?<!\d)(?:\+?62|0)[\s.(-]{0,2}8[1-9]"
ABROAD = r"\+[1-9]\d"
PHONE = re.compile(rf"(?:{MOBILE}|{ABROAD})[\d\s.()-]{{5,16}}\d")
BARE = re.compile(r"'?\(?(?:\+?62|0)?[\s.)-]{0,2}8[1-9][\d\s.-]{6,14}\d")
EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")


def masked_phone(phone: str) -> str:
    """`+6281211112222` is `+6281******222`."""
    hidden = len(phone) - FIRST - LAST
    return phone[:FIRST] + "*" * hidden + phone[-LAST:] if hidden > 0 else "*" * len(phone)


def masked_email(address: str) -> str:
    """`dewi@example.com` is `d***@example.com`."""
    name, at, domain = address.rpartition("@")
    return f"{name[:1]}***@{domain}" if at else "*" * len(address)


def masked_text(text: str) -> str:
    """Running words, or one cell of a table, with the phones and e-mail addresses in them masked.

    Other numbers stay. A mobile number without `0` or `62` is one only where it stands alone, as in a cell.
    """
    if BARE.fullmatch(text.strip()):
        return _masked_run(text)
    return PHONE.sub(
        lambda found: _masked_run(found[0]), EMAIL.sub(lambda found: masked_email(found[0]), text)
    )


def _masked_run(found: str) -> str:
    is_phone = sum(letter.isdigit() for letter in found) >= FEWEST_DIGITS
    return masked_phone(found) if is_phone else found
