"""Quick replies of the shop: made, changed, taken away, counted."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from sapa.accounts.models import User
from sapa.accounts.services import audit
from sapa.inbox.models import QuickReply
from sapa.web.errors import Refused, refusal

SHORTCUT_TAKEN = refusal(
    "shortcut_taken",
    _("/%(shortcut)s is another quick reply already."),
    _("Choose another word, or change the one that has it."),
)
TOO_MANY_SHORTCUTS = refusal(
    "too_many_shortcuts",
    _("A shop has at most %(most)s quick replies."),
    _("Take away one that is not used."),
)
MOST = 200


@transaction.atomic
def save_quick_reply(
    *,
    shortcut: str,
    title: str,
    text: str,
    author: User,
    now: datetime,
    quick_reply: QuickReply | None = None,
) -> QuickReply:
    """A new one, or `quick_reply` changed. `shortcut` as `domain.quick_replies.SHORTCUT` says."""
    if quick_reply is None and QuickReply.objects.count() >= MOST:
        raise Refused(TOO_MANY_SHORTCUTS, most=MOST)
    row = quick_reply or QuickReply(author_id=author.pk)
    row.shortcut, row.title, row.text, row.updated_at = shortcut, title, text, now
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Refused(SHORTCUT_TAKEN, shortcut=shortcut) from None
    audit(action="quick_reply.saved", subject=str(row.public_id), now=now)
    return row


@transaction.atomic
def remove_quick_reply(*, quick_reply: QuickReply, now: datetime) -> None:
    audit(action="quick_reply.removed", subject=str(quick_reply.public_id), now=now)
    quick_reply.delete()


def count_use(*, public_ids: Iterable[str]) -> None:
    """Those that a text was written with; what is used most stands first. What is no id is left aside."""
    if wanted := [found for one in public_ids if (found := _uuid(one))]:
        QuickReply.objects.filter(public_id__in=wanted).update(uses=F("uses") + 1)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
