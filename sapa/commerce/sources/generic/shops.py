"""What web shops have in common: base64 signatures, decimal amounts, several places for one phone."""

import base64
import hmac
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from sapa.commerce.schemas import Basket, Item
from sapa.commerce.sources.generic.bodies import text_of
from sapa.commerce.sources.generic.fields import Fields
from sapa.contacts.services import Person
from sapa.domain.csvorders import cells
from sapa.domain.currencies import CURRENCIES
from sapa.domain.formats import minor_units
from sapa.domain.orders import Money
from sapa.domain.phones import Phone, normalise
from sapa.events.schemas import Accepted, RefusedCall, Unreadable, Verdict

PLAIN_AMOUNT = re.compile(r"\d{1,14}(?:\.\d{1,10})?", re.ASCII)
WEB_LINK = re.compile(r"https?://\S{1,490}")
MOST_LINES = 1000
MOST_PIECES = 1_000_000
NAME, LONG_TEXT = 120, 10**7
NOTED_PHONE = frozenset(
    {
        *("whatsapp", "no whatsapp", "nomor whatsapp", "whatsapp number", "no wa", "nomor wa", "wa"),
        *("billing whatsapp", "billing wa", "billing no wa"),
    }
)
NOTED_CONSENT = frozenset(
    {"promo consent", "whatsapp consent", "izin promo", "setuju promo", "setuju promo whatsapp"}
)
COD = re.compile(r"\bcod\b|cash[ _]on[ _]delivery|bayar (?:di ?tempat|saat)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Who:
    """A customer as a shop names them. `phone_raw` as written, `phone` only when it can receive messages."""

    customer_id: str = ""
    name: str = ""
    company: str = ""
    email: str = ""
    phone_raw: str = ""
    phone: Phone | None = None
    country: str = ""
    province: str = ""
    city: str = ""
    postcode: str = ""

    @property
    def segment(self) -> str:
        return "b2b" if self.company else ""

    def facts(self) -> dict[str, Any]:
        """The columns of `OrderFacts`."""
        return {
            **{name: getattr(self, name) for name in COLUMNS},
            "customer_id": self.customer_id,
            "phone": self.phone.e164 if self.phone else "",
        }

    def person(
        self, source: str, at: datetime, consent: Literal["granted", "denied"] | None = None
    ) -> Person | None:
        """None when nothing says who it is."""
        if not (self.phone or self.email or self.customer_id):
            return None
        return Person(
            phone=self.phone,
            external=(source, self.customer_id) if self.customer_id else None,
            consent=consent,
            as_of=at,
            raw_phone=self.phone_raw,
            **{name: getattr(self, name) for name in COLUMNS if name != "phone_raw"},
        )


COLUMNS = ("name", "company", "email", "phone_raw", "segment", "country", "province", "city", "postcode")


def base64_verdict(raw: bytes, given: str, secrets: Sequence[str]) -> Verdict:
    """HMAC-SHA256 of the raw body in base64, by any of the secrets."""
    if not given.strip():
        return RefusedCall("unsigned")
    known = given.strip().encode(errors="replace")
    keys = [secret.encode(errors="replace") for secret in secrets if secret]
    made = [base64.b64encode(hmac.digest(key, raw, "sha256")) for key in keys]
    matches = [hmac.compare_digest(one, known) for one in made]
    return Accepted() if any(matches) else RefusedCall("wrong_signature")


def cut(fields: Fields, *names: str, longest: int = 200) -> str:
    """A text that people wrote: too long is shortened, for nobody is recognised by it."""
    return fields.text(*names, longest=LONG_TEXT)[:longest].strip()


def web_link(fields: Fields, *names: str) -> str:
    """The first of them that is an address of the web of a usual length."""
    found = (fields.text(name, longest=LONG_TEXT) for name in names)
    return next((text for text in found if WEB_LINK.fullmatch(text)), "")


def listed(fields: Fields, name: str) -> list[Fields]:
    """The objects of a list. Raises Unreadable: too_many_objects."""
    inside = fields.plain.get(name)
    plain = [one for one in inside if isinstance(one, dict)] if isinstance(inside, list) else []
    if len(plain) > MOST_LINES:
        raise Unreadable("too_many_objects")
    return [Fields(one, fields.moment) for one in plain]


def currency_of(fields: Fields, *names: str) -> str:
    """Blank is rupiah. Raises Unreadable: unknown_currency."""
    found = cut(fields, *names).upper() or "IDR"
    if found not in CURRENCIES:
        raise Unreadable("unknown_currency")
    return found


def money(fields: Fields, name: str, currency: str) -> Money | None:
    """The point is always the decimal one. Raises Unreadable: bad_amount."""
    text = cut(fields, name)
    if not text:
        return None
    if not PLAIN_AMOUNT.fullmatch(text):
        raise Unreadable("bad_amount")
    return Money(minor_units(Decimal(text), currency), currency)


def count_of(value: Any) -> int:
    """Pieces; what is no sensible number is none."""
    text = text_of(value)
    return min(int(text), MOST_PIECES) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def mail(fields: Fields, *names: str) -> str:
    found = (cut(fields, name, longest=LONG_TEXT) for name in names)
    return next((text for text in found if "@" in text and len(text) <= 200), "")


def phone_among(written: Iterable[tuple[str, str]]) -> tuple[str, Phone | None]:
    """Of (as written, country) the first that can receive messages; else only how the first was written."""
    kept = [(raw[:100], country or "ID") for raw, country in written if raw]
    for raw, country in kept:
        phone = normalise(raw, country)
        if phone.can_receive_chat:
            return raw, phone
    return (kept[0][0] if kept else ""), None


def country_of(fields: Fields, *names: str) -> str:
    found = cut(fields, *names).upper()
    return found if re.fullmatch(r"[A-Z]{2}", found) else ""


def full_name(fields: Fields) -> str:
    names = (cut(fields, "first_name"), cut(fields, "last_name"))
    return " ".join(name for name in names if name)[:200]


def noted(entries: Iterable[Fields], key: str, names: Collection[str]) -> str:
    """An answer that the shop's own pages asked for: {key: its name, "value": …}."""
    found = (cut(one, "value") for one in entries if cells.plain_word(cut(one, key)).strip() in names)
    return next(filter(None, found), "")


def is_cod(text: str) -> bool:
    return COD.search(text) is not None


def items_of(lines: Iterable[tuple[str, str, int]]) -> tuple[Item, ...]:
    """(sku, name, pieces) of each line; those that nobody could name are left out."""
    return tuple(
        Item(sku[:NAME] or name[:NAME], name, pieces)
        for sku, name, pieces in lines
        if pieces and (sku or name)
    )


def basket(number: str, items: Sequence[Item], at: datetime) -> tuple[Basket, ...]:
    return (Basket(number, items, at),) if items else ()


def in_words(items: Iterable[Item]) -> str:
    return ", ".join(f"{item.quantity} {item.name}" for item in items if item.name)[:300]


def pieces_of(items: Iterable[Item]) -> int:
    return min(sum(item.quantity for item in items), MOST_PIECES) or 1
