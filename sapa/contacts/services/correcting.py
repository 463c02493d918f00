"""What a person or a program of the shop tells about one customer, in so many words."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import available_timezones

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sapa.accounts.services import audit
from sapa.contacts.models import Contact, CustomField
from sapa.contacts.selectors import custom_fields, roots, tag_key
from sapa.contacts.services.choices import choose_zone, describe, prefer_address
from sapa.contacts.services.custom import set_values
from sapa.contacts.services.gates import lock
from sapa.contacts.services.people import Found, Person, find_or_make
from sapa.domain.csvorders.reasons import sentence
from sapa.domain.phones import Phone, normalise
from sapa.web.errors import Refused, refusal

SLACK = timedelta(minutes=15)
DETAILS = ("name", "company", "country", "province", "city", "postcode")
LARGEST_VALUE = 20
NOBODY_NAMED = refusal(
    "nobody_named",
    _("Nothing says which customer is meant."),
    _("Send a phone, an e-mail or a customer number."),
)
PHONE_UNUSABLE = refusal(
    "phone_unusable",
    _("This phone number cannot be used: %(why)s"),
    _("Send a mobile number, such as 0812-1111-2222 or +6281211112222."),
)
UNKNOWN_ZONE = refusal(
    "unknown_zone", _("There is no time zone named %(name)s."), _("Use an IANA name, such as Asia/Makassar.")
)
TOLD_IN_FUTURE = refusal(
    "told_in_future", _("This lies in the future."), _("Send the time at which the customer said it.")
)
UNKNOWN_FIELD = refusal(
    "unknown_field",
    _("The shop has no field named «%(name)s»."),
    _("Add it on the page of own fields first."),
)
VALUE_UNFIT = refusal(
    "value_unfit",
    _("«%(name)s» does not take this value."),
    _("A number needs digits, a date the form 2026-11-21, a choice one of its words."),
)


@transaction.atomic
def tell_contact(
    *, phone: str, email: str, external_id: str, country: str, source: str, now: datetime, **details: str
) -> Found:
    """Somebody by phone, e-mail or number; blanks say nothing. Raises Refused(nobody_named, phone_unusable)."""
    if not (phone.strip() or email or external_id):
        raise Refused(NOBODY_NAMED)
    person = Person(
        phone=_phone(phone, country) if phone.strip() else None,
        raw_phone=phone,
        email=email,
        external=(source, external_id) if external_id else None,
        country=country,
        as_of=now,
        **details,  # type: ignore[arg-type]
    )
    return find_or_make(people=[person], source=source, now=now)[0]


def _phone(raw: str, country: str) -> Phone:
    found = normalise(raw, country or "ID")
    if not found.can_receive_chat:
        code = f"phone_{found.reason or 'landline'}"
        raise Refused(PHONE_UNUSABLE, why=sentence(code, get_language() or "id"))
    return found


@transaction.atomic
def correct(*, contact_id: int, changes: Mapping[str, str], now: datetime) -> None:
    """By column; what is said here stands above older statements of shops. Raises Refused(unknown_zone)."""
    root = roots([contact_id])[contact_id]
    lock(contact_ids=[root])
    contact = Contact.objects.get(pk=root)
    if zone := changes.get("timezone"):
        _check_zone(zone)
    _correct_details(contact, changes, now)
    if "timezone" in changes:
        choose_zone(contact_id=root, timezone=changes["timezone"], now=now)
    if "preferred_address" in changes:
        prefer_address(contact_id=root, preferred=changes["preferred_address"], source="team", now=now)
    described = {name: changes.get(name, getattr(contact, name)) for name in ("segment", "language")}
    describe(contact_id=root, **described, busy_profile=contact.busy_profile, now=now)


def _check_zone(name: str) -> None:
    if name not in available_timezones():
        raise Refused(UNKNOWN_ZONE, name=name)


def _correct_details(contact: Contact, changes: Mapping[str, str], now: datetime) -> None:
    changed = {n: changes[n] for n in DETAILS if n in changes and changes[n] != getattr(contact, n)}
    if changed:
        Contact.objects.filter(pk=contact.pk).update(**changed, details_at=now)
        told = {"fields": sorted(changed)}
        audit(action="contact.corrected", subject=str(contact.public_id), now=now, data=told)


def check_told_at(*, at: datetime, now: datetime) -> None:
    """A clock that runs a little ahead is forgiven. Raises Refused(told_in_future)."""
    if at > now + SLACK:
        raise Refused(TOLD_IN_FUTURE)


def fill_fields(*, contact_id: int, named: Mapping[str, str], now: datetime) -> None:
    """The shop's own fields by their names; blank takes away. Raises Refused(unknown_field, value_unfit)."""
    known = {field.key: field for field in custom_fields()}
    values: dict[int, str] = {}
    for name, text in named.items():
        field = known.get(tag_key(name))
        if field is None:
            raise Refused(UNKNOWN_FIELD, name=name)
        values[field.pk] = _fitting(field, text.strip())
    set_values(contact_id=contact_id, values=values, now=now)


def _fitting(field: CustomField, text: str) -> str:
    try:
        return READERS[field.kind](field, text) if text else ""
    except (ValueError, ArithmeticError):
        raise Refused(VALUE_UNFIT, name=field.name) from None


def _number(_field: CustomField, text: str) -> str:
    value = Decimal(text)
    if not value.is_finite() or len(f"{value.normalize():f}") > LARGEST_VALUE:
        raise ValueError(text)
    return f"{value.normalize():f}"


def _choice(field: CustomField, text: str) -> str:
    if text not in field.choices:
        raise ValueError(text)
    return text


READERS: Mapping[str, Any] = {
    CustomField.Kind.TEXT: lambda _field, text: text,
    CustomField.Kind.NUMBER: _number,
    CustomField.Kind.DATE: lambda _field, text: date.fromisoformat(text).isoformat(),
    CustomField.Kind.CHOICE: _choice,
}
