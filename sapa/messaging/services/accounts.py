"""News that a channel brings beside messages: customers' switches and the account itself."""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sapa.contacts.services import Person, find_or_make
from sapa.contacts.services.consents import stop_wa_marketing
from sapa.domain.phones import normalise
from sapa.messaging.models import Channel
from sapa.messaging.schemas import AccountChange, Preference
from sapa.messaging.services.channels import change_channel, hold_channel, note

logger = logging.getLogger(__name__)
MARKETING = "marketing_messages"
SWITCH = {"stop": True, "resume": False, "signup": False}
STOPS = frozenset({"ACCOUNT_RESTRICTION", "DISABLED_UPDATE", "ACCOUNT_DELETED", "ACCOUNT_OFFBOARDED"})
REINSTATED = "REINSTATE"
TIERS = {2_000: "TIER_2K", 10_000: "TIER_10K", 100_000: "TIER_100K"}
LIMITS = ("max_daily_conversations_per_business", "max_daily_conversation_per_phone", "current_limit")
QUALITY = {"FLAGGED": "RED", "UNFLAGGED": "UNKNOWN"}
ALERTS = frozenset({"account_alerts", "account_review_update", "security", "account_settings_update"})
USERNAMES = frozenset({"business_username_update", "business_username_updates"})


def apply_preferences(*, channel: Channel, preferences: Sequence[Preference], now: datetime) -> None:
    """WhatsApp's own switch for offers, the last word of each customer (domain.md 2.9)."""
    wanted = [one for one in preferences if one.category == MARKETING and one.value in SWITCH]
    wanted = [one for one in wanted if one.wa_id or one.user_id]
    people = [_person(one) for one in wanted]
    found = find_or_make(people=people, source=channel.kind, now=now) if people else []
    for one, contact in zip(wanted, found, strict=True):
        stopped, at = SWITCH[one.value], min(one.at or now, now)
        stop_wa_marketing(contact_id=contact.contact_id, stopped=stopped, at=at, now=now)


def _person(one: Preference) -> Person:
    phone = normalise("+" + one.wa_id, "") if one.wa_id else None
    known = phone if phone and phone.e164 else None
    external = ("whatsapp", one.wa_id) if one.wa_id and not known else None
    return Person(phone=known, raw_phone=one.wa_id, bsuid=one.user_id, external=external)


def apply_account(*, channel: Channel, changes: Sequence[AccountChange], now: datetime) -> None:
    """Columns of the number and its history; a restriction or ban holds it until a person has looked."""
    for change in changes:
        _apply(channel, change, now)


def _apply(channel: Channel, change: AccountChange, now: datetime) -> None:
    match change.field:
        case "account_update":
            _account_update(channel, change, now)
        case "phone_number_quality_update" | "business_capability_update":
            _limits(channel, change, now)
        case "phone_number_name_update":
            _name(channel, change, now)
        case _:
            what = "username" if change.field in USERNAMES else "account"
            said = change.event or str(change.data.get("username", ""))
            note(
                channel_id=channel.pk, what=what, now=now, source="webhook", after=said, detail=_words(change)
            )
    if change.field in ALERTS:
        logger.warning("channel %s: %s %s", channel.pk, change.field, change.event)


def _account_update(channel: Channel, change: AccountChange, now: datetime) -> None:
    banned = _obj(change.data.get("ban_info"))
    state = str(banned.get("waba_ban_state") or banned.get("waba_ban_type") or "")
    if change.event in STOPS and not (change.event == "DISABLED_UPDATE" and state == REINSTATED):
        code = change.event.lower()
        hold_channel(channel_id=channel.pk, code=code, now=now, detail=_words(change), source="webhook")
        logger.warning("channel %s: %s", channel.pk, code)
    else:
        said = f"{change.event} {state}".strip()
        note(
            channel_id=channel.pk,
            what="account",
            now=now,
            source="webhook",
            after=said,
            detail=_words(change),
        )
    if change.event in ("ACCOUNT_OFFBOARDED", "ACCOUNT_RECONNECTED"):
        coexists = {"coexistence": change.event == "ACCOUNT_RECONNECTED"}
        change_channel(channel=channel, values=coexists, source="webhook", now=now)


def _limits(channel: Channel, change: AccountChange, now: datetime) -> None:
    """Throughput upgrades and limits come by the same event; quality only as flagged or not."""
    values: dict[str, Any] = {}
    if tier := next((found for key in LIMITS if (found := _tier(change.data.get(key)))), ""):
        values["limit_tier"] = tier
    if quality := QUALITY.get(change.event):
        values["quality"] = quality
    changed = change_channel(channel=channel, values=values, source="webhook", now=now, detail=change.event)
    if change.event == "THROUGHPUT_UPGRADE" and not changed:
        note(channel_id=channel.pk, what="throughput", now=now, source="webhook", after=change.event)


def _tier(limit: object) -> str:
    """Meta writes tiers as words or as numbers; no limit is -1."""
    if isinstance(limit, str):
        return limit[:20] if limit.startswith("TIER_") and limit != "TIER_NOT_SET" else ""
    if not isinstance(limit, int) or isinstance(limit, bool):
        return ""
    return "TIER_UNLIMITED" if limit < 0 else TIERS.get(limit, f"TIER_{limit}")[:20]


def _name(channel: Channel, change: AccountChange, now: datetime) -> None:
    wanted = str(change.data.get("requested_verified_name") or "")[:120]
    if change.event == "APPROVED" and wanted:
        change_channel(channel=channel, values={"verified_name": wanted}, source="webhook", now=now)
    else:
        said = f"{change.event} {wanted}".strip()
        note(channel_id=channel.pk, what="name", now=now, source="webhook", after=said, detail=_words(change))


def _words(change: AccountChange) -> str:
    """What the provider adds: the kind of violation, restrictions with their end, a ban's date, a reason."""
    kept = []
    for key in ("violation_info", "ban_info", "restriction_info", "alert_info"):
        parts = change.data.get(key)
        for part in parts if isinstance(parts, list) else [parts]:
            kept += [str(word) for word in _obj(part).values() if isinstance(word, str | int)]
    for key in ("alert_type", "alert_severity", "rejection_reason", "requester", "alert_description"):
        kept += [str(change.data[key])] if change.data.get(key) and key != "requester" else []
    return " · ".join(kept)


def _obj(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def note_errors(*, channel: Channel, codes: Sequence[int], now: datetime) -> None:
    """Errors of the account or the number, beside any message: a person of the shop reads them."""
    for code in sorted(set(codes)):
        note(channel_id=channel.pk, what="account", now=now, source="webhook", after=f"error_{code}")
        logger.warning("channel %s: error %s from the provider", channel.pk, code)
