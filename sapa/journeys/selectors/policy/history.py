"""Versions of the policy: who changed what, when (domain.md 2.11)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from sapa.accounts.models import SettingsVersion
from sapa.journeys.selectors.policy.words import Change, changes

NEWEST = 300


@dataclass(frozen=True, slots=True)
class PolicyVersion:
    """One version with what it changed against the one before; `document` is the workspace's whole choice."""

    number: int
    at: datetime
    author: str
    document: Mapping[str, Any]
    changes: Sequence[Change]
    in_force: bool


def policy_of(number: int) -> Mapping[str, Any]:
    """The policy as of a version of the settings; nothing chosen before the first."""
    found = SettingsVersion.objects.filter(number=number).values_list("data__policy", flat=True).first()
    return found or {}


def versions(*, timezone: str, limit: int = 50) -> list[PolicyVersion]:
    """Newest first; versions of the settings that left the policy as it was are not among them."""
    rows = _rows(SettingsVersion.objects.order_by("-number")[: NEWEST + 1])
    older = [*rows[1:], None]
    told = (_told(row, before, rows[0], timezone) for row, before in zip(rows, older, strict=False))
    return list(islice((one for one in islice(told, NEWEST) if one.changes), limit))


def version(number: int, *, timezone: str) -> PolicyVersion:
    """The policy as of any version of the settings: a decision names one. Raises Http404."""
    newest = SettingsVersion.objects.order_by("-number")
    row = next(iter(_rows(newest.filter(number=number))), None)
    if row is None:
        raise Http404
    before = next(iter(_rows(newest.filter(number__lt=number)[:1])), None)
    return _told(row, before, _rows(newest[:1])[0], timezone)


Row = tuple[int, datetime, str | None, str | None, dict[str, Any] | None]


def _rows(found: QuerySet[SettingsVersion]) -> list[Row]:
    return list(found.values_list("number", "created_at", "author__name", "author__email", "data__policy"))


def _told(row: Row, before: Row | None, newest: Row, timezone: str) -> PolicyVersion:
    number, at, name, email, document = row
    old = (before[4] if before else None) or {}
    return PolicyVersion(
        number=number,
        at=at,
        author=name or email or "",
        document=document or {},
        changes=changes(old, document or {}, timezone=timezone),
        in_force=(document or {}) == (newest[4] or {}),
    )
