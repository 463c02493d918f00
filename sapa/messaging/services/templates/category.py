"""Which category Meta gave a template, and whether a person agreed when it is not the one that was wanted.

A template that was wanted for service messages (utility) and has become marketing is used no more until somebody
decides (product.md rule 11): its messages cost more and may not go to everybody.
"""

from datetime import datetime

from django.db import transaction

from sapa.accounts.services import audit
from sapa.events.services import NewEvent, record
from sapa.messaging.models import Message, Template
from sapa.messaging.services.templates.history import note

CATEGORY_CHANGED = "category_changed"
UTILITY, MARKETING = "utility", "marketing"
RECATEGORISED = "template.recategorised"


def category_told(template: Template, category: str, *, source: str, at: datetime, now: datetime) -> bool:
    """The category that Meta decided on; whether it is another one than before."""
    told = category.lower()
    if told == template.category:
        return False
    template.wanted_category = template.wanted_category or template.category
    before, template.category = template.category, told
    template.announced_category, template.announced_at = "", None
    if told != template.accepted_category:
        template.accepted_category = ""
    template.save(
        update_fields=[
            *("category", "wanted_category", "accepted_category", "announced_category", "announced_at"),
        ]
    )
    note(template, "category", source=source, at=at, before=before, after=told)
    _tell(template, now)
    return True


@transaction.atomic
def accept_category(*, template: Template, now: datetime, by: int | None = None) -> None:
    """From now on its messages are promotions: consent and limits of promotions apply, and its price."""
    row = Template.objects.select_for_update().get(pk=template.pk)
    row.accepted_category, row.updated_at = row.category, now
    row.save(update_fields=["accepted_category", "updated_at"])
    note(row, "accepted", source="user", at=now, before=row.wanted_category, after=row.category)
    audit(action="template.category_accepted", subject=f"template:{row.name}"[:80], now=now, data={"by": by})
    _tell(row, now)


def _tell(template: Template, now: datetime) -> None:
    """Journeys look again at what waits to go out with it, and what is queued already is due at once."""
    key = f"template:{template.pk}:{template.category}:{template.accepted_category}:{now.isoformat()}"
    record(events=[NewEvent(RECATEGORISED, key, now, data={"template": template.name})], now=now)
    waiting = Message.objects.filter(channel_id=template.channel_id, state=Message.State.PLANNED)
    held = waiting.filter(payload__template=template.name, reasons__contains=[CATEGORY_CHANGED])
    held.update(not_before=now, reasons=[])
