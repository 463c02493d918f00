"""The look back as its owner reads it: how many, on which days, held by what, given up why, and a sample."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sapa.contacts.models import Contact
from sapa.domain.journeys.definition import Definition
from sapa.journeys.selectors.journeys.rehearsal import SAMPLE, Rule
from sapa.journeys.selectors.journeys.story import named
from sapa.journeys.selectors.lists import ONLY_ITS_TIME, zone_of
from sapa.journeys.selectors.words import capital, wording
from sapa.journeys.services.past import Past, PastMessage

MOST_RULES = 8


@dataclass(frozen=True, slots=True)
class PastRow:
    """One message of the sample; `at` is when it would have gone or been given up, in the customer's zone."""

    contact: str
    public_id: UUID
    zone: str
    step: str
    at: datetime
    outcome: str
    reasons: Sequence[str]
    held: Sequence[str]


@dataclass(frozen=True, slots=True)
class PastTold:
    """`is_part`: only the newest starts were walked."""

    past: Past
    sent: int
    dropped: int
    open: int
    late: int
    days: Sequence[tuple[date, int]]
    held: Sequence[Rule]
    given_up: Sequence[Rule]
    never_planned: Sequence[Rule]
    sample: Sequence[PastRow]

    @property
    def is_part(self) -> bool:
        return self.past.read < self.past.found


def told(past: Past, definition: Definition, *, zone: str) -> PastTold:
    outcomes = Counter(one.outcome for one in past.messages)
    sent = [one for one in past.messages if one.outcome == "sent"]
    there = ZoneInfo(zone)
    return PastTold(
        past=past,
        sent=outcomes["sent"],
        dropped=outcomes["dropped"],
        open=outcomes["open"],
        late=sum(bool(_rules_of(one.held)) for one in sent),
        days=sorted(Counter(one.at.astimezone(there).date() for one in sent if one.at).items()),
        held=_counted(code for one in past.messages for code in _rules_of(one.held)),
        given_up=_counted(code for one in past.messages if one.outcome == "dropped" for code in one.reasons),
        never_planned=_counted(code for code, number in past.skipped.items() for _one in range(number)),
        sample=_sample(past.messages, definition, zone),
    )


def _rules_of(codes: Iterable[str]) -> list[str]:
    return [code for code in codes if code not in ONLY_ITS_TIME]


def _counted(codes: Iterable[str]) -> list[Rule]:
    common = Counter(codes).most_common(MOST_RULES)
    return [Rule(code, capital(wording(code)), number) for code, number in common]


def _sample(messages: Sequence[PastMessage], definition: Definition, zone: str) -> list[PastRow]:
    """Evenly from the whole time, so that no single day stands for all."""
    every = max(1, -(-len(messages) // SAMPLE))
    chosen = messages[::every]
    people = Contact.objects.in_bulk([one.contact_id for one in chosen])
    return [_row(one, people[one.contact_id], definition, zone) for one in chosen]


def _row(one: PastMessage, contact: Contact, definition: Definition, zone: str) -> PastRow:
    return PastRow(
        contact=str(contact),
        public_id=contact.public_id,
        zone=zone_of(contact, zone),
        step=named(one.step, definition),
        at=one.at or one.due_at,
        outcome=one.outcome,
        reasons=one.reasons,
        held=_rules_of(one.held),
    )
