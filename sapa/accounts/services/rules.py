"""Settings that decide when messages go: each change is a version, is audited, and moves what waits."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.module_loading import import_string

from sapa.accounts.services.workspaces import audit, change_settings
from sapa.web.errors import CHANGED_MEANWHILE, Refused


def change_rules(
    *, changes: Mapping[str, Any], action: str, subject: str, data: Mapping[str, Any], now: datetime
) -> None:
    """Raises Refused(CHANGED_MEANWHILE) when somebody else changes the settings in this very moment."""
    try:
        with transaction.atomic():
            change_settings(changes=dict(changes), now=now)
    except IntegrityError:
        raise Refused(CHANGED_MEANWHILE) from None
    audit(action=action, subject=subject, now=now, data=dict(data))
    import_string(settings.RULES_CHANGED)(now=now)
