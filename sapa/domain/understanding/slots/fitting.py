"""What the message asks for decides which particulars it can hold: «ganti» in a change of order is no remedy."""

import re
from collections.abc import Collection

SURVEYS = ("csat_survey", "nps_survey")
TROUBLED = frozenset(
    (
        "delivery_late",
        "defective_wrong_item",
        "return_refund",
        "payment_confirmation",
        "complaint",
        "talk_to_human",
        "warranty",
        "cancel_order",
        "feedback_csat",
        "order_status",
        "tracking_number",
    )
)
PAID = ("paid_not_verified", "double_payment")
PAYING = frozenset(("payment_confirmation", "talk_to_human", "complaint", "order_status", "delivery_late"))
CLAIMING = frozenset(
    ("defective_wrong_item", "return_refund", "complaint", "talk_to_human", "warranty", "delivery_late")
)
GETTING_BACK = CLAIMING | {"cancel_order", "payment_confirmation", "feedback_csat", "subscription_renewal"}
SUBSCRIBING = frozenset(("subscription_renewal", "talk_to_human", "cancel_order"))
BACK = re.compile(
    r"\b(?:(?:di|me|ngem)?(?:balik|kembali)\w+|give (?:it )?back|return it|balekno|wangsulkeun|uihkeun)\b"
)
SUPPOSED = re.compile(r"\b(?:kalau|jika|if|bila|misal\w*|apabila|andai\w*|nek|yen|lamun|mun)\b")
ON_THE_BODY = re.compile(
    r"\b(?:gatal\w*|ruam|bentol\w*|bengkak\w*|iritasi|muntah\w*|mual|pusing|alergi|diare|keracunan|rash"
    r"|swollen|vomit\w*"
    r"|bareuh\w*|raray\w*|beungeut\w*|abuh|arateul|bintul\w*|pasuryan\w*|rai(?:ku|ne)"
    r"|mencret|muriang|meriang|igd|ugd|opname|demam"
    r"|itch\w*|sick|jerawat\w*|perih|melepuh|sesak|sakit perut|ateul|bruntusan|kulit|muka|wajah)\b"
)


def fit(found: dict[str, list[object]], intents: Collection[str], said: str, context: str | None) -> None:
    """Takes out what does not go with `intents`, and adds what they tell by themselves; `said`: normalised."""
    named = set(intents)
    if "feedback_csat" not in named and context not in SURVEYS:
        found["rating"] = []
    if not named & SUBSCRIBING:
        found["subscription_action"] = []
    if named == {"change_address"}:
        found["variant"] = []
    found["issue_type"] = issues_of(found["issue_type"], named, said)
    remedies = found["requested_resolution"]
    if not remedies and "double_payment" in found["issue_type"] and BACK.search(said):
        remedies = ["refund"]
    if not named & CLAIMING:
        remedies = [one for one in remedies if one == "refund"]
    found["requested_resolution"] = remedies if named & GETTING_BACK else []


def issues_of(read: list[object], named: set[str], said: str) -> list[object]:
    if not named & TROUBLED or ("warranty" in named and SUPPOSED.search(said)):
        return []
    if "tracking_number" in named and not named & (CLAIMING | {"order_status"}):
        return [one for one in read if one == "stuck_shipment"]
    kept = [one for one in read if one not in PAID or named & PAYING]
    if "payment_confirmation" in named and not named & CLAIMING:
        kept = [one for one in kept if one in PAID]
    if kept:
        return kept
    if "delivery_late" in named:
        return ["not_received"]
    return ["defective"] if "defective_wrong_item" in named and not ON_THE_BODY.search(said) else []
