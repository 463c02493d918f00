"""Two records of one person become one: nothing is moved, reads go by the root (decisions.md 16)."""

from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from sapa.contacts.models import Contact, ContactGate
from sapa.contacts.selectors import roots
from sapa.contacts.services.gates import lock
from sapa.web.errors import Refused, refusal

MERGE_ITSELF = refusal(
    "merge_itself",
    _("These two are already the same customer."),
    _("Choose another customer to join with this one."),
)


def merge(*, contact_id: int, into_id: int) -> None:
    """The contact, and all that were merged into it, are read as `into_id` from now on."""
    lock(contact_ids=[contact_id, into_id])
    root = roots([contact_id, into_id])
    if root[contact_id] == root[into_id]:
        raise Refused(MERGE_ITSELF)
    Contact.objects.filter(root_id=root[contact_id]).update(root_id=root[into_id])
    Contact.objects.filter(pk=root[contact_id]).update(root_id=root[into_id])
    ContactGate.objects.filter(contact_id=root[contact_id]).delete()


def unmerge(*, public_id: UUID) -> None:
    """The contact stands for itself again, with its own history. Raises Http404 for one that is not there."""
    contact = get_object_or_404(Contact, public_id=public_id)
    lock(contact_ids=[contact.pk])
    ContactGate.objects.filter(contact_id=roots([contact.pk])[contact.pk]).delete()
    Contact.objects.filter(pk=contact.pk).update(root_id=None)
