"""The moves that flows make, each with the talk that follows from it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from sapa.domain.dialogue.talking import asking, closed, proposing, remembering, telling
from sapa.domain.dialogue.types import PENDING_FOR, Act, Move, Pending, TicketWish, Turn

Action = Literal["cancel_order", "change_address", "change_order", "subscription_change"]


def answers(
    turn: Turn,
    text: str,
    *,
    code: str = "",
    order: str = "",
    product: str = "",
    cites: tuple[str, ...] = (),
    topic: str = "",
) -> Move:
    """Says what is known and closes the flow. `order`, `product`, `topic`: spoken of; `code`: kept for people."""
    talk = telling(remembering(closed(turn.talk), order=order, product=product), code)
    return Move(text, replace(talk, unanswered=0, missed="", topic=topic), "answered", cites=cites)


def asks(turn: Turn, flow: str, slot: str, text: str, *, order: str = "", product: str = "") -> Move:
    """Opens `flow`, or keeps it open, and waits for `slot`."""
    talk = remembering(asking(turn.talk, flow, slot), order=order, product=product)
    return Move(text, talk, "asked", asked=slot)


def proposes(
    turn: Turn,
    flow: str,
    action: Action,
    target: str,
    values: Mapping[str, str],
    text: str,
    *,
    order: str = "",
) -> Move:
    """A change that waits for yes. `text` names the target and exactly what changes; `target`: its number."""
    pending = Pending(
        action=action,
        target=target,
        values=values,
        expires_at=turn.now + PENDING_FOR,
        token=f"{action}:{target}:{turn.said.message_id}",
    )
    talk = remembering(proposing(turn.talk, flow, pending), order=order)
    return Move(text, telling(talk, f"proposed:{action}"), "proposed", confirm=True)


def does(
    turn: Turn, text: str, act: Act, *, order: str = "", ticket: TicketWish | None = None, topic: str = ""
) -> Move:
    """The change itself, after a yes and a fresh look at the records."""
    talk = telling(remembering(closed(turn.talk), order=order, topic=topic), f"done:{act.action}")
    return Move(text, talk, "done", act=act, ticket=ticket)


def opens(
    turn: Turn,
    text: str,
    ticket: TicketWish,
    *,
    order: str = "",
    product: str = "",
    cites: tuple[str, ...] = (),
) -> Move:
    """A ticket for people; the flow is over. `text` may hold `{ticket}`, its number."""
    talk = telling(remembering(closed(turn.talk), order=order, product=product), f"ticket:{ticket.kind}")
    return Move(text, talk, "ticket", ticket=ticket, cites=cites)


def stays_silent(turn: Turn) -> Move:
    return Move("", turn.talk, "silent")
