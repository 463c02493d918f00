"""When tickets tell of one problem: of one customer again, or of many at once."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from sapa.accounts.models import SettingsVersion
from sapa.accounts.selectors import settings_in_force
from sapa.accounts.services import audit, change_settings
from sapa.web.errors import CHANGED_MEANWHILE, Refused


@dataclass(frozen=True, slots=True)
class Rules:
    """`many` customers within `days` make a problem of many; a problem comes back within `recurring` days."""

    many: int = 3
    days: int = 7
    recurring: int = 30


def rules() -> Rules:
    return _rules_of(settings_in_force()[1].get("tickets"))


def seen_rules() -> tuple[int, Rules]:
    """With the version of the settings, which whoever changes them has seen."""
    version, settings = settings_in_force()
    return version, _rules_of(settings.get("tickets"))


def _rules_of(kept: dict[str, Any] | None) -> Rules:
    chosen, usual = kept or {}, Rules()
    return Rules(
        int(chosen.get("radar_customers", usual.many)),
        int(chosen.get("radar_days", usual.days)),
        int(chosen.get("recurring_days", usual.recurring)),
    )


@transaction.atomic
def choose_rules(*, wanted: Rules, seen: int, now: datetime) -> None:
    """As the next version of the settings; `seen` is the version that the person looked at.

    Raises Refused(CHANGED_MEANWHILE) when the rules are others since.
    """
    number, settings = settings_in_force()
    if number != seen and _rules_of(settings.get("tickets")) != _rules_as_of(seen):
        raise Refused(CHANGED_MEANWHILE)
    told = {"radar_customers": wanted.many, "radar_days": wanted.days, "recurring_days": wanted.recurring}
    try:
        with transaction.atomic():
            change_settings(changes={"tickets": told}, now=now)
    except IntegrityError:  # another change took the number in this very moment
        raise Refused(CHANGED_MEANWHILE) from None
    audit(action="tickets.rules_changed", now=now, data=told)


def _rules_as_of(number: int) -> Rules:
    kept = SettingsVersion.objects.filter(number=number).values_list("data__tickets", flat=True).first()
    return _rules_of(kept)
