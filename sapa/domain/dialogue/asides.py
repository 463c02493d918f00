"""Questions beside what is open: about something else, about its rules, about what is proposed."""

from sapa.domain.dialogue.kinds import AKIN, COURTESIES, PROBLEMS, QUESTIONS, REPORTS
from sapa.domain.dialogue.outright import surest
from sapa.domain.dialogue.policies import RULE_ASKED, SUPPOSES, rule_for
from sapa.domain.dialogue.records import Cited
from sapa.domain.dialogue.replies import asks_something
from sapa.domain.dialogue.routing import meaning
from sapa.domain.dialogue.speaking import Text
from sapa.domain.dialogue.types import Turn
from sapa.domain.understanding.normalising import normalise
from sapa.domain.understanding.rules import ruled

SIDE_SURE, SAID_OUTRIGHT, SAID_PLAINLY, HARDLY, WELL = 0.55, 0.6, 0.8, 0.4, 0.6
UNMEANT = frozenset(("other", "talk_to_human"))
BY_RULE = frozenset(("warranty", "return_refund", "product_info", "usage_guide", "defective_wrong_item"))
ABOUT = {
    "cancel_order": Text("membatalkan pesanan", "cancelling an order"),
    "change_address": Text("mengubah alamat", "changing the address"),
    "change_order": Text("mengubah pesanan", "changing an order"),
    "subscription_change": Text("langganan", "subscription"),
}


def asks_plainly(turn: Turn) -> Turn:
    """A question that its words say outright, where the whole was hardly understood."""
    said = turn.said
    doubted = said.understood.confidence < HARDLY or said.understood.intent in UNMEANT
    if not doubted or not asks_something(said.text):
        return turn
    weight, intent = surest(said.text)
    if weight < SAID_PLAINLY or intent not in QUESTIONS | {"store_info"} or intent == turn.talk.flow:
        return turn
    return meaning(turn, intent, sure=True)


def is_aside(turn: Turn) -> bool:
    """A question about something else, said outright."""
    said = turn.said.understood
    public = said.intent in QUESTIONS | {"store_info"}
    if asks_rule(turn) or asks_of_plan(turn) or asks_number(turn):
        return True
    if not public or is_akin(turn) or said.confidence < SIDE_SURE:
        return False
    return asks_something(turn.said.text) or outright(turn) >= SAID_OUTRIGHT


def asks_number(turn: Turn) -> bool:
    """The number of the parcel, while it is asked whether its delay shall be reported."""
    asks = turn.said.understood.intent == "tracking_number" and asks_something(turn.said.text)
    return asks and turn.talk.flow == "delivery_late" and outright(turn) >= SAID_PLAINLY


def asks_of_plan(turn: Turn) -> bool:
    """Until when a plan runs, asked beside a report."""
    said = turn.said.understood
    asks = said.intent == "subscription_renewal" and asks_something(turn.said.text)
    return asks and turn.talk.flow in REPORTS and said.confidence >= SIDE_SURE


def rule_beside(turn: Turn) -> Cited | None:
    """What the articles say to a doubtful question about what is proposed: "kena denda ga?"."""
    pending = turn.talk.pending
    if pending is None or not asks_something(turn.said.text):
        return None
    about = ABOUT[pending.action].of(turn.talk.language)
    return rule_for(turn, f"{about}: {turn.said.text}") or rule_for(turn)


def asks_rule(turn: Turn) -> bool:
    """How long a warranty is, or who pays for a return, while trouble with something is being told."""
    said = turn.said.understood
    if (
        turn.talk.flow in REPORTS - {"warranty"}
        and said.intent == "warranty"
        and asks_something(turn.said.text)
    ):
        return True
    if turn.talk.flow not in REPORTS or said.intent not in BY_RULE or said.confidence < SIDE_SURE:
        return False
    text = normalise(turn.said.text)
    supposes = SUPPOSES.search(text) is not None and asks_something(turn.said.text)
    return supposes or RULE_ASKED.search(text) is not None


def rule_asked_beside(turn: Turn) -> Cited | None:
    """A question that the articles answer well, while a report waits for something that it does not tell."""
    asked = turn.talk.asked
    if turn.talk.flow not in REPORTS or asked in {"", "order_id"} or turn.said.attachment:
        return None
    if asked in turn.said.understood.slots or not asks_something(turn.said.text):
        return None
    rule = rule_for(turn)
    return rule if rule and rule.coverage >= WELL else None


def asks_beside(turn: Turn) -> bool:
    """A question about what is proposed, such as when the money comes back."""
    said = turn.said.understood
    known = said.intent in QUESTIONS | PROBLEMS | {"store_info"} and said.intent != turn.talk.flow
    return known and asks_something(turn.said.text) and said.confidence >= SIDE_SURE


def outright(turn: Turn) -> float:
    """How surely the words themselves say the intent, whatever went before."""
    return dict(ruled(turn.said.text, None)).get(turn.said.understood.intent, 0.0)


def is_akin(turn: Turn) -> bool:
    intent, flow = turn.said.understood.intent, turn.talk.flow
    return intent == flow or intent in COURTESIES or intent in AKIN.get(flow, ())
