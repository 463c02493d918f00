"""A call that is made twice happens once: what it was answered is kept for a day, sealed.

Answers hold what is shown only once, such as the secret of a webhook, and what is known of people.
"""

from sapa.accounts.models import KeptAnswer
from sapa.accounts.schemas import Kept
from sapa.base.rows import fetch
from sapa.base.scope import current_workspace_id
from sapa.base.sealed import Place, seal, unseal

# Whoever comes second waits here until the first has ended: then there is an answer, or the place is free.
CLAIM = """
INSERT INTO accounts_keptanswer AS kept (workspace_id, api_key_id, name, fingerprint, status, body, at)
VALUES (%(workspace)b, %(key)b, %(name)b, %(fingerprint)b, 0, '', clock_timestamp())
ON CONFLICT (workspace_id, api_key_id, name) DO UPDATE
    SET fingerprint = excluded.fingerprint, status = 0, body = '', at = excluded.at
    WHERE kept.at < excluded.at - interval '24 hours'
RETURNING id
"""
FORGET = (
    "DELETE FROM accounts_keptanswer WHERE workspace_id = %(workspace)b AND at < now() - interval '24 hours'"
)


def claim_answer(*, key_id: int, name: str, fingerprint: str) -> Kept | None:
    """None when the call is the first with this name; it is then free again if the transaction fails."""
    given = {"workspace": current_workspace_id(), "key": key_id, "name": name, "fingerprint": fingerprint}
    if fetch(CLAIM, given):
        return None
    row = KeptAnswer.objects.get(api_key_id=key_id, name=name)
    return Kept(row.fingerprint, row.status, unseal(row.body, _place(row)) if row.body else "")


def keep_answer(*, key_id: int, name: str, status: int, body: str) -> None:
    row = KeptAnswer.objects.get(api_key_id=key_id, name=name)
    row.status, row.body = status, seal(body, _place(row)) if body else ""
    row.save(update_fields=["status", "body"])


def forget_answers() -> None:
    """Of this workspace, those older than a day."""
    fetch(FORGET, {"workspace": current_workspace_id()})


def _place(row: KeptAnswer) -> Place:
    return Place(current_workspace_id(), "accounts_keptanswer", row.pk, "body")
