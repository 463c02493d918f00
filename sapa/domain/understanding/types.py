"""What the parts of understanding hand to each other; names and slots from assistant.md."""

from collections.abc import Mapping
from dataclasses import dataclass

INTENTS = (
    "order_status",
    "tracking_number",
    "delivery_late",
    "invoice_request",
    "payment_confirmation",
    "how_to_pay",
    "product_info",
    "usage_guide",
    "stock_price",
    "place_order",
    "return_refund",
    "defective_wrong_item",
    "cancel_order",
    "change_order",
    "change_address",
    "warranty",
    "complaint",
    "talk_to_human",
    "opt_out",
    "greeting",
    "thanks_closing",
    "feedback_csat",
    "subscription_renewal",
    "promo_question",
    "store_info",
    "other",
)
HANDLINGS = ("answer", "action_confirm", "ticket", "escalate", "record", "refuse")
REASONS = (
    "human_request",
    "anger",
    "threat",
    "repeat_failure",
    "safety",
    "fraud_privacy",
    "high_value",
)
CONTEXTS = (
    "promo_broadcast",
    "csat_survey",
    "nps_survey",
    "delivery_followup",
    "payment_reminder",
    "lead_followup",
    "renewal_reminder",
    "replenishment_reminder",
)
SLOTS = (
    "order_id",
    "tracking_no",
    "product",
    "variant",
    "quantity",
    "amount",
    "payment_method",
    "courier",
    "date",
    "days_waiting",
    "issue_type",
    "requested_resolution",
    "rating",
    "name",
    "email",
    "phone",
    "new_address",
    "city",
    "promo_code",
    "duration",
    "subscription_action",
)


@dataclass(frozen=True, slots=True)
class Understood:
    """What one message says. `confidence`: 0..1, how often such a reading is right; `trace`: why, in codes.

    `intents` begins with `intent`. `slots`: `SLOTS` to text, whole number, or a list of these.
    """

    intent: str
    intents: tuple[str, ...]
    slots: Mapping[str, object]
    handling: str
    should_escalate: bool
    escalation_reason: str | None
    confidence: float
    trace: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """One utterance to learn from; lines of one `family` say the same in other words and stay together."""

    text: str
    context: str | None
    intent: str
    family: str
