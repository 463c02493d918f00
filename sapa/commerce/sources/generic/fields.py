"""The fields of one object of a body, read one by one; what cannot be read says why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sapa.commerce.schemas import Moment
from sapa.commerce.sources.generic.bodies import LARGEST_NUMBER, text_of
from sapa.domain.csvorders import cells
from sapa.domain.formats import minor_units
from sapa.domain.orders import Money
from sapa.events.schemas import Unreadable

USUAL_LONGEST, LONGEST_AMOUNT = 200, 20
__all__ = ["Fields", "Moment"]


@dataclass(frozen=True, slots=True)
class Fields:
    """One object and the moment of its body."""

    plain: Mapping[str, Any]
    moment: Moment

    def text(self, *names: str, longest: int = USUAL_LONGEST) -> str:
        """The first of these fields that says something. Raises Unreadable: cell_too_long."""
        found = next((text for name in names if (text := text_of(self.plain.get(name)))), "")
        if len(found) > longest:
            raise Unreadable("cell_too_long")
        return found

    def link(self, *names: str) -> str:
        """An address of the web; anything else says nothing."""
        found = self.text(*names, longest=500)
        return found if found.startswith(("https://", "http://")) else ""

    def needed(self, *names: str) -> str:
        """A number too large to be written out names nothing. Raises Unreadable: missing_id."""
        found = self.text(*names, longest=120)
        given = next((value for name in names if text_of(value := self.plain.get(name))), None)
        if not found or (isinstance(given, Decimal) and given.copy_abs() >= LARGEST_NUMBER):
            raise Unreadable("missing_id")
        return found

    def others(self, first: str, *names: str) -> list[str]:
        """What else these fields call the thing of that number. Raises Unreadable: cell_too_long."""
        found = (self.text(name, longest=120) for name in names)
        return sorted({text for text in found if text} - {first})

    def inner(self, name: str) -> "Fields":
        inside = self.plain.get(name)
        return Fields(inside if isinstance(inside, dict) else {}, self.moment)

    def instant(self, *names: str) -> datetime | None:
        """May lie ahead. Raises Unreadable: bad_date."""
        return self.moment.instant(self.text(*names))

    def past(self, *names: str) -> datetime | None:
        """Raises Unreadable: bad_date, future_date."""
        return self.moment.past(self.text(*names))

    def flag(self, name: str) -> bool | None:
        word = cells.CONSENT_WORDS.get(cells.plain_word(self.text(name)), "unknown")
        return None if word == "unknown" else word == "granted"

    def whole(self, name: str, most: int, *, least: int = 0, code: str = "bad_quantity") -> int | None:
        """Raises Unreadable with the code."""
        try:
            return cells.whole(self.text(name), code, least, most, None)
        except cells.CellError as error:
            raise Unreadable(str(error)) from None

    def money(self, name: str) -> Money | None:
        """With the object's `currency`, else rupiah. Raises Unreadable: bad_amount, bad_currency."""
        currency = self.text("currency").upper() or "IDR"
        try:
            value: Decimal | None = cells.amount(self.text(name, longest=LONGEST_AMOUNT))
        except cells.CellError as error:
            raise Unreadable(str(error)) from None
        if value is not None and value >= LARGEST_NUMBER:
            raise Unreadable("bad_amount")
        try:
            return None if value is None else Money(minor_units(value, currency), currency)
        except ValueError:
            raise Unreadable("bad_currency") from None

    def word(self, name: str, words: Mapping[str, str], *, code: str = "unknown_status") -> str:
        """Blank says nothing. Raises Unreadable with the code."""
        text = self.text(name)
        if not text:
            return ""
        found = words.get(cells.plain_word(text))
        if found is None:
            raise Unreadable(code)
        return found
