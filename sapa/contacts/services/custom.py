"""Fields that a shop adds to its customers, and what is written into them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from sapa.accounts.services import audit
from sapa.contacts.models import Contact, CustomField, CustomValue
from sapa.contacts.selectors import members, roots, tag_key
from sapa.contacts.services.gates import lock
from sapa.web.errors import Refused, refusal

MOST_FIELDS = 30
FIELD_EXISTS = refusal(
    "field_exists",
    _("There is a field named «%(name)s» already."),
    _("Choose another name, or use that one."),
)
TOO_MANY_FIELDS = refusal(
    "too_many_fields", _("A shop has at most %(most)s own fields."), _("Take away one that is not used.")
)


@transaction.atomic
def add_field(*, name: str, kind: str, choices: Sequence[str], now: datetime) -> CustomField:
    """Raises Refused(field_exists, too_many_fields)."""
    named = CustomField.objects.filter(archived_at=None)
    if named.filter(key=tag_key(name)).exists():
        raise Refused(FIELD_EXISTS, name=name)
    if named.count() >= MOST_FIELDS:
        raise Refused(TOO_MANY_FIELDS, most=MOST_FIELDS)
    audit(action="custom_field.added", subject=name, now=now, data={"kind": kind})
    return CustomField.objects.create(
        name=name, key=tag_key(name), kind=kind, choices=list(choices), created_at=now
    )


@transaction.atomic
def archive_field(*, public_id: UUID, now: datetime) -> None:
    """No longer shown; what was written stays. Raises Http404."""
    field = get_object_or_404(CustomField.objects.select_for_update(), public_id=public_id)
    if field.archived_at is None:
        CustomField.objects.filter(pk=field.pk).update(archived_at=now)
        audit(action="custom_field.archived", subject=field.name, now=now)


@transaction.atomic
def set_values(*, contact_id: int, values: Mapping[int, str], now: datetime) -> None:
    """By id of the field; a blank value takes away what was known."""
    root = roots([contact_id])[contact_id]
    lock(contact_ids=[root])
    blank = [field_id for field_id, value in values.items() if not value]
    CustomValue.objects.filter(contact_id__in=members([root]), field_id__in=blank).delete()
    CustomValue.objects.bulk_create(
        [
            CustomValue(contact_id=root, field_id=field_id, value=value, updated_at=now)
            for field_id, value in values.items()
            if value
        ],
        update_conflicts=True,
        unique_fields=["workspace", "contact", "field"],
        update_fields=["value", "updated_at"],
    )
    subject = str(Contact.objects.values_list("public_id", flat=True).get(pk=root))
    audit(action="contact.fields_written", subject=subject, now=now, data={"blank": len(blank)})
