"""What a model said beside what was read without one: it may add and choose, never take a warning away.

A reason to escalate, STOP and everything that names somebody's affairs stay those of the offline reading.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from sapa.assistant.model.commands import (
    FROM_US,
    CancelFlow,
    Clarify,
    Commands,
    CorrectSlot,
    Human,
    Knowledge,
    SetSlot,
    StartFlow,
)
from sapa.domain.dialogue.escalating import TROUBLES
from sapa.domain.understanding.features import said_of
from sapa.domain.understanding.handling import handling_of
from sapa.domain.understanding.slots import slots_of
from sapa.domain.understanding.types import INTENTS, REASONS, SLOTS, Understood
from sapa.domain.understanding.understand import led_by

AGREED, NEAR, DOUBTED, APART, UNCLEAR = 0.95, 0.8, 0.75, 0.6, 0.3
SURE = 0.9  # of the offline reading: nothing that a model says is surer
MOST = 3
KEPT = TROUBLES | {"talk_to_human"}  # what may bring a person is not talked away
PERSON, STOP = "human_request", "opt_out"
COURTESIES = frozenset(("greeting", "thanks_closing"))
WHOLE = frozenset(("amount", "quantity", "days_waiting"))
CHOICES: Mapping[str, frozenset[str]] = {
    "issue_type": frozenset(
        (
            *("defective", "damaged", "wrong_item", "missing_item", "expired", "not_received"),
            *("stuck_shipment", "paid_not_verified", "double_payment"),
        )
    ),
    "requested_resolution": frozenset(("refund", "replace", "return", "repair", "resend")),
    "subscription_action": frozenset(("renew", "cancel", "upgrade", "check_expiry", "disable_autorenew")),
}
FIGURES = re.compile(r"\d[\d.,]*")


def merged(offline: Understood, commands: Commands, text: str, context: str | None) -> Understood:
    """The reading that the turn is taken with. `text`: the customer's own words, `context` as in `understand`."""
    said = tuple(commands.commands)
    if offline.should_escalate or STOP in offline.intents:
        return noted(offline, "model:not_asked_for")
    if human := next((one for one in said if isinstance(one, Human)), None):
        return _escalated(offline, human.reason if human.reason in REASONS else PERSON)
    intents = _wished(said)
    if STOP in intents or not intents:
        return _unclear(offline, said, intents)
    return _agreed(offline, intents, _particulars(said, text, offline), text, context)


def noted(reading: Understood, *codes: str) -> Understood:
    return replace(reading, trace=(*reading.trace, *codes))


def _wished(said: Iterable[object]) -> tuple[str, ...]:
    named = [one.intent for one in said if isinstance(one, StartFlow | Knowledge)]
    known = dict.fromkeys(one for one in named if one in INTENTS)
    kept = [one for one in known if one not in COURTESIES] or list(known)
    return tuple(kept[:MOST])


def _escalated(offline: Understood, reason: str) -> Understood:
    return replace(
        noted(offline, f"model:human:{reason}", f"reason:{reason}"),
        intent=(intents := led_by(reason, offline.intents))[0],
        intents=intents,
        handling="escalate",
        should_escalate=True,
        escalation_reason=reason,
    )


def _unclear(offline: Understood, said: Sequence[object], intents: tuple[str, ...]) -> Understood:
    """A question back; no message is stopped by a model's word alone, and small talk stays what it was."""
    offered = next((tuple(one.intents) for one in said if isinstance(one, Clarify)), intents)
    known = tuple(one for one in dict.fromkeys(offered) if one in INTENTS and one != STOP)
    if any(isinstance(one, CancelFlow) for one in said):
        return noted(offline, "model:cancel_flow")
    if not known and STOP not in intents:
        return noted(offline, "model:chitchat")
    if offline.confidence >= SURE or offline.intent in KEPT:
        return noted(offline, "model:unclear")
    codes = [f"top:{one}" for one in (*known, offline.intent)]
    return replace(noted(offline, "model:unclear", *codes), confidence=min(offline.confidence, UNCLEAR))


def _agreed(
    offline: Understood, intents: tuple[str, ...], found: Mapping[str, object], text: str, context: str | None
) -> Understood:
    leads, sure = intents[0], offline.confidence
    if offline.intent in KEPT and leads != offline.intent:
        intents = (offline.intent, *(one for one in intents if one != offline.intent))[:MOST]
        return _with(offline, intents, found, sure, f"model:apart:{leads}", text, context)
    if leads == offline.intent:
        return _with(offline, intents, found, max(sure, AGREED), "model:agrees", text, context)
    if sure >= SURE:
        return noted(replace(offline, confidence=DOUBTED), f"model:apart:{leads}")
    near = NEAR if leads in offline.intents else APART
    return _with(offline, intents, found, near, f"model:leads:{leads}", text, context)


def _with(
    offline: Understood,
    intents: tuple[str, ...],
    found: Mapping[str, object],
    sure: float,
    code: str,
    text: str,
    context: str | None,
) -> Understood:
    slots = {**slots_of(text, intents=intents, context=context), **offline.slots, **found}
    return replace(
        noted(offline, code),
        intent=intents[0],
        intents=intents,
        slots=slots,
        handling=handling_of(intents[0], slots, said_of(text)),
        confidence=sure,
    )


def _particulars(said: Iterable[object], text: str, offline: Understood) -> dict[str, object]:
    """Those that stand in the customer's own words; what was read offline gives way only to a correction."""
    found: dict[str, object] = {}
    for one in said:
        if not isinstance(one, SetSlot | CorrectSlot) or one.slot not in SLOTS or one.slot in FROM_US:
            continue
        if one.slot in offline.slots and (one.slot in CHOICES or not isinstance(one, CorrectSlot)):
            continue
        value = literal(one.slot, one.value.strip(), text)
        if value is not None:
            found[one.slot] = value
    return found


def literal(slot: str, value: str, text: str) -> str | int | None:
    """None for what the customer did not write; an enumeration takes only its own words."""
    if slot in CHOICES:
        return value if value in CHOICES[slot] else None
    if slot in WHOLE:
        figures = "".join(FIGURES.findall(value)).replace(".", "").replace(",", "")
        written = {one.replace(".", "").replace(",", "") for one in FIGURES.findall(text)}
        return int(figures) if figures in written and len(figures) < 13 else None
    plain, words = " ".join(value.casefold().split()), " ".join(text.casefold().split())
    stands = bool(plain) and re.search(rf"(?<![\w-]){re.escape(plain)}(?![\w-])", words)
    return value if stands else None
