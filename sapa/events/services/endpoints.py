"""Addresses at which sources deliver, and their sealed secrets: two are accepted while one is replaced."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction

from sapa.base.scope import current_workspace_id
from sapa.base.sealed import Place, seal, unseal
from sapa.events.models import Endpoint

TABLE, FIELD = "events_endpoint", "secrets"
ACCEPTED = 2


@transaction.atomic
def create_endpoint(*, kind: str, label: str, now: datetime, secret: str | None = "") -> tuple[Endpoint, str]:
    """The endpoint and its secret in clear (a fresh one unless given): the only time that it is told.

    None: the secret is the sender's and comes later, with `rotate_secret`; until then everything is refused.
    """
    plain = "" if secret is None else secret or secrets.token_urlsafe(32)
    endpoint_id = _reserved_id()
    kept = [_sealed(plain, endpoint_id)] if plain else []
    endpoint = Endpoint.objects.create(id=endpoint_id, kind=kind, label=label, secrets=kept, created_at=now)
    return endpoint, plain


@transaction.atomic
def rotate_secret(*, endpoint_id: int, secret: str = "") -> str:
    """A new secret; the one before stays valid until `retire_old_secret` or the next rotation."""
    plain = secret or secrets.token_urlsafe(32)
    endpoint = Endpoint.objects.select_for_update().get(id=endpoint_id)
    kept = [_sealed(plain, endpoint_id), *endpoint.secrets][:ACCEPTED]
    Endpoint.objects.filter(id=endpoint_id).update(secrets=kept)
    return plain


@transaction.atomic
def retire_old_secret(*, endpoint_id: int) -> None:
    """Only the newest secret stays."""
    endpoint = Endpoint.objects.select_for_update().get(id=endpoint_id)
    Endpoint.objects.filter(id=endpoint_id).update(secrets=endpoint.secrets[:1])


def switch_endpoint(*, endpoint_id: int, active: bool) -> None:
    """A switched-off address answers 404."""
    Endpoint.objects.filter(id=endpoint_id).update(active=active)


def open_secrets(*, sealed: Sequence[str], workspace_id: int, endpoint_id: int) -> list[str]:
    """Newest first. Raises SealError."""
    return [unseal(token, Place(workspace_id, TABLE, endpoint_id, FIELD)) for token in sealed]


def _sealed(plain: str, endpoint_id: int) -> str:
    return seal(plain, Place(current_workspace_id(), TABLE, endpoint_id, FIELD))


def _reserved_id() -> int:
    """Known before the row exists, because the seal is bound to it (decisions.md 19)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [TABLE])
        row = cursor.fetchone()
    assert row is not None  # noqa: S101 (a SELECT without FROM has one row)
    return int(row[0])
