"""Workspaces, people and their roles, versions of the settings, the audit trail."""

from datetime import datetime
from typing import Any

from django.db import connection, transaction

from sapa.accounts.models import AuditEntry, Membership, SettingsVersion, User, Workspace
from sapa.accounts.selectors.workspaces import settings_in_force
from sapa.base.permissions import Role
from sapa.base.scope import current_scope, workspace_scope


def create_workspace(
    *, name: str, owner: User, timezone: str = "Asia/Jakarta", is_demo: bool = False
) -> Workspace:
    """A workspace with its first member, the owner."""
    with transaction.atomic():
        workspace = Workspace(id=_next_id(), name=name, timezone=timezone, is_demo=is_demo)
        with workspace_scope(workspace.id):
            workspace.save(force_insert=True)
            Membership.objects.create(user=owner, role=Role.OWNER)
    return workspace


def _next_id() -> int:
    """Reserved first: row security shows the new row only to a scope that already knows its id."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('accounts_workspace', 'id'))")
        return int(cursor.fetchone()[0])


def add_member(*, email: str, name: str, role: Role, password: str | None = None) -> Membership:
    """A person of this workspace; one who already has an account keeps it."""
    user = User.objects.filter(email=email.lower()).first()
    user = user or User.objects.create_user(email, password, name=name)
    membership, _ = Membership.objects.update_or_create(user=user, defaults={"role": role})
    return membership


def change_profile(*, user: User, name: str, language: str) -> None:
    user.name, user.language = name, language
    User.objects.filter(pk=user.pk).update(name=name, language=language)


def change_settings(*, changes: dict[str, Any], now: datetime) -> SettingsVersion:
    """Writes the next version: top-level keys of `changes` replace those in force."""
    number, data = settings_in_force()
    user_id = current_scope().user_id
    return SettingsVersion.objects.create(
        number=number + 1, data={**data, **changes}, author_id=user_id, created_at=now
    )


def audit(*, action: str, subject: str = "", now: datetime, data: dict[str, Any] | None = None) -> None:
    AuditEntry.objects.create(
        at=now, user_id=current_scope().user_id, action=action, subject=subject, data=data or {}
    )
