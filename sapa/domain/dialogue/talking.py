"""What is remembered of a conversation: how it changes from turn to turn, and how it is kept as JSON."""

from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from datetime import datetime
from typing import Any

from sapa.domain.dialogue.types import Filled, Pending, Said, Talk

VERSION = 1
MOST_TOLD, MOST_INTENTS = 20, 6
PICTURES = frozenset(("image", "video", "document"))
FLOW_FIELDS = ("flow", "slots", "asked", "tries", "turns", "pending")


def closed(talk: Talk) -> Talk:
    """Nothing is being asked, collected or proposed any more."""
    return replace(talk, flow="", slots={}, asked="", tries={}, turns=0, pending=None)


def begun(talk: Talk, flow: str) -> Talk:
    """With `flow` open: what it has collected stays, what another one collected goes."""
    return talk if talk.flow == flow else replace(closed(talk), flow=flow)


def filled(talk: Talk, said: Said) -> Talk:
    """With the slots of a message; a later value takes the place of an earlier one. A picture fills `photo`."""
    found = {name: Filled(value, said.message_id) for name, value in said.understood.slots.items()}
    if said.attachment in PICTURES:
        found["photo"] = Filled(said.attachment, said.message_id)
    return replace(talk, slots={**talk.slots, **found})


def with_slot(talk: Talk, name: str, value: object, message_id: int | None = None) -> Talk:
    """With one slot that a flow read by itself, such as an address that stood alone in the message."""
    return replace(talk, slots={**talk.slots, name: Filled(value, message_id)})


def without_slots(talk: Talk, *names: str) -> Talk:
    return replace(talk, slots={name: value for name, value in talk.slots.items() if name not in names})


def slot(talk: Talk, name: str) -> object:
    """The value, the first of several, or None."""
    found = talk.slots.get(name)
    value = found.value if found else None
    if isinstance(value, list | tuple):
        return value[0] if value else None
    return value


def asking(talk: Talk, flow: str, name: str) -> Talk:
    """`flow` waits for the slot `name`; every time it is asked counts."""
    opened = begun(talk, flow)
    tries = {**opened.tries, name: opened.tries.get(name, 0) + 1}
    return replace(opened, asked=name, tries=tries, turns=opened.turns + 1)


def proposing(talk: Talk, flow: str, pending: Pending) -> Talk:
    """A change waits for an explicit yes."""
    opened = begun(talk, flow)
    return replace(opened, pending=pending, asked="", turns=opened.turns + 1)


def remembering(talk: Talk, *, order: str = "", product: str = "", topic: str = "") -> Talk:
    """What was spoken of last, so that "itu" and "-nya" mean something; a blank changes nothing."""
    return replace(
        talk, order=order or talk.order, product=product or talk.product, topic=topic or talk.topic
    )


def telling(talk: Talk, code: str) -> Talk:
    """With one more thing that was answered, offered or done; a blank changes nothing."""
    return replace(talk, told=(*talk.told, code)[-MOST_TOLD:]) if code else talk


def hearing(talk: Talk, intent: str) -> Talk:
    return replace(talk, intents=(*talk.intents, intent)[-MOST_INTENTS:])


def resumed(talk: Talk, before: Talk) -> Talk:
    """After a side question: the flow that was open before, with whatever else was learned since."""
    return replace(talk, **{name: getattr(before, name) for name in FLOW_FIELDS})


def as_json(talk: Talk) -> dict[str, Any]:
    """Plain data for a JSON column; read back by `from_json`."""
    document = asdict(talk)
    if talk.pending:
        document["pending"]["expires_at"] = talk.pending.expires_at.isoformat()
    return {"version": VERSION, **document}


def from_json(document: Mapping[str, Any] | None) -> Talk:
    """A talk as `as_json` wrote it; names that are unknown are left out, an empty document is a new talk."""
    known = {one.name for one in fields(Talk)}
    given = {name: value for name, value in (document or {}).items() if name in known}
    for name in ("options", "intents", "told"):
        given[name] = tuple(given.get(name) or ())
    given["slots"] = {name: Filled(**each) for name, each in (given.get("slots") or {}).items()}
    given["pending"] = _pending(given.get("pending"))
    return Talk(**given)


def _pending(document: Mapping[str, Any] | None) -> Pending | None:
    if not document:
        return None
    return Pending(**{**document, "expires_at": datetime.fromisoformat(document["expires_at"])})
