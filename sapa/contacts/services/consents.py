"""What people agreed to, refused, and do not want any more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sapa.contacts.models import Consent, ContactState, OptOut
from sapa.contacts.services.gates import lock

State = Literal["granted", "denied"]
PROMO = "promo"


@dataclass(frozen=True, slots=True)
class Statement:
    contact_id: int
    state: State
    at: datetime


def record_consent(*, contact_id: int, state: State, source: str, at: datetime) -> bool:
    """Consent to promotions; what was in force at `at` already is not written again. Did it change?"""
    lock(contact_ids=[contact_id])
    return bool(write_consents(statements=[Statement(contact_id, state, at)], source=source))


def write_consents(*, statements: Sequence[Statement], source: str) -> list[Consent]:
    """Only changes are kept; a statement older than what is in force says nothing new."""
    in_force = _in_force({statement.contact_id for statement in statements})
    rows = []
    for statement in sorted(statements, key=lambda one: one.at):
        known = in_force.get(statement.contact_id)
        if known is None or (statement.at > known.at and statement.state != known.state):
            in_force[statement.contact_id] = statement
            rows.append(
                Consent(
                    contact_id=statement.contact_id, state=statement.state, source=source, at=statement.at
                )
            )
    return Consent.objects.bulk_create(rows)


def _in_force(contact_ids: set[int]) -> dict[int, Statement]:
    newest = Consent.objects.filter(contact_id__in=contact_ids, purpose=PROMO)
    newest = newest.order_by("contact_id", "-at", "-id").distinct("contact_id")
    return {row.contact_id: Statement(row.contact_id, row.state, row.at) for row in newest}  # type: ignore[arg-type]


def opt_out(
    *,
    contact_id: int,
    scope: Literal["promo", "follow_up", "all"],
    source: str,
    at: datetime,
    channel: str = "",
) -> None:
    """A wish not to be written to. Saying it again counts anew: words that repeat it ask for no answer."""
    lock(contact_ids=[contact_id])
    wish = {"contact_id": contact_id, "scope": scope, "channel": channel, "at": at}
    OptOut.objects.get_or_create(**wish, defaults={"source": source})


def end_opt_outs(*, contact_id: int, source: str, at: datetime) -> None:
    """The contact wants to be written to again, on every channel."""
    lock(contact_ids=[contact_id])
    OptOut.objects.filter(contact_id=contact_id, ended_at=None).update(ended_at=at, ended_source=source)


def stop_wa_marketing(*, contact_id: int, stopped: bool, now: datetime, at: datetime | None = None) -> None:
    """WhatsApp's own switch for offers, told by Meta; an older use of it that comes late says nothing new."""
    lock(contact_ids=[contact_id])
    state, _ = ContactState.objects.get_or_create(contact_id=contact_id, defaults={"updated_at": now})
    used_at = at or now
    if state.wa_marketing_at is None or used_at >= state.wa_marketing_at:
        state.wa_marketing_stopped, state.wa_marketing_at, state.updated_at = stopped, used_at, now
        state.save(update_fields=["wa_marketing_stopped", "wa_marketing_at", "updated_at"])
