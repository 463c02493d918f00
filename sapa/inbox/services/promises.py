"""What the shop promises, changed as a version of its settings."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from sapa.accounts.selectors import settings_in_force, workspace
from sapa.accounts.services import audit, change_settings
from sapa.domain.service_promise import DEFAULT, promise_from
from sapa.inbox.services.clocks.keeping import SETTING
from sapa.web.errors import CHANGED_MEANWHILE, Refused


def choose_promise(*, document: Mapping[str, Any], now: datetime) -> None:
    """Clocks that run keep what was promised when they began. ValueError names what is wrong.

    Raises Refused(CHANGED_MEANWHILE) when somebody else changes the settings in this very moment.
    """
    promise_from(document, workspace().timezone)
    before = {**DEFAULT, **(settings_in_force()[1].get(SETTING) or {})}
    paths = sorted(name for name in document if document[name] != before[name])
    try:
        with transaction.atomic():
            change_settings(changes={SETTING: dict(document)}, now=now)
    except IntegrityError:
        raise Refused(CHANGED_MEANWHILE) from None
    audit(action="service_promise.changed", now=now, data={"paths": paths})
