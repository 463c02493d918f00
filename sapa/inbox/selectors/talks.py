"""The list beside the conversation, and who has each of them."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sapa.accounts.models import User
from sapa.domain import formats
from sapa.messaging import selectors as messaging
from sapa.messaging.models import Conversation

TABS = ("waiting", "mine", "all")
# What stands in a preview instead of words (messaging keeps the type in brackets).
PREVIEWS = {
    "[image]": gettext_lazy("Picture"),
    "[video]": gettext_lazy("Video"),
    "[audio]": gettext_lazy("Voice message"),
    "[document]": gettext_lazy("Document"),
    "[sticker]": gettext_lazy("Sticker"),
    "[location]": gettext_lazy("Location"),
    "[contacts]": gettext_lazy("Contact"),
    "[order]": gettext_lazy("Order from the catalogue"),
    "[reaction]": gettext_lazy("Reaction"),
    "[interactive]": gettext_lazy("Choice"),
    "[call]": gettext_lazy("Call"),
    "[revoke]": gettext_lazy("(deleted)"),
}


def rows(tab: str, *, user: User, before: messaging.Cursor | None, current: int | None) -> dict[str, Any]:
    """A page of the list as `conversation_row` wants it, with the cursor of the next."""
    by_tab: dict[str, dict[str, Any]] = {"waiting": {"waiting": True}, "mine": {"assignee_id": user.pk}}
    page = messaging.conversations(before=before, **by_tab.get(tab, {}))
    return {"rows": [_row(one, tab, current) for one in page.rows], "next": page.next}


def _row(one: Conversation, tab: str, current: int | None) -> dict[str, Any]:
    return {
        "url": reverse("inbox:conversation", args=[one.public_id]) + f"?tab={tab}",
        "name": formats.phone(str(one.contact)) or _("Unknown"),
        "at": one.last_message_at,
        "preview": PREVIEWS.get(one.preview, one.preview),
        "unread": one.unread,
        "current": one.pk == current,
        "chips": _chips(one),
    }


def _chips(one: Conversation) -> list[dict[str, str]]:
    chips = []
    if one.waiting_since and one.owner != Conversation.Owner.ASSISTANT:
        chips.append({"text": _("Waits for an answer"), "hue": "kunyit", "icon": "clock"})
    if one.owner == Conversation.Owner.ASSISTANT:
        chips.append({"text": _("Assistant"), "hue": "nila", "icon": "bot"})
    if one.contact.segment == "b2b":
        chips.append({"text": "B2B", "hue": "", "icon": ""})
    if not one.open:
        chips.append({"text": _("Done"), "hue": "daun", "icon": "check"})
    return chips


def owner_name(conversation: Conversation) -> str:
    """Who takes care, in the words of the screen."""
    if conversation.owner == Conversation.Owner.ASSISTANT:
        return _("Handled by the assistant")
    if conversation.owner == Conversation.Owner.NOBODY or not conversation.assignee_id:
        return _("Nobody yet")
    return _("Handled by %(name)s") % {"name": User.objects.get(pk=conversation.assignee_id)}
