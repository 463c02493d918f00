"""People, their identities and wishes, as lists and pages show them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404

from sapa.accounts.models import User
from sapa.accounts.selectors import settings_in_force
from sapa.base.rows import fetch
from sapa.base.scope import current_workspace_id
from sapa.contacts.models import Consent, Contact, ContactState, Identity, OptOut, Tag
from sapa.domain.zones import ZoneSet, resolve
from sapa.web.cursors import newer_than, older_than


def roots(contact_ids: Iterable[int]) -> dict[int, int]:
    """The root of each contact: itself, unless it was merged."""
    rows = Contact.objects.filter(pk__in=set(contact_ids)).values_list("pk", "root_id")
    return {pk: root_id or pk for pk, root_id in rows}


def members(contact_ids: Iterable[int]) -> dict[int, int]:
    """Every contact of these people, merged ones too, with its root."""
    wanted = set(contact_ids)
    if not wanted:
        return {}
    found = _with_merged(wanted)
    elsewhere = set(found.values()) - wanted
    return _with_merged(set(found.values())) if elsewhere else found


WITH_MERGED = """
SELECT id, coalesce(root_id, id) FROM contacts_contact
WHERE workspace_id = %(workspace)b AND (id = ANY(%(ids)b::bigint[]) OR root_id = ANY(%(ids)b::bigint[])) ORDER BY id
"""


def _with_merged(contact_ids: set[int]) -> dict[int, int]:
    return dict(fetch(WITH_MERGED, {"workspace": current_workspace_id(), "ids": sorted(contact_ids)}))


def contact_by_public_id(public_id: UUID) -> Contact:
    """The one door to a contact; a merged one leads to its root."""
    contact = get_object_or_404(Contact, public_id=public_id)
    return contact if contact.root_id is None else Contact.objects.get(pk=contact.root_id)


def newest(*, before: tuple[datetime, int] | None, limit: int, tag: str = "") -> QuerySet[Contact]:
    """A page of the list, newest first; `before` is (created_at, id) of the last one seen."""
    rows = with_tag(tag).order_by("-created_at", "-pk")
    if before:
        rows = rows.filter(older_than("created_at", before))
    return rows[:limit]


def newer(*, after: tuple[datetime, int], limit: int, tag: str = "") -> list[Contact]:
    """The page before: those that come just above (created_at, id), newest first."""
    rows = with_tag(tag).filter(newer_than("created_at", after))
    return list(reversed(rows.order_by("created_at", "pk")[:limit]))


def people(*, tag: str = "") -> QuerySet[Contact]:
    """Everybody, merged ones as their root; with a tag those that carry it."""
    return with_tag(tag)


def with_tag(tag: str) -> QuerySet[Contact]:
    """Root contacts, with a tag only those that carry it."""
    rows = Contact.objects.filter(root_id=None)
    return rows.filter(pk__in=tagged(tag)) if tag else rows


def tag_key(name: str) -> str:
    """What makes two words the same: not their case, nor how many spaces."""
    return " ".join(name.replace("\0", "").split()).lower()[:40]


def tagged(name: str) -> "QuerySet[Tag, Any]":
    """Root contacts that carry the word, for `pk__in`."""
    rows = Tag.objects.filter(key=tag_key(name))
    return rows.annotate(root=Coalesce(F("contact__root_id"), F("contact_id"))).values("root")


def identities_of(contact_id: int) -> QuerySet[Identity]:
    return Identity.objects.filter(contact_id__in=members([contact_id])).order_by("kind", "created_at", "pk")


def consents_of(contact_id: int) -> QuerySet[Consent]:
    return Consent.objects.filter(contact_id__in=members([contact_id])).order_by("-at", "-pk")


def opt_outs_of(contact_id: int) -> QuerySet[OptOut]:
    return OptOut.objects.filter(contact_id__in=members([contact_id])).order_by("-at", "-pk")


def stopped_at_whatsapp(contact_id: int) -> ContactState | None:
    """Who stopped offers in WhatsApp itself, and since when."""
    states = ContactState.objects.filter(contact_id__in=members([contact_id]), wa_marketing_stopped=True)
    return states.order_by("wa_marketing_at").last()


def author_names(user_ids: Iterable[int | None]) -> dict[int, str]:
    rows = User.objects.filter(pk__in={pk for pk in user_ids if pk})
    return {user.pk: user.name or user.email for user in rows}


def merged_into(contact_id: int) -> QuerySet[Contact]:
    return Contact.objects.filter(root_id=contact_id).order_by("pk")


def zones_of(contact: Contact, *, business: str) -> ZoneSet:
    """Where the customer's clock stands and how we know (domain.md 2.3)."""
    policy = settings_in_force()[1].get("policy", {})
    return resolve(
        contact.timezone,
        contact.country,
        contact.province,
        contact.postcode,
        contact.region,
        contact.phone[:6],
        business,
        policy.get("unknown_zone", "strict"),
    )
