"""What one bubble shows: words, what came with them, who wrote it, how far it got, and why it did not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sapa.accounts.models import User
from sapa.domain.disguises import plain
from sapa.domain.lookup import Asked, excerpt
from sapa.inbox.selectors import ticks
from sapa.inbox.selectors.deeds import can_answer, can_go_again, sent_again
from sapa.inbox.selectors.parts import part_of
from sapa.inbox.selectors.quotes import quote
from sapa.journeys.selectors import recipe_names
from sapa.messaging.models import Media, Message
from sapa.messaging.selectors import stories
from sapa.messaging.selectors.media import files_of
from sapa.messaging.selectors.refusals import explained

FOLDED, LINES = 700, 18
NOTHING = Asked()
AUTHORS = {
    "assistant": gettext_lazy("Assistant"),
    "phone": gettext_lazy("From the phone"),
    "elsewhere": gettext_lazy("Meta's agent"),
}
OF_KIND = {
    "promised_time": gettext_lazy("Automatic answer"),
    "survey": gettext_lazy("Survey"),
    "review": gettext_lazy("Review"),
}
WORDLESS = {
    "call": gettext_lazy("(called)"),
    "unsupported": gettext_lazy(
        "(WhatsApp does not pass this kind of message on to shops; ask the customer to send it another way)"
    ),
    "system": gettext_lazy("(the customer has a new number or name on WhatsApp)"),
}


@dataclass(frozen=True, slots=True)
class Around:
    """What many bubbles need, asked for once. `kind` of the channel, whose words for errors are told.

    `asked`: the words that somebody looks for; a long text is shown where they stand.
    """

    kind: str
    asked: Asked = NOTHING
    authors: Mapping[int, str] = field(default_factory=dict)
    recipes: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[int, Media] = field(default_factory=dict)
    quoted: Mapping[int, Message] = field(default_factory=dict)
    again: frozenset[int] = frozenset()
    reactions: Mapping[int, Message] = field(default_factory=dict)


def around(messages: Sequence[Message], kind: str, asked: Asked = NOTHING) -> Around:
    """A fixed number of questions, however many messages."""
    quoted = stories.quoted(messages)
    return Around(
        kind=kind,
        asked=asked,
        authors=_authors([*messages, *quoted.values()]),
        recipes=recipe_names({one.kind for one in messages if one.by == "system"}),
        files=files_of(messages),
        quoted=quoted,
        again=frozenset(sent_again(messages)),
        reactions=_our_reactions(messages),
    )


def bubble(message: Message, known: Around) -> dict[str, Any]:
    """`folded` when the text is cut; the whole is fetched by itself."""
    is_gone = "revoked_at" in message.payload
    part = {} if is_gone else part_of(message, known.files.get(message.pk))
    words = "" if part and (not message.text or _says(part, message.text)) else _words(message)
    shown = _beginning(words, known.asked)
    answered = known.quoted.get(message.pk)
    return {
        "id": str(message.public_id),
        "way": message.direction,
        "at": message.at,
        "text": shown,
        "folded": len(words) if shown != words else 0,
        "part": part,
        "quote": quote(answered, known.authors) if answered else None,
        "edited": "edited_at" in message.payload and not is_gone,
        "gone": is_gone,
        "reactions": _reactions(message, known),
        "answerable": can_answer(message),
        "same_person": "same_person" in message.payload,
        "by": author(message, known),
        **(_way_out(message, known) if message.direction == "out" else _way_in()),
    }


def folded(words: str) -> str:
    """The beginning of a long text; a page of long ones is as fast as any."""
    lines = words[: FOLDED + 1].split("\n")
    if len(words) <= FOLDED and len(lines) <= LINES:
        return words
    return "\n".join(lines[:LINES])[:FOLDED]


def _beginning(words: str, asked: Asked) -> str:
    """Of a long text, or the part with what is looked for where that stands further on."""
    short = folded(words)
    is_seen = any(word in short.lower() for word in asked.words)
    return short if short == words or is_seen or not asked.words else excerpt(words, asked, FOLDED)


def whole(message: Message) -> str:
    return _words(message)


def _way_in() -> dict[str, Any]:
    return {"state": "", "why": "", "steps": [], "told": "", "reasons": [], "waits": [], "trouble": None}


def _way_out(message: Message, known: Around) -> dict[str, Any]:
    state = ticks.tick(message)
    return {
        "state": state,
        "told": ticks.told(message),
        "steps": ticks.steps(message),
        "why": reverse("journeys:why_message", args=[message.public_id]),
        "sources": _sources(message),
        "reasons": message.reasons if message.state in {"cancelled", "expired"} else [],
        "waits": message.reasons if message.state == "planned" else [],
        "next_at": message.not_before,
        "trouble": explained(message, known.kind) if state == "failed" and message.error else None,
        "again": can_go_again(message) and message.pk not in known.again,
        "free": not message.payload.get("template"),
        "went_again": message.pk in known.again,
    }


def _sources(message: Message) -> str:
    """Where an answer of the assistant tells what it came from."""
    if message.by != "assistant" or message.klass != "reply":
        return ""
    return reverse(settings.SLOTS["message.sources"], args=[message.public_id])


def _says(part: Mapping[str, Any], text: str) -> bool:
    """A place tells its name and address itself."""
    told = [part.get("name"), part.get("address")] if part["kind"] == "place" else []
    return text == ", ".join(filter(None, told))


def _words(message: Message) -> str:
    """What was said, or in a word what came instead."""
    if "revoked_at" in message.payload:
        return _("(deleted)")
    if message.text:
        return plain(message.text).strip("\n") or _("(nothing that can be seen)")
    known = WORDLESS.get(message.type)
    return str(known) if known else _("(%(type)s)") % {"type": message.type}


def _our_reactions(messages: Sequence[Message]) -> dict[int, Message]:
    """The messages that carry our reactions to WhatsApp, by their ids."""
    ids = {_sides(one).get("out", {}).get("message") for one in messages}
    return Message.objects.in_bulk([pk for pk in ids if isinstance(pk, int)]) if ids - {None} else {}


def _reactions(message: Message, known: Around) -> list[dict[str, str]]:
    """`state` is blank where it stands: on its way, uncertain or failed otherwise."""
    found = []
    for side, told in _sides(message).items():
        if told.get("emoji"):
            carrier = known.reactions.get(told.get("message", 0))
            state = ticks.tick(carrier) if carrier else ""
            by = _("Customer") if side == "in" else known.authors.get(told.get("by", 0)) or _("Us")
            left = "" if state in {"", "sent", "delivered", "read"} else state
            found.append({"emoji": plain(str(told["emoji"])), "by": by, "side": side, "state": left})
    return found


def _sides(message: Message) -> dict[str, dict[str, Any]]:
    return message.payload.get("reactions") or {}


def author(message: Message, known: Around) -> str:
    if message.direction == "in":
        return ""
    if message.by in AUTHORS:
        return str(AUTHORS[message.by])
    if message.by == "agent":
        return known.authors.get(message.author_id or 0) or _("Team")
    if message.kind in OF_KIND:
        return str(OF_KIND[message.kind])
    name = known.recipes.get(message.kind)
    return _("Follow-up: %(recipe)s") % {"recipe": name} if name else _("Follow-up")


def _authors(messages: Sequence[Message]) -> dict[int, str]:
    ids = {one.author_id for one in messages} | {_sides(one).get("out", {}).get("by") for one in messages}
    wanted = {pk for pk in ids if isinstance(pk, int)}
    return {user.pk: str(user) for user in User.objects.filter(pk__in=wanted)} if wanted else {}
