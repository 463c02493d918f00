"""One contact's decisions run one by one (decisions.md 31)."""

from collections.abc import Iterable
from typing import Any

from django.db import connection

from sapa.base.scope import current_workspace_id
from sapa.contacts.selectors import roots

MAKE = """
INSERT INTO contacts_contactgate (workspace_id, contact_id)
SELECT %(workspace)s, wanted.id FROM unnest(%(ids)s::bigint[]) AS wanted (id)
WHERE NOT EXISTS (SELECT 1 FROM contacts_contactgate g
    WHERE g.workspace_id = %(workspace)s AND g.contact_id = wanted.id)
ORDER BY wanted.id
ON CONFLICT DO NOTHING
"""
TAKE = """
SELECT g.id FROM contacts_contactgate g
WHERE g.workspace_id = %(workspace)s AND g.contact_id = ANY(%(ids)s)
ORDER BY g.contact_id FOR UPDATE
"""


def lock(*, contact_ids: Iterable[int]) -> None:
    """Holds these contacts until the transaction ends; a merged contact is held by its root."""
    wanted = sorted(set(roots(contact_ids).values()))
    if not wanted:
        return
    given: dict[str, Any] = {"workspace": current_workspace_id(), "ids": wanted}
    with connection.cursor() as cursor:
        cursor.execute(MAKE, given)
        cursor.execute(TAKE, given)
