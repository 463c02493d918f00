"""Versions of the policy: who changed what, when (domain.md 2.11)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice, pairwise
from typing import Any

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
    columns = ("number", "created_at", "author__name", "author__email", "data__policy")
    rows = list(SettingsVersion.objects.order_by("-number").values_list(*columns)[: NEWEST + 1])
    found: list[PolicyVersion] = []
    for row, before in islice(pairwise([*rows, None]), NEWEST):
        number, at, name, email, document = row
        told = changes((before[4] if before else None) or {}, document or {}, timezone=timezone)
        if told and len(found) < limit:
            author = name or email or ""
            found.append(PolicyVersion(number, at, author, document or {}, told, not found))
    return found


def version(number: int, *, timezone: str) -> PolicyVersion:
    """Raises Http404."""
    for one in versions(timezone=timezone, limit=NEWEST):
        if one.number == number:
            return one
    raise Http404
