"""The shop's own rates: they win over those that Sapa ships, from their first day on."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from sapa.accounts.services import audit
from sapa.domain.costs import Rate
from sapa.messaging.models import Rate as RateRow

UNIQUE = ("workspace", "market", "category", "currency", "valid_from")


@transaction.atomic
def save_rates(*, rates: Iterable[Rate], now: datetime) -> int:
    """New ones and changed ones. What the ledger has priced stays as it was."""
    rows = [
        RateRow(
            market=one.market,
            category=one.category,
            currency=one.currency,
            micros=one.micros,
            valid_from=one.valid_from,
            source=one.source,
            changed_at=now,
        )
        for one in sorted(rates, key=lambda one: (one.key, one.valid_from))
    ]
    RateRow.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=UNIQUE,
        update_fields=["micros", "source", "changed_at"],
    )
    audit(action="rates_saved", now=now, data={"rates": len(rows)})
    return len(rows)


@transaction.atomic
def remove_rate(*, rate_id: int, now: datetime) -> bool:
    removed, _by_model = RateRow.objects.filter(pk=rate_id).delete()
    if removed:
        audit(action="rate_removed", subject=str(rate_id), now=now)
    return bool(removed)
