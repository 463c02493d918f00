"""A new version of the contact policy: never silently over another person's, never without its profiles."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from sapa.accounts.selectors import settings_in_force, workspace
from sapa.accounts.services import audit, change_settings
from sapa.contacts.models import Contact
from sapa.domain import policy
from sapa.journeys.selectors.policy.history import policy_of
from sapa.journeys.selectors.policy.words import changes
from sapa.journeys.services.policy.impact import rules_of
from sapa.journeys.services.policy.replanning import start_replanning
from sapa.web.errors import CHANGED_MEANWHILE, Refused, refusal

PROFILE_IN_USE = refusal(
    "busy_profile_in_use",
    _("The busy hours «%(name)s» are still chosen for %(count)s customers."),
    _("Choose other busy hours for these customers first, or keep the profile."),
)

VERSION_UNUSABLE = refusal(
    "policy_version_unusable",
    _("This version cannot come back: %(why)s."),
    _("Change the settings one by one instead."),
)


@dataclass(frozen=True, slots=True)
class Changed:
    """`replanned`: the waiting messages have their new times already; else a worker is at it."""

    version: int
    replanned: bool


@transaction.atomic
def change_policy(
    *, document: Mapping[str, Any], seen: int, now: datetime, restored: int | None = None
) -> Changed:
    """Saves the workspace's choice and plans what waits anew.

    `seen` is the version that the person looked at. Raises Refused(CHANGED_MEANWHILE) when the policy is
    another one since, Refused(PROFILE_IN_USE), and ValueError naming a setting that the policy does not take.
    """
    number, settings = settings_in_force()
    before = settings.get("policy", {})
    if number != seen and policy_of(seen) != before:
        raise Refused(CHANGED_MEANWHILE)
    shop = workspace()
    _keep_used_profiles(rules_of(document, shop.timezone))
    try:
        with transaction.atomic():
            version = change_settings(changes={"policy": dict(document)}, now=now)
    except IntegrityError:  # another change took the number in this very moment
        raise Refused(CHANGED_MEANWHILE) from None
    told = [f"{one.path}" for one in changes(before, document, timezone=shop.timezone)]
    audit(
        action="policy.changed",
        subject=f"settings {version.number}",
        now=now,
        data={"paths": told, **({"restored": restored} if restored is not None else {})},
    )
    return Changed(version.number, start_replanning(now=now))


def check_document(document: Mapping[str, Any]) -> None:
    """Raises Refused(VERSION_UNUSABLE) for an old choice that the policy does not take any more."""
    try:
        rules_of(document, workspace().timezone)
    except ValueError as error:
        raise Refused(VERSION_UNUSABLE, why=error) from None


def _keep_used_profiles(chosen: policy.Policy) -> None:
    named = Contact.objects.exclude(busy_profile=None).values_list("busy_profile", flat=True)
    used = [name for name in named if isinstance(name, str) and name not in (*chosen.busy_profiles, "none")]
    if used:
        raise Refused(PROFILE_IN_USE, name=used[0], count=used.count(used[0]))
