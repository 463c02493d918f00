"""What a ticket asks for by its kind, and when two tell of the same problem (assistant.md 4, measurement.md 1)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Literal

from sapa.domain.policy.settings import COMPLAINT_KINDS

KINDS = ("delivery", "defective", "return", "payment", "warranty", "change", "complaint", "other")
LONGEST_VALUE = 300
RECURRING = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Slot:
    """`choices` are codes; a slot without them takes words. `asked`: the page shows that it is missing."""

    name: str
    choices: tuple[str, ...] = ()
    asked: bool = True


@dataclass(frozen=True, slots=True)
class Problem:
    """What decides whether two tickets are about the same; `last_at`: solved, else opened."""

    kind: str
    last_at: datetime
    order_id: int | None = None
    product_id: int | None = None


WISH = Slot("requested_resolution", ("refund", "replace", "return", "repair", "resend"))
CONTACT_TIME = Slot("contact_time", asked=False)
SLOTS: Mapping[str, tuple[Slot, ...]] = MappingProxyType(
    {
        "delivery": (
            Slot("issue_type", ("not_received", "stuck_shipment")),
            Slot("tracking_no"),
            Slot("days_waiting", asked=False),
            WISH,
            CONTACT_TIME,
        ),
        "defective": (
            Slot("issue_type", ("defective", "damaged", "wrong_item", "missing_item", "expired")),
            Slot("quantity"),
            WISH,
            CONTACT_TIME,
        ),
        "return": (Slot("reason"), Slot("quantity", asked=False), WISH, CONTACT_TIME),
        "payment": (
            Slot("issue_type", ("paid_not_verified", "double_payment")),
            Slot("amount"),
            Slot("payment_method"),
            Slot("date", asked=False),
            CONTACT_TIME,
        ),
        "warranty": (Slot("reason"), Slot("date", asked=False), WISH, CONTACT_TIME),
        "change": (Slot("wanted_change"), Slot("new_address", asked=False), CONTACT_TIME),
        "complaint": (Slot("reason"), WISH, CONTACT_TIME),
        "other": (Slot("reason", asked=False), CONTACT_TIME),
    }
)

Fault = Literal["unknown", "choice", "long"]


def missing_slots(kind: str, given: Mapping[str, str]) -> tuple[Slot, ...]:
    """What should be asked for and is not known yet."""
    return tuple(slot for slot in SLOTS[kind] if slot.asked and not given.get(slot.name))


def kept_slots(kind: str, given: Mapping[str, str]) -> dict[str, str]:
    """What of it this kind knows, without blanks; a ticket that changes its kind keeps what fits."""
    known = {slot.name for slot in SLOTS[kind]}
    return {name: value for name, value in given.items() if name in known and value}


def fitting(kind: str, given: Mapping[str, str]) -> dict[str, str]:
    """What of it may be kept as it is, words cut to their length: for whoever fills a ticket without a form."""
    short = {name: " ".join(str(value).split())[:LONGEST_VALUE] for name, value in given.items()}
    wrong = faults_of(kind, short)
    return kept_slots(kind, {name: value for name, value in short.items() if name not in wrong})


def faults_of(kind: str, given: Mapping[str, str]) -> dict[str, Fault]:
    """By name what cannot be kept: an unknown name, no choice of the list, too long."""
    known = {slot.name: slot for slot in SLOTS[kind]}
    found: dict[str, Fault] = {}
    for name, value in given.items():
        if name not in known:
            found[name] = "unknown"
        elif known[name].choices and value and value not in known[name].choices:
            found[name] = "choice"
        elif len(value) > LONGEST_VALUE:
            found[name] = "long"
    return found


def is_complaint(kind: str) -> bool:
    return kind in COMPLAINT_KINDS


def is_repeat(newer: Problem, at: datetime, older: Problem, *, within: timedelta = RECURRING) -> bool:
    """The same kind within the time, and the same order or product where both are known (S2-K4)."""
    if newer.kind != older.kind or not timedelta(0) <= at - older.last_at <= within:
        return False
    pairs = ((newer.order_id, older.order_id), (newer.product_id, older.product_id))
    known = [(one, other) for one, other in pairs if one and other]
    return any(one == other for one, other in known) if known else True


def score_summary(score: int) -> str:
    """Of a ticket that a low score opens; customers read it too."""
    return f"Penilaian {score} dari 5"


def solved_sentence(spoken: str, number: str, summary: str, segment: str) -> str:
    """What may be told to the customer when it is solved; a person reads it over before it leaves."""
    if summary[1:2].islower():
        summary = summary[0].lower() + summary[1:]
    if segment == "b2b":
        return (
            f"Yth. {spoken}, permintaan bantuan {number} mengenai {summary} telah kami selesaikan. "
            "Bila masih ada kendala, mohon balas pesan ini."
        )
    return (
        f"Halo {spoken}, kendala {number} tentang {summary} sudah kami selesaikan. "
        "Kalau masih ada yang kurang, balas pesan ini, ya."
    )
