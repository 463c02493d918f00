"""Budgets and the terms of the account; what a budget held goes on as soon as there is room again."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from sapa.accounts.services import audit, change_settings
from sapa.messaging.models import Budget, Message
from sapa.messaging.selectors.costs.terms import SETTING
from sapa.web.errors import CHANGED_MEANWHILE, Refused

BUDGET_STOP = "budget_stop"


@transaction.atomic
def set_budget(*, kind: str, amount: int | None, currency: str, now: datetime) -> None:
    """`kind` blank: the whole workspace; `amount` None: no budget. What was held is decided anew at once."""
    if amount is None:
        Budget.objects.filter(kind=kind).delete()
    else:
        values = {"amount": amount, "currency": currency, "changed_at": now}
        Budget.objects.update_or_create(kind=kind, defaults=values)
    audit(action="budget_changed", subject=kind, now=now, data={"amount": amount, "currency": currency})
    release_held(now=now)


@transaction.atomic
def release_held(*, now: datetime) -> int:
    """Messages that waited for money ask again; how many."""
    held = Message.objects.filter(state=Message.State.PLANNED, reasons__contains=[BUDGET_STOP])
    ids = list(held.order_by("id").select_for_update(skip_locked=True).values_list("id", flat=True))
    return Message.objects.filter(id__in=ids).update(not_before=now)


@transaction.atomic
def change_costs(*, values: Mapping[str, Any], now: datetime) -> None:
    """The terms of the account. Raises Refused(CHANGED_MEANWHILE) when somebody else saves settings now."""
    try:
        with transaction.atomic():
            change_settings(changes={SETTING: dict(values)}, now=now)
    except IntegrityError:
        raise Refused(CHANGED_MEANWHILE) from None
    audit(action="costs_changed", subject=SETTING, now=now, data=dict(values))
