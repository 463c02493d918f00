"""Keys of programs: made and shown once, found by their digest, taken away."""

import secrets
from collections.abc import Collection
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.shortcuts import get_object_or_404

from sapa.accounts.models import ApiKey
from sapa.accounts.schemas import Caller, Calls
from sapa.accounts.selectors.keys import makers
from sapa.accounts.services.workspaces import audit
from sapa.base.rows import fetch
from sapa.base.scope import current_scope, workspace_scope

MARK = "sapa_"
SHOWN = 12
LONGEST = 100
FIND = "SELECT id, workspace_id, author_id, scopes, expires_at, revoked_at FROM sapa_api_key(%(digest)b)"
COUNT = """
UPDATE accounts_apikey k SET last_used_at = clock_timestamp(), minute = date_trunc('minute', clock_timestamp()),
    calls = CASE WHEN k.minute = date_trunc('minute', clock_timestamp()) THEN k.calls + 1 ELSE 1 END
WHERE k.workspace_id = %(workspace)b AND k.id = %(id)b
RETURNING k.calls, 60 - floor(extract(second FROM k.last_used_at))::int
"""


@transaction.atomic
def create_key(
    *, name: str, scopes: Collection[str], expires_at: datetime | None, now: datetime
) -> tuple[ApiKey, str]:
    """The row and the key in clear: the only time that it is told."""
    plain = MARK + secrets.token_urlsafe(32)
    row = ApiKey.objects.create(
        name=name,
        prefix=plain[:SHOWN],
        digest=digest_of(plain),
        scopes=sorted(scopes),
        author_id=current_scope().user_id,
        created_at=now,
        expires_at=expires_at,
    )
    audit(action="api_key.made", subject=str(row.public_id), now=now, data={"scopes": row.scopes})
    return row, plain


@transaction.atomic
def revoke_key(*, public_id: UUID, now: datetime) -> None:
    """From the next call on it opens nothing. Raises Http404."""
    row = get_object_or_404(ApiKey.objects.select_for_update(), public_id=public_id)
    if row.revoked_at is None:
        ApiKey.objects.filter(pk=row.pk).update(revoked_at=now)
        audit(action="api_key.revoked", subject=str(public_id), now=now)


def find_key(*, plain: str) -> Caller | None:
    """Whose key this is. Works outside of any workspace."""
    if not plain.startswith(MARK) or len(plain) > LONGEST:
        return None
    found = fetch(FIND, {"digest": digest_of(plain)})
    if not found:
        return None
    key_id, workspace_id, author_id, scopes, expires_at, revoked_at = found[0]
    with workspace_scope(workspace_id):
        maker_may = author_id in makers()
    return Caller(key_id, workspace_id, author_id, frozenset(scopes), expires_at, revoked_at, maker_may)


def count_call(*, caller: Caller) -> Calls:
    """In a transaction of its own: a call that is undone was made all the same."""
    with workspace_scope(caller.workspace_id):
        return Calls(*fetch(COUNT, {"workspace": caller.workspace_id, "id": caller.key_id})[0])


def digest_of(plain: str) -> str:
    """A key is 256 random bits: nothing slower than SHA-256 is needed."""
    return sha256(plain.encode(errors="replace")).hexdigest()
