"""What a message really meant: said by whoever answers customers, taken back by them or by a supervisor."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sapa.accounts.services import audit
from sapa.assistant.models import Correction, Turn
from sapa.domain.understanding.types import INTENTS
from sapa.web.errors import Refused, refusal

# Words that only look like it never silence the shop: a wish to be left alone is read from words of stopping alone.
TEACHABLE = tuple(one for one in INTENTS if one != "opt_out")
NOTHING_READ = refusal(
    "nothing_to_correct",
    _("Of this message no words were read."),
    _("Only what a customer wrote can be an example."),
)
NO_INTENT = refusal("intent_unknown", _("What is meant was not chosen."), _("Choose it from the list."))


@transaction.atomic
def correct(*, turn: Turn, intent: str, author_id: int, now: datetime) -> Correction:
    """An example from the next message on; a later one of the same message takes its place.

    Raises Refused(intent_unknown, nothing_to_correct).
    """
    if intent not in TEACHABLE:
        raise Refused(NO_INTENT)
    if not turn.message.text.strip() or not turn.intent:
        raise Refused(NOTHING_READ)
    told = {"intent": intent, "author_id": author_id, "changed_at": now, "undone_at": None}
    read = {"was": turn.intent, "context": turn.trace.get("context", "")}
    row, _made = Correction.objects.update_or_create(
        message_id=turn.message_id, defaults=told, create_defaults={**told, **read}
    )
    audit(action="assistant.corrected", now=now, data={"correction": row.pk, "intent": intent})
    return row


@transaction.atomic
def undo(*, correction: Correction, now: datetime) -> None:
    """It is no example any more; undone twice is undone once."""
    if Correction.objects.filter(pk=correction.pk, undone_at=None).update(undone_at=now, changed_at=now):
        audit(action="assistant.correction_undone", now=now, data={"correction": correction.pk})
