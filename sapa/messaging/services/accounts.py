"""News that a channel brings beside messages: customers' switches, templates, the account itself."""

from collections.abc import Sequence
from datetime import datetime

from sapa.contacts.services import Person, find_or_make
from sapa.contacts.services.consents import stop_wa_marketing
from sapa.domain.phones import normalise
from sapa.messaging.models import Channel, Template
from sapa.messaging.schemas import AccountChange, Preference, TemplateChange
from sapa.messaging.services.templates import release_held

MARKETING = "marketing_messages"
STATUSES = frozenset(
    {"APPROVED", "REJECTED", "PENDING", "PAUSED", "DISABLED", "FLAGGED", "REINSTATED", "IN_APPEAL", "LOCKED"}
    | {"ARCHIVED", "LIMIT_EXCEEDED", "PENDING_DELETION", "DELETED"}
)
USABLE = {"FLAGGED": "APPROVED", "REINSTATED": "APPROVED"}
STOPS = frozenset({"ACCOUNT_RESTRICTION", "DISABLED_UPDATE", "ACCOUNT_DELETED", "ACCOUNT_OFFBOARDED"})


def apply_preferences(*, channel: Channel, preferences: Sequence[Preference], now: datetime) -> None:
    """WhatsApp's own switch for offers, the last word of each customer (domain.md 2.9)."""
    wanted = [one for one in preferences if one.category == MARKETING and one.value in ("stop", "resume")]
    people = [_person(one) for one in wanted]
    found = find_or_make(people=people, source=channel.kind, now=now) if people else []
    for one, contact in zip(wanted, found, strict=True):
        stop_wa_marketing(contact_id=contact.contact_id, stopped=one.value == "stop", now=now)


def _person(one: Preference) -> Person:
    phone = normalise("+" + one.wa_id, "") if one.wa_id else None
    return Person(phone=phone if phone and phone.e164 else None, raw_phone=one.wa_id, bsuid=one.user_id)


def apply_template_changes(*, channel: Channel, changes: Sequence[TemplateChange], now: datetime) -> None:
    """Approval, pauses and the category that Meta decided on; an announced category changes nothing yet."""
    for change in changes:
        values: dict[str, object] = {}
        if change.event in STATUSES:
            values["status"] = USABLE.get(change.event, change.event)
        if change.category and change.event != "category_announced":
            values["category"] = change.category.lower()
        if values:
            changed = Template.objects.filter(channel=channel, external_id=change.id)
            changed.update(**values, updated_at=now)
            release_held(template_ids=changed.values_list("id", flat=True), now=now)


def apply_account(*, channel: Channel, changes: Sequence[AccountChange]) -> None:
    """A restriction or ban holds the number until a person has looked."""
    stops = [change.event for change in changes if change.event in STOPS]
    if stops:
        Channel.objects.filter(pk=channel.pk, stopped="").update(stopped=stops[-1].lower())
