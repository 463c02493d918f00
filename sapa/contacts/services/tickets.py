"""Cases of a customer, kept with their contact so that policy and journeys need nothing above (decisions.md 4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.db import connection

from sapa.base.rows import update_rows
from sapa.contacts.models import ContactState
from sapa.contacts.services.gates import lock

State = Literal["opened", "resolved", "reopened"]
DETAILS = ("kind", "number", "summary", "answered_by", "order_id", "own")


@dataclass(frozen=True, slots=True)
class TicketNews:
    """What is so since `at`; blank details say nothing. `answered_by`: agent or assistant.

    `opened_at`: where it was another time than `at`. `own`: a ticket of ours, whose page stands in the inbox.
    """

    contact_id: int
    ticket_id: int
    state: State
    at: datetime
    kind: str = ""
    number: str = ""
    summary: str = ""
    answered_by: str = ""
    order_id: int | None = None
    opened_at: datetime | None = None
    own: bool = False


def open_ticket(
    *,
    contact_id: int,
    ticket_id: int,
    kind: str,
    at: datetime,
    order_id: int | None = None,
    number: str = "",
    summary: str = "",
) -> None:
    """An open case holds care and offers (domain.md 2.2); opening it again clears its end."""
    details = {"kind": kind, "number": number, "summary": summary, "order_id": order_id}
    note_tickets(news=[TicketNews(contact_id, ticket_id, "opened", at, **details)], now=at)  # type: ignore[arg-type]


def close_ticket(*, contact_id: int, ticket_id: int, at: datetime, answered_by: str = "") -> None:
    closed = TicketNews(contact_id, ticket_id, "resolved", at, answered_by=answered_by)
    note_tickets(news=[closed], now=at)


def reopen_ticket(*, contact_id: int, ticket_id: int, at: datetime) -> None:
    note_tickets(news=[TicketNews(contact_id, ticket_id, "reopened", at)], now=at)


def note_tickets(*, news: Sequence[TicketNews], now: datetime) -> list[bool]:
    """In any order and as often as told: what is older than what is known only fills blanks.

    Says of each whether it is what is in force since then.
    """
    states = _states({one.contact_id for one in news}, now)
    cases = {pk: {ticket["id"]: ticket for ticket in state.tickets} for pk, state in states.items()}
    moved = []
    for one in news:
        known = cases[one.contact_id].get(one.ticket_id)
        ticket = cases[one.contact_id][one.ticket_id] = _after(known, one)
        moved.append(known is None or _end_of(ticket) != _end_of(known))
    changed = [(states[pk], list(known.values())) for pk, known in cases.items()]
    update_rows(
        ContactState,
        [{"id": state.pk, "tickets": tickets, "updated_at": now} for state, tickets in changed],
    )
    return moved


def new_ticket_ids(count: int) -> list[int]:
    """Numbers for cases that another system opened."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('contacts_ticket_id') FROM generate_series(1, %s)", [count])
        return [int(row[0]) for row in cursor.fetchall()]


def _states(contact_ids: set[int], now: datetime) -> dict[int, ContactState]:
    lock(contact_ids=contact_ids)
    missing = [ContactState(contact_id=pk, updated_at=now) for pk in sorted(contact_ids)]
    ContactState.objects.bulk_create(missing, ignore_conflicts=True)
    return {state.contact_id: state for state in ContactState.objects.filter(contact_id__in=contact_ids)}


def _after(known: dict[str, Any] | None, news: TicketNews) -> dict[str, Any]:
    at = news.at.isoformat()
    ticket = known or _blank(news.ticket_id, at)
    since = datetime.fromisoformat(ticket.get("since") or ticket["closed_at"] or ticket["opened_at"])
    told = {name: value for name in DETAILS if (value := getattr(news, name))}
    details = {name: value for name, value in told.items() if news.at >= since or not ticket.get(name)}
    opened_at = news.opened_at or news.at
    if opened_at < datetime.fromisoformat(ticket["opened_at"]):
        details["opened_at"] = opened_at.isoformat()
    return ticket | details | _state_after(ticket, news, since)


def _blank(ticket_id: int, at: str) -> dict[str, Any]:
    texts = dict.fromkeys(("kind", "number", "summary", "answered_by"), "")
    times = {"opened_at": at, "closed_at": None, "since": at}
    return {"id": ticket_id, "order_id": None, "reopened": False, **texts, **times}


def _end_of(ticket: dict[str, Any]) -> tuple[Any, Any]:
    return ticket.get("since"), ticket["closed_at"]


def _state_after(ticket: dict[str, Any], news: TicketNews, since: datetime) -> dict[str, Any]:
    at, is_closed = news.at.isoformat(), ticket["closed_at"] is not None
    if news.state == "resolved":
        return {"closed_at": at, "since": at} if news.at >= since and not is_closed else {}
    if (news.state == "reopened" and news.at >= since) or (is_closed and news.at > since):
        return {"closed_at": None, "since": at, "reopened": True}
    return {}
