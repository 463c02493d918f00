"""Whether whoever reads now sees phones and e-mail addresses whole: one rule for every page (docs/permissions.md).

The middleware says it from the role; keys of the API, loops and commands see them whole.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from sapa.domain.masks import masked_email, masked_phone, masked_text

_masked: ContextVar[bool] = ContextVar("sapa_masked", default=False)


@contextmanager
def masking(masked: bool) -> Iterator[None]:
    token = _masked.set(masked)
    try:
        yield
    finally:
        _masked.reset(token)


def is_masked() -> bool:
    return _masked.get()


def seen_phone(phone: str) -> str:
    """As the reader sees it, in whatever spelling it came."""
    return masked_phone(phone) if _masked.get() and phone else phone


def seen_email(address: str) -> str:
    return masked_email(address) if _masked.get() and address else address


def seen_text(text: str) -> str:
    """Words that somebody wrote, in which a phone may stand."""
    return masked_text(text) if _masked.get() else text
