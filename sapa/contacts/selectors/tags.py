"""Words on customers, and the fields that a shop added."""

from datetime import date
from typing import NamedTuple

from sapa.base.rows import fetch
from sapa.base.scope import current_workspace_id
from sapa.contacts.models import Contact, CustomField, CustomValue, Tag
from sapa.contacts.selectors.people import members

MOST_KNOWN = 200

# Steps from one word to the next in the index: a shop has few words and many customers.
KNOWN = """
WITH RECURSIVE words AS (
    (SELECT key, name FROM contacts_tag WHERE workspace_id = %(workspace)b ORDER BY key LIMIT 1)
    UNION ALL
    SELECT next.key, next.name FROM words CROSS JOIN LATERAL (
        SELECT t.key, t.name FROM contacts_tag t
        WHERE t.workspace_id = %(workspace)b AND t.key > words.key ORDER BY t.key LIMIT 1
    ) AS next
)
SELECT name FROM words LIMIT %(limit)b
"""


class Answer(NamedTuple):
    """A field of the shop with what is known of one customer; blank when nothing."""

    field: CustomField
    value: str

    @property
    def day(self) -> date:
        """Of a date."""
        return date.fromisoformat(self.value)


def tags_of(contact_id: int) -> list[Tag]:
    """Each word once, by the alphabet."""
    rows = Tag.objects.filter(contact_id__in=members([contact_id])).order_by("key", "pk")
    return list({row.key: row for row in rows}.values())


def known_tags() -> list[str]:
    """Words that are in use, by the alphabet."""
    return [name for (name,) in fetch(KNOWN, {"workspace": current_workspace_id(), "limit": MOST_KNOWN})]


def custom_fields() -> list[CustomField]:
    return list(CustomField.objects.filter(archived_at=None).order_by("created_at", "pk"))


def answers_of(contact: Contact) -> list[Answer]:
    """Every field of the shop; what stands on the root wins, else what was written last."""
    fields = custom_fields()
    if not fields:
        return []
    rows = CustomValue.objects.filter(contact_id__in=members([contact.pk])).order_by("updated_at", "pk")
    known = {row.field_id: row.value for row in sorted(rows, key=lambda row: row.contact_id == contact.pk)}
    return [Answer(field, known.get(field.pk, "")) for field in fields]
