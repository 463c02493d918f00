"""Switching a ready-made season on and off: it writes the contact policy of the workspace."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from sapa.accounts.selectors.workspaces import settings_in_force
from sapa.accounts.services.rules import change_rules
from sapa.domain.policy import merge, policy_from
from sapa.domain.seasons import SWITCHED_OFF, SWITCHED_ON


@transaction.atomic
def switch_preset(*, preset: str, on: bool, values: Mapping[str, Any] | None = None, now: datetime) -> None:
    """`values` are settings of the preset that differ from the ready-made ones; ValueError when one is wrong."""
    known = settings_in_force()[1].get("policy", {})
    piece = merge(SWITCHED_ON[preset], values or {}) if on else SWITCHED_OFF[preset]
    changed = merge(known, piece)
    policy_from(changed)
    action = f"policy.{preset}_{'on' if on else 'off'}"
    change_rules(changes={"policy": changed}, action=action, subject="policy", data=piece, now=now)
