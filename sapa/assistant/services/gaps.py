"""Questions that no article answered: counted, written for, or put aside."""

from datetime import datetime

from django.db import connection, transaction

from sapa.accounts.services import audit
from sapa.assistant.models import Article, Gap
from sapa.base.scope import current_workspace_id
from sapa.domain.knowledge.asking import gist
from sapa.domain.masks import masked_text

LONGEST = 300
COUNTED = """
INSERT INTO assistant_gap (workspace_id, public_id, key, question, count, first_at, last_at)
VALUES (%s, gen_random_uuid(), %s, %s, 1, %s, %s)
ON CONFLICT (workspace_id, key) DO UPDATE
SET count = assistant_gap.count + 1, last_at = excluded.last_at, closed_at = NULL
"""


def note_gap(*, question: str, now: datetime) -> None:
    """One more time asked in vain; the same words in another order count with it. What says nothing is left aside."""
    key = gist(question)
    if not key:
        return
    with connection.cursor() as cursor:
        cursor.execute(COUNTED, [current_workspace_id(), key, masked_text(question)[:LONGEST], now, now])


@transaction.atomic
def close_gap(*, gap: Gap, now: datetime, article: Article | None = None) -> None:
    """Answered by `article`, or put aside where there is none; asked again it is open again."""
    Gap.objects.filter(pk=gap.pk).update(closed_at=now, article=article)
    audit(action="gap.closed", subject=str(gap.public_id), now=now)
