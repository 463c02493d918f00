"""Whoever may not answer any more, for another role or because they have left, has no customers and no tickets."""

from datetime import datetime

from sapa.accounts.selectors import workspace_ids
from sapa.base.rows import fetch
from sapa.base.scope import current_workspace_id, workspace_scope
from sapa.inbox.models import Ticket
from sapa.inbox.selectors.teams import answering
from sapa.inbox.services import tickets
from sapa.inbox.services.assigning import let_all_go

BATCH = 100
# From one person to the next on their index: as many steps as people have conversations, not as conversations.
HOLDING = """
WITH RECURSIVE holding (id) AS (
    (SELECT assignee_id FROM messaging_conversation WHERE workspace_id = %(workspace)b AND open
        AND assignee_id IS NOT NULL ORDER BY assignee_id LIMIT 1)
    UNION ALL
    SELECT (SELECT c.assignee_id FROM messaging_conversation c WHERE c.workspace_id = %(workspace)b AND c.open
        AND c.assignee_id > holding.id ORDER BY c.assignee_id LIMIT 1)
    FROM holding WHERE holding.id IS NOT NULL)
SELECT id FROM holding WHERE id IS NOT NULL
"""


def free_of_leavers(*, now: datetime) -> int:
    """In every workspace; returns how many conversations and tickets wait for others now."""
    return sum(_free(workspace_id, now) for workspace_id in workspace_ids())


def _free(workspace_id: int, now: datetime) -> int:
    with workspace_scope(workspace_id):
        may = set(answering())
        holding = {user_id for (user_id,) in fetch(HOLDING, {"workspace": current_workspace_id()})}
        talks = sum(let_all_go(user_id=one, now=now) for one in sorted(holding - may))
        return talks + _free_tickets(may, now)


def _free_tickets(may: set[int], now: datetime) -> int:
    """Whoever solves one at this moment has done so before."""
    theirs = Ticket.objects.filter(state__in=tickets.OPEN, assignee_id__isnull=False)
    rows = list(theirs.exclude(assignee_id__in=may).order_by("contact_id", "pk")[:BATCH])
    return sum(tickets.let_go(ticket=row, now=now) for row in rows)
