"""When tickets tell of one problem: of one customer again, or of many at once."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from sapa.accounts.selectors import settings_in_force
from sapa.accounts.services import audit, change_settings


@dataclass(frozen=True, slots=True)
class Rules:
    """`many` customers within `days` make a problem of many; a problem comes back within `recurring` days."""

    many: int = 3
    days: int = 7
    recurring: int = 30


def rules() -> Rules:
    chosen: dict[str, Any] = settings_in_force()[1].get("tickets") or {}
    usual = Rules()
    return Rules(
        int(chosen.get("radar_customers", usual.many)),
        int(chosen.get("radar_days", usual.days)),
        int(chosen.get("recurring_days", usual.recurring)),
    )


@transaction.atomic
def choose_rules(*, wanted: Rules, now: datetime) -> None:
    """As the next version of the settings."""
    told = {"radar_customers": wanted.many, "radar_days": wanted.days, "recurring_days": wanted.recurring}
    change_settings(changes={"tickets": told}, now=now)
    audit(action="tickets.rules_changed", now=now, data=told)
