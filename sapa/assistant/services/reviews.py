"""What a person says of a conversation of the assistant, once for each week; the last word stands."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sapa.assistant.models import TalkReview
from sapa.assistant.selectors.reviews import LABELS
from sapa.base.scope import current_scope
from sapa.messaging.models import Conversation
from sapa.web.errors import Refused, refusal

LONGEST_NOTE = 300

NOTHING_JUDGED = refusal(
    "review_without_labels",
    _("Nothing was judged."),
    _("Answer at least one of the five questions, then save."),
)


@transaction.atomic
def judge(
    *, conversation: Conversation, week: date, labels: Mapping[str, bool | None], note: str, now: datetime
) -> TalkReview:
    """Raises Refused("review_without_labels")."""
    told = {name: labels.get(name) for name in LABELS}
    if all(value is None for value in told.values()):
        raise Refused(NOTHING_JUDGED)
    more = {"note": note.strip()[:LONGEST_NOTE], "author_id": current_scope().user_id, "at": now}
    row, _made = TalkReview.objects.update_or_create(
        conversation=conversation, week=week, defaults={**told, **more}
    )
    return row
