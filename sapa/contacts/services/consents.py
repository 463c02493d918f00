"""What people agreed to, refused, and do not want any more."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Literal

from sapa.contacts.models import Consent, ContactState, OptOut
from sapa.contacts.selectors.consents import in_force, on_channel
from sapa.contacts.services.gates import lock

State = Literal["granted", "denied"]
PROMO = "promo"


@dataclass(frozen=True, slots=True)
class Statement:
    contact_id: int
    state: State
    at: datetime
    channel: str = ""


def record_consent(*, contact_id: int, state: State, source: str, at: datetime, channel: str = "") -> bool:
    """Consent to promotions; what was in force at `at` already is not written again. Did it change?"""
    lock(contact_ids=[contact_id])
    return bool(write_consents(statements=[Statement(contact_id, state, at, channel)], source=source))


def write_consents(*, statements: Sequence[Statement], source: str) -> list[Consent]:
    """Only changes are kept; a statement older than what is in force says nothing new."""
    known = _newest({statement.contact_id for statement in statements})
    rows = []
    for statement in sorted(statements, key=lambda one: one.at):
        said = known[statement.contact_id]
        if _is_news(statement, in_force((one.channel, one) for one in said)):
            said.append(statement)
            said.sort(key=lambda one: one.at)
            rows.append(Consent(source=source, **asdict(statement)))
    return Consent.objects.bulk_create(rows)


def _is_news(told: Statement, held: dict[str, Statement]) -> bool:
    """What is said for every channel is news when it is for one of them."""
    asked = {told.channel} if told.channel else {"", *held}
    answers = [on_channel(held, channel) for channel in asked]
    return any(one is None or (told.at > one.at and told.state != one.state) for one in answers)


def _newest(contact_ids: set[int]) -> dict[int, list[Statement]]:
    """One for each channel, the oldest first."""
    rows = Consent.objects.filter(contact_id__in=contact_ids, purpose=PROMO)
    newest = rows.order_by("contact_id", "channel", "-at", "-id").distinct("contact_id", "channel")
    found: dict[int, list[Statement]] = defaultdict(list)
    for row in sorted(newest, key=lambda one: (one.at, one.pk)):
        found[row.contact_id].append(Statement(row.contact_id, row.state, row.at, row.channel))  # type: ignore[arg-type]
    return found


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
