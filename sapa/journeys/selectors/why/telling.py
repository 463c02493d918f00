"""One kept decision with its table: every rule, what it saw, the limit of that time, when it alone lets through."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from sapa.accounts.models import SettingsVersion
from sapa.accounts.selectors import workspace
from sapa.contacts.models import Contact
from sapa.contacts.selectors import members
from sapa.domain import formats, policy
from sapa.domain.journeys.conditions import code_of
from sapa.domain.journeys.definition import MessageStep
from sapa.domain.journeys.telling import condition_words
from sapa.domain.traces import opened
from sapa.domain.zones.resolve import THREE
from sapa.journeys.models import Decision, FollowUp
from sapa.journeys.selectors.policy.tables import CHANNEL_NAMES, RuleRow, rule_rows
from sapa.journeys.selectors.verdicts import Verdict, instant_of, verdict_of
from sapa.journeys.selectors.words import known_definition, language, recipe_name, wording
from sapa.journeys.services.rushing import REPLIES_FIRST
from sapa.messaging.selectors.rushes import rush_at

YIELDS = "yield_higher"
REPLACED = ("superseded", "newest_order_wins")
HOLDOUT = "holdout"


@dataclass(frozen=True, slots=True)
class VersionNote:
    """Which settings were in force, and who made them so; number 0: nothing was ever changed."""

    number: int
    at: datetime | None
    author: str


@dataclass(frozen=True, slots=True)
class Rival:
    """A message of the same customer that was given way to."""

    public_id: UUID
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Subject:
    """What was decided about: a follow-up, or a message that somebody wrote."""

    klass: str
    segment: str
    zone: str
    contact: Contact
    follow_up: FollowUp | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """`against`: rows that held or stopped it, the others in `kept`. `version` None: no policy was asked."""

    verdict: Verdict
    against: Sequence[RuleRow]
    kept: Sequence[RuleRow]
    version: VersionNote | None
    zones: str
    zone_source: str
    channel: str
    rivals: Sequence[Rival]


def told(rows: Sequence[Decision], subject: Subject) -> list[Told]:
    """In the order that was given; the settings and rivals of all of them are read at once."""
    known = _versions({row.policy_version for row in rows if row.stage != Decision.Stage.EVENT})
    rivals = _rivals(rows, subject)
    return [_told(row, subject, known, rivals) for row in rows]


def _told(
    row: Decision,
    subject: Subject,
    known: Mapping[int, tuple[VersionNote, policy.Policy]],
    rivals: Sequence[tuple[FollowUp, frozenset[datetime]]],
) -> Told:
    verdict = verdict_of(row, subject.zone)
    lines = [*_own(row, subject), *_rush(row), *_guard(verdict)]
    note = None
    if row.stage != Decision.Stage.EVENT:
        note, chosen = known[row.policy_version]
        asked = chosen.of(subject.klass, subject.segment)
        lines += rule_rows(row.trace, asked, subject.klass, subject.zone)
    return Told(
        verdict=verdict,
        against=[line for line in lines if line.outcome in ("hold", "drop")],
        kept=[line for line in lines if line.outcome not in ("hold", "drop")],
        version=note,
        zones=", ".join(dict.fromkeys(formats.zone_label(row.at, zone) for zone in row.zones)),
        zone_source=source_words(_source(row, subject.contact)) if row.zones else "",
        channel=CHANNEL_NAMES.get(row.channel, row.channel),
        rivals=_rivals_of(row, rivals),
    )


def _versions(numbers: set[int]) -> dict[int, tuple[VersionNote, policy.Policy]]:
    business = workspace().timezone
    found = SettingsVersion.objects.filter(number__in=numbers)
    columns = found.values_list("number", "created_at", "author__name", "author__email", "data__policy")
    known = {
        number: (VersionNote(number, at, name or mail or ""), doc) for number, at, name, mail, doc in columns
    }
    return {
        number: (note, policy.policy_from({"business_timezone": business, **(document or {})}))
        for number in numbers
        for note, document in [known.get(number, (VersionNote(0, None, ""), None))]
    }


def _guard(verdict: Verdict) -> list[RuleRow]:
    return [RuleRow("guard", line.text, line.value, "", "", line.outcome) for line in verdict["guard"]]


def _rush(row: Decision) -> list[RuleRow]:
    """How many waited for an answer when a promotion had to (replies first)."""
    if REPLIES_FIRST not in row.reasons:
        return []
    found = rush_at(row.at)
    value = _("at most %(number)s people waited") % {"number": found.most_waiting} if found else ""
    return [RuleRow(REPLIES_FIRST, wording(REPLIES_FIRST), value, "", "", "hold")]


def _own(row: Decision, subject: Subject) -> list[RuleRow]:
    """Reasons of the journey itself: its conditions, the comparison group, a variable without a value."""
    if row.action != "drop" or subject.follow_up is None:
        return []
    seen = {check.code for check in opened(row.trace).checks if check.matched}
    seen |= {rule.code for step in opened(row.trace).steps for rule in step.rules if rule.holds_back}
    own = [code for code in row.reasons if code not in seen]
    return [RuleRow(code, wording(code), *_meant(code, subject.follow_up), "", "drop") for code in own]


def _meant(code: str, one: FollowUp) -> tuple[str, str]:
    """What was seen and what was wanted, as far as the journey's definition tells it."""
    if code == HOLDOUT:
        share = one.enrolment.share if one.enrolment else 0
        return _("drawn into the comparison group"), _("%(share)s %% of the starts") % {"share": share}
    definition = known_definition(one.recipe)
    if definition is None:
        return "", ""
    step = next(
        (step.when for step in definition.steps if step.id == one.step and isinstance(step, MessageStep)), ()
    )
    asked = [found for found in (*definition.conditions, *step) if code_of(found) == code]
    words = [condition_words(found, language(), definition.settings) for found in asked]
    return (_("no longer so"), words[0]) if words else ("", "")


def _source(row: Decision, who: Contact) -> str:
    """A mobile number never agrees or speaks: its prefix says nothing about the place (domain.md 2.3)."""
    if set(row.zones) == set(THREE) and row.zone_source != "conflict":
        return "anywhere"
    return "address" if row.zone_source == "both" and who.phone.startswith("+628") else row.zone_source


def source_words(source: str) -> str:
    return {
        "explicit": _("chosen by the customer or the team"),
        "both": _("address and phone agree"),
        "address": _("from the address"),
        "phone": _("from the phone number"),
        "anywhere": _("place unknown: hours must suit all three"),
        "conflict": _("address and phone disagree: hours must suit both"),
        "business": _("unknown, so the shop's own"),
    }.get(source, source)


def _rivals(rows: Sequence[Decision], subject: Subject) -> list[tuple[FollowUp, frozenset[datetime]]]:
    """Follow-ups of this customer that stand, stood or went at an instant that was given way to."""
    instants = {at for row in rows for at in _yielded(row)}
    newer = {row.at for row in rows if row.action == "drop" and set(REPLACED) & set(row.reasons)}
    if not instants and not newer:
        return []
    mine = FollowUp.objects.filter(contact_id__in=members([subject.contact.pk]))
    if subject.follow_up:
        mine = mine.exclude(pk=subject.follow_up.pk)
    decided = Decision.objects.filter(until__in=instants, follow_up__in=mine).values("follow_up_id")
    there = Q(next_at__in=instants) | Q(finished_at__in=instants) | Q(due_at__in=instants) | Q(pk__in=decided)
    found = mine.filter(there | Q(planned_at__in=newer)).order_by("priority", "pk")[:20]
    return [(one, frozenset(_instants(one, instants, newer))) for one in found]


def _instants(one: FollowUp, instants: set[datetime], newer: set[datetime]) -> set[datetime]:
    told = {at for at in (one.next_at, one.finished_at, one.due_at) if at} & instants
    return (told or instants) | ({one.planned_at} & newer)


def _rivals_of(row: Decision, known: Sequence[tuple[FollowUp, frozenset[datetime]]]) -> list[Rival]:
    wanted = _yielded(row)
    if row.action == "drop" and set(REPLACED) & set(row.reasons):
        wanted |= {row.at}
    return [
        Rival(one.public_id, recipe_name(one.recipe), one.next_at or one.finished_at or one.due_at)
        for one, instants in known
        if instants & wanted
    ]


def _yielded(row: Decision) -> set[datetime]:
    """The instants of more important messages that this decision made room for."""
    rules = (rule for step in opened(row.trace).steps for rule in step.rules)
    return {at for rule in rules if rule.code == YIELDS and rule.holds_back for at in _as_instant(rule.saw)}


def _as_instant(saw: Any) -> list[datetime]:
    return [instant_of(saw)] if isinstance(saw, int) and not isinstance(saw, bool) and saw > 0 else []
