"""Several deeds in one tap: made and changed by who manages the inbox, run by who answers."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from sapa.accounts.models import User
from sapa.accounts.services import audit
from sapa.domain.quick_replies import fill
from sapa.domain.send_later import moment_of
from sapa.inbox.models import Macro, Team
from sapa.inbox.selectors.macros import actions_of
from sapa.inbox.services import desk
from sapa.inbox.services.replies import reply
from sapa.journeys.services.telling import known_of
from sapa.messaging.models import Conversation
from sapa.messaging.selectors import conversation_by_public_id
from sapa.web.errors import Refused, refusal

MACRO_TAKEN = refusal(
    "macro_taken", _("There is a macro «%(name)s» already."), _("Choose another name, or change that one.")
)
MACRO_EMPTY = refusal("macro_empty", _("This macro does nothing yet."), _("Choose at least one thing."))
MACRO_SAYS = refusal(
    "macro_says",
    _("«%(name)s» sends a text, so it runs in one conversation at a time."),
    _("Choose one conversation; a message to many goes through a journey."),
)
TOO_MANY_MACROS = refusal(
    "too_many_macros", _("A shop has at most %(most)s macros."), _("Take away one that is not used.")
)
MOST = 100
# The text first, while the conversation is open; the end last.
ORDER = ("text", "labels", "priority", "team", "snooze", "close")


@transaction.atomic
def save_macro(*, name: str, actions: Mapping[str, Any], now: datetime, macro: Macro | None = None) -> Macro:
    """`actions` by what is done, as `selectors.macros.actions_of` tells them; blank ones are left out.

    Raises Refused: macro_empty, macro_taken, too_many_macros.
    """
    wanted = [{"do": do, "value": actions[do]} for do in ORDER if _is_chosen(actions.get(do))]
    if not wanted:
        raise Refused(MACRO_EMPTY)
    if macro is None and Macro.objects.count() >= MOST:
        raise Refused(TOO_MANY_MACROS, most=MOST)
    row = macro or Macro()
    row.name, row.actions, row.updated_at = name, wanted, now
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Refused(MACRO_TAKEN, name=name) from None
    audit(action="macro.saved", subject=str(row.public_id), now=now)
    return row


def _is_chosen(value: Any) -> bool:
    """The priority 0 is; a box that is not ticked is not."""
    return value is not None and value is not False and value not in ("", [])


@transaction.atomic
def remove_macro(*, macro: Macro, now: datetime) -> None:
    audit(action="macro.removed", subject=str(macro.public_id), now=now)
    macro.delete()


@transaction.atomic
def run_macro(
    *, macro: Macro, conversation_ids: Sequence[int], by: User, client_id: str, zone: str, now: datetime
) -> int:
    """All of it or nothing; in how many conversations. The same `client_id` twice sends one text.

    Raises Refused: macro_says, and whatever stops a single deed or an answer.
    """
    actions = actions_of(macro)
    if "text" in actions:
        if len(conversation_ids) != 1:
            raise Refused(MACRO_SAYS, name=macro.name)
        _say(conversation_ids[0], actions["text"], by=by, client_id=client_id, now=now)
    _label(conversation_ids, actions, now)
    if "priority" in actions:
        desk.prioritise(conversation_ids=conversation_ids, priority=actions["priority"], now=now)
    if team := Team.objects.filter(pk=actions.get("team", 0)).first():
        desk.pass_to_team(conversation_ids=conversation_ids, team=team, by=by, now=now)
    if "snooze" in actions:
        until = _until(actions["snooze"], now, zone)
        desk.snooze(conversation_ids=conversation_ids, until=until, now=now)
    if "close" in actions:
        desk.close(conversation_ids=conversation_ids, now=now)
    return len(conversation_ids)


def _say(conversation_id: int, text: str, *, by: User, client_id: str, now: datetime) -> None:
    """What is not known of the customer keeps its braces, and the message guard stops it."""
    public_id = Conversation.objects.values_list("public_id", flat=True).get(pk=conversation_id)
    talk = conversation_by_public_id(public_id)
    known = {**known_of(contact_id=talk.contact_id, now=now), "agen": str(by)}
    reply(conversation=talk, text=fill(text, known).text, author=by, client_id=client_id, now=now)


def _label(conversation_ids: Sequence[int], actions: Mapping[str, Any], now: datetime) -> None:
    if labels := actions.get("labels"):
        desk.put_labels(conversation_ids=conversation_ids, on=labels, now=now)


def _until(choice: str, now: datetime, zone: str) -> datetime:
    return now + timedelta(hours=1) if choice == "jam" else moment_of(choice, "", now=now, zone=zone)
