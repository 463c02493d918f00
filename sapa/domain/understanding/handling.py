"""What is done about an intent: answered, asked to confirm, a ticket, a person, noted, declined."""

import re
from collections.abc import Mapping
from types import MappingProxyType

HANDLING: Mapping[str, str] = MappingProxyType(
    {
        "order_status": "answer",
        "tracking_number": "answer",
        "delivery_late": "ticket",
        "invoice_request": "answer",
        "payment_confirmation": "answer",
        "how_to_pay": "answer",
        "product_info": "answer",
        "usage_guide": "answer",
        "stock_price": "answer",
        "place_order": "answer",
        "return_refund": "ticket",
        "defective_wrong_item": "ticket",
        "cancel_order": "action_confirm",
        "change_order": "action_confirm",
        "change_address": "action_confirm",
        "warranty": "answer",
        "complaint": "ticket",
        "talk_to_human": "escalate",
        "opt_out": "record",
        "greeting": "record",
        "thanks_closing": "record",
        "feedback_csat": "record",
        "subscription_renewal": "action_confirm",
        "promo_question": "answer",
        "store_info": "answer",
        "other": "refuse",
    }
)
# A refund under way, or the rule for one, is told; a wish for one opens a ticket.
IS_ASKED = re.compile(
    r"\b(?:kapan|berapa lama|berapa hari|sampai mana|syarat|kebijakan|policy|aturan|status|belum cair|cair"
    r"|bagaimana|cara|prosedur|how|when|apakah|batas waktu|deadline|berlaku|masih garansi|what is|di mana"
    r"|where|link)\b|\bsudah\b.{1,40}\bbelum\b"
)
# Something of one's own that no longer works, or a claim.
IS_CLAIMED = re.compile(
    r"\b(?:klaim|claim|rusak|mati|error|tidak (?:bisa )?nyala|bermasalah|broken|stopped)\b"
)
# The rule is asked for, not the thing: «boleh dibalikin tidak kalau kekecilan», «ongkir retur siapa».
OF_RULES = re.compile(
    r"\b(?:boleh|bisa|dapat|can i|could i|may i)\b[^.?!]{0,50}\b(?:kalau|jika|if|nek|yen|upami|lamun|menawi)\b"
    r"|\b(?:kalau|jika|if|nek|yen|upami|lamun|menawi)\b[^.?!]{0,50}\b(?:boleh|bisa|dapat|can|could)\b"
    r"|\b(?:siapa|ditanggung|tanggung siapa|who pays|who covers)\b"
)
ASKS_MUCH = re.compile(r"\b(?:berapa|how much|kapan)\b")
CHECKS_TERM = "check_expiry"


def handling_of(intent: str, slots: Mapping[str, object], said: str) -> str:
    """`said`: the normalised text."""
    asked = IS_ASKED.search(said) is not None
    if intent == "payment_confirmation" and slots.get("issue_type"):
        return "ticket"
    if intent == "return_refund" and OF_RULES.search(said) and not slots.get("issue_type"):
        return "answer"
    if intent in ("return_refund", "feedback_csat") and asked:
        return "answer"
    if intent == "warranty" and IS_CLAIMED.search(said) and not asked:
        return "ticket"
    if intent == "subscription_renewal" and only_asks(slots, said, asked):
        return "answer"
    return HANDLING[intent]


def only_asks(slots: Mapping[str, object], said: str, asked: bool) -> bool:
    actions = told(slots, "subscription_action")
    return actions == (CHECKS_TERM,) or ASKS_MUCH.search(said) is not None or (asked and not actions)


def told(slots: Mapping[str, object], name: str) -> tuple[object, ...]:
    """A slot as several values, whichever way it is written."""
    value = slots.get(name)
    if value is None:
        return ()
    return tuple(value) if isinstance(value, list | tuple) else (value,)
