"""One contact's decisions run one by one (decisions.md 31)."""

from collections.abc import Iterable
from typing import Any

from sapa.base.rows import fetch
from sapa.base.scope import current_workspace_id
from sapa.contacts.selectors import roots

MAKE = """
INSERT INTO contacts_contactgate (workspace_id, contact_id)
SELECT DISTINCT %(workspace)b::bigint, coalesce(c.root_id, c.id) AS root FROM contacts_contact c
WHERE c.workspace_id = %(workspace)b AND c.id = ANY(%(ids)b::bigint[])
    AND NOT EXISTS (SELECT 1 FROM contacts_contactgate g
        WHERE g.workspace_id = %(workspace)b AND g.contact_id = coalesce(c.root_id, c.id))
ORDER BY root
ON CONFLICT DO NOTHING RETURNING contact_id
"""
TAKE = """
SELECT g.contact_id FROM contacts_contactgate g
WHERE g.workspace_id = %(workspace)b AND g.contact_id IN (SELECT coalesce(c.root_id, c.id)
    FROM contacts_contact c WHERE c.workspace_id = %(workspace)b AND c.id = ANY(%(ids)b::bigint[]))
ORDER BY g.contact_id FOR UPDATE OF g
"""
TAKE_FREE_OF = """
SELECT c.id FROM contacts_contactgate g JOIN contacts_contact c
    ON c.workspace_id = g.workspace_id AND coalesce(c.root_id, c.id) = g.contact_id
WHERE g.workspace_id = %(workspace)b AND c.id = ANY(%(ids)b::bigint[]) FOR UPDATE OF g SKIP LOCKED
"""
TAKE_FREE = """
SELECT contact_id FROM contacts_contactgate
WHERE workspace_id = %(workspace)b AND contact_id = ANY(%(ids)b::bigint[])
ORDER BY contact_id FOR UPDATE SKIP LOCKED
"""


def lock(*, contact_ids: Iterable[int]) -> None:
    """Holds these contacts until the transaction ends; a merged contact is held by its root.

    Whoever joins two people takes the gate of one away: who waited for it asks anew.
    """
    wanted = sorted(set(contact_ids))
    if not wanted:
        return
    given: dict[str, Any] = {"workspace": current_workspace_id(), "ids": wanted}
    while True:
        fetch(MAKE, given)
        taken = {pk for (pk,) in fetch(TAKE, given)}
        if taken.issuperset(wanted) or taken.issuperset(roots(wanted).values()):
            return


def lock_free(*, contact_ids: Iterable[int]) -> set[int]:
    """As `lock`, but leaves out whom somebody else holds: root contacts in, those that are now held out."""
    wanted = sorted(set(contact_ids))
    given: dict[str, Any] = {"workspace": current_workspace_id(), "ids": wanted}
    fetch(MAKE, given)  # while nothing is held: who makes the same gates may wait for one of these
    return {contact_id for (contact_id,) in fetch(TAKE_FREE, given)}


def hold_free(*, contact_ids: Iterable[int]) -> set[int]:
    """As `lock`, for who holds other rows already and must not wait: of these contacts those that it holds now.

    Whoever has no gate yet is left out: `make_gates` in a transaction of its own.
    """
    given: dict[str, Any] = {"workspace": current_workspace_id(), "ids": sorted(set(contact_ids))}
    return {contact_id for (contact_id,) in fetch(TAKE_FREE_OF, given)} if given["ids"] else set()


def make_gates(*, contact_ids: Iterable[int]) -> set[int]:
    """Those of these contacts that had no gate until now; a merged one has its root's."""
    given: dict[str, Any] = {"workspace": current_workspace_id(), "ids": sorted(set(contact_ids))}
    made = {root for (root,) in fetch(MAKE, given)}
    return {pk for pk, root in roots(given["ids"]).items() if root in made}
