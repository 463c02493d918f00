"""People whom one file brought and whom nobody met since: they may go as they came."""

from collections.abc import Collection

from django.db.models import F

from sapa.base.rows import fetch
from sapa.base.scope import current_workspace_id
from sapa.contacts.models import Consent, Contact, ContactState, Identity

CAME_ALONG = ("contacts_identity", "contacts_contactgate", "contacts_contactstate", "contacts_consent")
DELETE = "DELETE FROM {table} WHERE workspace_id = %(workspace)b AND {column} = ANY(%(ids)b::bigint[])"


def unused_people(*, contact_ids: Collection[int], source: str) -> set[int]:
    """Those of whom nobody but `source` said anything; what other tables know of them is not asked here."""
    untold = Contact.objects.filter(
        pk__in=contact_ids, root=None, preferred_address="", gender="", timezone=""
    )
    found = set(untold.values_list("pk", flat=True))
    named = Identity.objects.filter(contact_id__in=found).exclude(created_at=F("contact__created_at"))
    wished = Consent.objects.filter(contact_id__in=found).exclude(source=source)
    known = ContactState.objects.filter(contact_id__in=found).exclude(
        tickets=[], last_csat=None, wa_marketing_at=None
    )
    return found - {pk for rows in (named, wished, known) for pk in rows.values_list("contact_id", flat=True)}


def forget_people(*, contact_ids: Collection[int]) -> None:
    """With what came along with them. Call while they are held and nothing else points to them."""
    given = {"workspace": current_workspace_id(), "ids": sorted(contact_ids)}
    for table in CAME_ALONG:
        fetch(DELETE.format(table=table, column="contact_id"), given)
    fetch(DELETE.format(table="contacts_contact", column="id"), given)
