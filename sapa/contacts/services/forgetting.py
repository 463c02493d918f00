"""People whom one file brought and whom nobody met since: they may go as they came."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import F, Q, QuerySet

from sapa.base.rows import fetch
from sapa.base.scope import current_workspace_id
from sapa.contacts.models import Consent, Contact, ContactState, Identity

CAME_ALONG = ("contacts_identity", "contacts_contactgate", "contacts_contactstate", "contacts_consent")
# Every column but the key, the time of making, and what the ledger of consents decides.
MARKS = """
SELECT id, left(md5((root_id, name, company, preferred_address, gender, segment, timezone, country, province, city,
    postcode, region, phone, email, language, busy_profile, extract(epoch FROM details_at))::text), 12)
FROM contacts_contact WHERE workspace_id = %(workspace)b AND id = ANY(%(ids)b::bigint[])
"""
DELETE = "DELETE FROM {table} WHERE workspace_id = %(workspace)b AND {column} = ANY(%(ids)b::bigint[])"


def unused_people(*, contact_ids: Collection[int], source: str) -> set[int]:
    """Those of whom nobody but `source` said anything; what other tables know of them is not asked here."""
    blank = dict.fromkeys(("preferred_address", "gender", "timezone", "language"), "")
    described = Q(details_at__gt=F("created_at")) | Q(busy_profile__isnull=False)
    untold = Contact.objects.filter(pk__in=contact_ids, root=None, **blank).exclude(described)
    found = set(untold.values_list("pk", flat=True))
    return _unmet(found, Consent.objects.exclude(source=source))


def marks_of(*, contact_ids: Collection[int]) -> dict[int, str]:
    """A short mark of what is written of each: with another one later, somebody changed something."""
    return dict(fetch(MARKS, {"workspace": current_workspace_id(), "ids": sorted(contact_ids)}))


def untouched_people(*, marks: Mapping[int, str], consents: Collection[int]) -> set[int]:
    """Those who are as their mark says and said nothing but `consents`; other tables are not asked here."""
    found = {pk for pk, mark in marks_of(contact_ids=marks).items() if mark == marks[pk]}
    return _unmet(found, Consent.objects.exclude(pk__in=consents))


def _unmet(found: set[int], other_consents: QuerySet[Consent]) -> set[int]:
    named = Identity.objects.filter(contact_id__in=found).exclude(created_at=F("contact__created_at"))
    wished = other_consents.filter(contact_id__in=found)
    known = ContactState.objects.filter(contact_id__in=found).exclude(
        tickets=[], last_csat=None, wa_marketing_at=None
    )
    rows_of_use: tuple[QuerySet[Any], ...] = (named, wished, known)
    return found - {pk for rows in rows_of_use for pk in rows.values_list("contact_id", flat=True)}


def forget_people(*, contact_ids: Collection[int]) -> None:
    """With what came along with them. Call while they are held and nothing else points to them."""
    given = {"workspace": current_workspace_id(), "ids": sorted(contact_ids)}
    for table in CAME_ALONG:
        fetch(DELETE.format(table=table, column="contact_id"), given)
    fetch(DELETE.format(table="contacts_contact", column="id"), given)
