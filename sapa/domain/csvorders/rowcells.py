"""The cells of one row by field name, each read with the reason why not."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import TypeVar
from zoneinfo import ZoneInfo

from sapa.domain.csvorders import cells
from sapa.domain.csvorders.cells import CellError
from sapa.domain.currencies import CURRENCIES
from sapa.domain.formats import minor_units
from sapa.domain.orders import Money
from sapa.domain.orders.facts import Consent

T = TypeVar("T")
LONGEST = {
    "order_id": 120,
    "sku": 120,
    "complement": 120,
    "subscription_id": 120,
    "plan": 120,
    "proof": 300,
    "phone": 200,
    "goods": 300,
    **dict.fromkeys(("order_link", "pay_link", "track_link", "guide_url", "link"), 500),
}
USUAL_LONGEST = 200
WEB_ADDRESS = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True)
class Note:
    code: str
    value: str = ""


class RowRefusedError(Exception):
    def __init__(self, code: str, name: str, value: str = "") -> None:
        super().__init__(code)
        self.code, self.name, self.value = code, name, value


@lru_cache(maxsize=4096)
def _money(value: Decimal, currency: str) -> Money:
    return Money(minor_units(value, currency), currency)


@dataclass(frozen=True, slots=True)
class RowCells:
    """Raises RowRefusedError with a code of ROW_REASONS and the field's name."""

    values: dict[str, str]
    constants: dict[str, str]
    zone: ZoneInfo

    def money(self, name: str) -> Money:
        currency = self.text("currency").upper()
        if currency not in CURRENCIES:
            raise RowRefusedError("bad_currency", "currency", currency)
        if not self.values.get(name):
            return Money(0, currency)
        return _money(self.guarded(name, cells.amount) or Decimal(0), currency)

    def consent(self) -> Consent:
        return cells.CONSENT_WORDS.get(cells.plain_word(self.text("promo_consent")), "unknown")

    def notes(self) -> tuple[Note, ...]:
        consent = cells.plain_word(self.text("promo_consent"))
        return () if consent in cells.CONSENT_WORDS else (Note("consent_unread"),)

    def needed(self, name: str, code: str) -> str:
        if not self.values.get(name):
            raise RowRefusedError(code, name)
        return self.values[name]

    def text(self, name: str) -> str:
        return self.values.get(name) or self.constants.get(name, "")

    def word(self, name: str, words: dict[str, str], code: str) -> str:
        text = self.text(name)
        found = words.get(cells.plain_word(text))
        if found is None:
            raise RowRefusedError(code, name, text)
        return found

    def instant(self, name: str) -> datetime | None:
        if not self.values.get(name):
            return None
        return self.guarded(name, lambda text: cells.instant(text, self.zone))

    def whole(self, name: str, code: str, least: int, most: int, default: int | None) -> int | None:
        return self.guarded(name, lambda text: cells.whole(text, code, least, most, default))

    def web_address(self, name: str) -> str:
        address = self.text(name)
        if address and not WEB_ADDRESS.fullmatch(address):
            raise RowRefusedError("bad_link", name, address)
        return address

    def yes(self, name: str) -> bool | None:
        words = {word: state == "granted" for word, state in cells.CONSENT_WORDS.items() if word}
        text = cells.plain_word(self.text(name))
        if text and text not in words:
            raise RowRefusedError("not_yes_or_no", name, text)
        return words.get(text)

    def guarded(self, name: str, read: Callable[[str], T]) -> T:
        text = self.values.get(name, "")
        try:
            return read(text)
        except CellError as error:
            raise RowRefusedError(str(error), name, text) from error
