"""Whether somebody whom the channel does not name knows an order and the phone or e-mail behind it."""

from sapa.commerce.models import Order
from sapa.commerce.selectors.searching import orders_called
from sapa.contacts.models import Identity
from sapa.contacts.selectors import members
from sapa.domain.lookup import code_of, read_question
from sapa.domain.phones import normalise

MOST_SAME = 5
EMAIL, PHONE = Identity.Kind.EMAIL, Identity.Kind.PHONE


def order_of(number: str, handle: str) -> Order | None:
    """The order of exactly this number whose customer is known by this phone or e-mail.

    Nobody learns which of the two was wrong.
    """
    code = code_of(number.strip())
    found = orders_called(read_question(number), MOST_SAME)
    named = [one for one in found if code_of(one.number) == code]
    known = _known_by(handle) if named else set()
    return next((one for one in named if one.contact_id in known), None)


def _known_by(handle: str) -> set[int]:
    """All records of whoever goes by it now."""
    said = handle.strip()
    values = {EMAIL: said.casefold()} if "@" in said else {PHONE: normalise(said).e164 if said else ""}
    [(kind, value)] = values.items()
    rows = (
        Identity.objects.filter(kind=kind, value=value, ended_at=None) if value else Identity.objects.none()
    )
    return set(members(rows.values_list("contact_id", flat=True)))
