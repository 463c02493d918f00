"""Customers' words before they leave the house: no phone, no e-mail address, no number of a card or an identity."""

import re

from sapa.domain.understanding.slots.contacts import EMAIL, LINK, PHONE

LOCAL = re.compile(r"(?<![\w.,/-])8[1-9](?:[ .-]?\d){7,11}(?![\w/]|[.,-]\d)")
LONG = re.compile(r"(?<!\w)\d(?:[ .-]?\d){12,}(?!\w)")
HIDDEN = ((LINK, "[link]"), (EMAIL, "[email]"), (PHONE, "[phone]"), (LOCAL, "[phone]"), (LONG, "[number]"))
LONGEST = 2_000


def hidden(text: str) -> str:
    """What a model may read of it; the beginning where it is long."""
    for shape, word in HIDDEN:
        text = shape.sub(word, text)
    return text[:LONGEST]
