"""A message read again in the light of what went before: thanks that ask, half sentences, words that only point."""

import re
from dataclasses import replace

from sapa.domain.dialogue.adding import FEARS, just_reported
from sapa.domain.dialogue.choosing import OTHER
from sapa.domain.dialogue.goods import elliptic
from sapa.domain.dialogue.kinds import CHANGES, COURTESIES, PROBLEMS, QUESTIONS
from sapa.domain.dialogue.misnamed import asked_of_goods
from sapa.domain.dialogue.naming import best, words_in
from sapa.domain.dialogue.outright import SAID_OUTRIGHT, surest
from sapa.domain.dialogue.plan_words import PLAN, goes_on_with_plan, means_a_plan
from sapa.domain.dialogue.replies import (
    FILLERS,
    asks_something,
    denies_stopping,
    without_denial,
    words_of_reply,
)
from sapa.domain.dialogue.routing import meaning
from sapa.domain.dialogue.siblings import sibling
from sapa.domain.dialogue.types import Talk, Turn
from sapa.domain.dialogue.wordings import worded
from sapa.domain.understanding import slots_of
from sapa.domain.understanding.features import said_of
from sapa.domain.understanding.normalising import normalise

LEAST_SURE = 0.4  # assistant.md 4.4
LEAST_SAID = 0.5
DOUBTFUL, FOLLOWS_BELOW = 0.5, 0.6
SAID_ENOUGH = 0.7  # «pesanan saya gimana» is of words that only point, and still says what it wants
SHORT, LONGEST_FOLLOW_UP = 3, 6
POINTING = frozenset(
    re.findall(
        r"\w+",
        """
    itu ini lho loh yang tadi kemarin gitu begitu begini pokoknya bagaimana jadinya gimana anu nya apa ada hal soal
    tentang masalah gitulah dong sih kok ya the that one thing about it this so what from
    before earlier hey last time halo hai
    """,
    )
)
GREETINGS = frozenset(
    re.findall(
        r"\w+", "hi hai halo hello hey selamat pagi siang sore malam apa kabar how are you permisi punten"
    )
)
FOLLOWING = frozenset(
    re.findall(r"\w+", "kalau kalo klo yang terus lalu trus ke di hari and or what how untuk buat")
)
BEGINS = re.compile(r"^\W*(?:and |dan )?(?:what about|how about|kalau|kalo|klo|nek|mun)\b", re.IGNORECASE)
LONGEST_BEGUN = 9
SURELY = 0.8
SETTLED = frozenset(
    ("ticket", "never_mind", "left", "declined", "opted_out", "handed_off", "rated", "done", "declined_other")
)
TRACKED = re.compile(
    r"\b(?:resi\w*|awb|lacak\w*|track\w*|kurir\w*|ekspedisi\w*|paket\w*|kirim\w*|dikirim\w*|courier"
    r"|parcel|nomor|nomer|no|link|shipment|shipped)\b"
)
REPORT = re.compile(r"\b(?:lapor\w*|report\w*|komplain\w*|klaim)\b")
ALSO = re.compile(r"\b(?:juga|sekalian|also|too|sama yang|dan yang|and the|uga|oge)\b")
ALSO_ASKED = frozenset(("invoice_request", "order_status", "tracking_number", "payment_confirmation"))
CANCELLED = re.compile(
    r"\b(?:(?:di|pem|mem|m|nge|tak|dak)?batal\w*|cancel\w*|bolay\w*|dibolay\w*|urung\w*|wurung\w*|call(?:ed)? off"
    r"|stop|hapus\w*"
    r"|(?:tidak|ga|gak|nggak|ora|teu) (?:jadi|sido|sios|usah)|(?:no longer|don'?t|do not) (?:want"
    r"|need)|refund|gagalkan"
    r"|tarik)\b"
)
TOLD_OF = {
    "status": "order_status",
    "tracking": "tracking_number",
    "invoice": "invoice_request",
    "payment": "payment_confirmation",
    "paid": "payment_confirmation",
    "how_to_pay": "how_to_pay",
    "total": "order_status",
}
FOLLOWED = QUESTIONS | {"store_info", "delivery_late"}
ASKING_ONLY = frozenset(
    re.findall(r"\w+", "kapan berapa gimana bagaimana kenapa mana when how why where brp kpn")
)


def reread(turn: Turn) -> Turn:
    """Only where nothing is open: an open flow reads for itself."""
    if turn.talk.flow:
        return turn
    if intent := asked_of_goods(turn):
        calm = replace(turn.said.understood, should_escalate=False, escalation_reason=None)
        return read_as(replace(turn, said=replace(turn.said, understood=calm)), intent, sure=True)
    if names_only_an_order(turn):
        return read_as(turn, "order_status", sure=True)
    if means_a_plan(turn):
        return read_as(turn, "subscription_renewal", sure=True)
    if goes_on_with_plan(turn):
        return read_as(turn, "subscription_renewal", sure=True)
    if cancels_nothing(turn):
        return read_as(turn, "change_order" if _gives_number(turn) else "other")
    if said_nothing_of_parcels(turn):
        return read_as(turn, "other")
    if fears_cancelling(turn):
        return read_as(turn, "complaint" if just_reported(turn) else "order_status", sure=True)
    if reports_lateness(turn):
        calm = replace(turn.said.understood, should_escalate=False, escalation_reason=None)
        return read_as(replace(turn, said=replace(turn.said, understood=calm)), "delivery_late", sure=True)
    if intent := asks_also(turn):
        return read_as(turn, intent, sure=True)
    if goes_on_without_plan(turn):
        return read_as(turn, "thanks_closing", sure=True)
    if intent := worded(turn):
        return read_as(turn, intent, sure=True)
    if points_at_other(turn):
        return read_as(turn, spoken_intent(turn.talk), sure=True)
    return followed_up(said_outright(said_behind_thanks(said_beside_denial(turn))))


def read_as(turn: Turn, intent: str, *, sure: bool = False) -> Turn:
    """Understood as `intent`, with the particulars that such a wish holds."""
    said = turn.said
    slots = slots_of(said.text, intents=(intent,), context=said.context)
    understood = replace(said.understood, slots={**slots, **said.understood.slots})
    return meaning(replace(turn, said=replace(said, understood=understood)), intent, sure=sure)


def cancels_nothing(turn: Turn) -> bool:
    """Taken for a wish to cancel without a word of cancelling: "ketel saya jadi 3 ya"."""
    said = turn.said
    if said.understood.intent != "cancel_order" or said.understood.confidence >= SURELY:
        return False
    return CANCELLED.search(f"{said.text.casefold()} {said_of(said.text)}") is None


def _gives_number(turn: Turn) -> bool:
    return bool({"quantity", "variant"} & turn.said.understood.slots.keys())


def said_nothing_of_parcels(turn: Turn) -> bool:
    """Taken for a wish for a parcel's number, half surely, without a word of parcels."""
    said = turn.said.understood
    doubted = said.intent == "tracking_number" and said.confidence < SURELY and not said.slots
    return doubted and TRACKED.search(f"{turn.said.text.casefold()} {said_of(turn.said.text)}") is None


def reports_lateness(turn: Turn) -> bool:
    """ "Lapor aja" right after a parcel that is waited for."""
    short = len(words_of_reply(turn.said.text)) <= SHORT + 1 and not asks_something(turn.said.text)
    before = turn.talk.intents[-2:-1] == ("delivery_late",) and bool(turn.talk.order)
    return before and short and REPORT.search(normalise(turn.said.text)) is not None


def asks_also(turn: Turn) -> str:
    """ "Sama yang susu juga", after what was told of another order of theirs: the same of this one."""
    before = (turn.talk.intents[-2:-1] or ("",))[0]
    text = turn.said.text
    if before not in ALSO_ASKED or len(words_of_reply(text)) > LONGEST_FOLLOW_UP or not turn.talk.order:
        return ""
    if not ALSO.search(normalise(text)) or surest(text)[0] >= SAID_ENOUGH:
        return ""
    goods = [" ".join(item.name for item in one.items) for one in turn.tools.get_orders()]
    return before if best(words_in(text), goods) else ""


def fears_cancelling(turn: Turn) -> bool:
    """ "Takut dibatalin": the order shall stay."""
    return (
        turn.said.understood.intent == "cancel_order" and FEARS.search(normalise(turn.said.text)) is not None
    )


def goes_on_without_plan(turn: Turn) -> bool:
    """ "Lanjut aja" of somebody who has no plan and names none."""
    said = turn.said
    if said.understood.intent != "subscription_renewal" or not turn.customer.proven or PLAN.search(said.text):
        return False
    short = len(words_of_reply(said.text)) <= LONGEST_FOLLOW_UP and not asks_something(said.text)
    return short and surest(said.text)[0] < LEAST_SAID and not turn.tools.get_subscription()


def points_at_other(turn: Turn) -> bool:
    """ "Yang satunya lagi?" after an answer about one order of theirs."""
    words = words_of_reply(turn.said.text)
    if not turn.talk.order or len(words) > LONGEST_FOLLOW_UP or not spoken_intent(turn.talk):
        return False
    said = normalise(turn.said.text)
    return OTHER.search(said) is not None and surest(OTHER.sub(" ", said))[0] < SAID_ENOUGH


def spoken_intent(talk: Talk) -> str:
    """What was told last of an order, as an intent; "" for anything else."""
    code = (talk.told[-1] if talk.told else "").partition(":")[0]
    return TOLD_OF.get(code, "")


def names_only_an_order(turn: Turn) -> bool:
    """A number and nothing else asks how it stands."""
    number = turn.said.understood.slots.get("order_id")
    if not isinstance(number, str) or turn.said.context:
        return False
    named = set(words_of_reply(number))
    return all(word in named or word in FILLERS for word in words_of_reply(turn.said.text))


def is_unclear(turn: Turn) -> bool:
    """Too doubtful a reading, or one of words that only point at something ("itu lho yang tadi"), or a bare number."""
    said = turn.said
    if said.understood.confidence < LEAST_SURE:
        return True
    words = words_of_reply(said.text)
    if said.understood.intent in COURTESIES:
        return "?" in said.text and len([word for word in words if word not in FILLERS | GREETINGS]) > 1
    if said.context or said.understood.slots or surest(said.text)[0] >= SAID_ENOUGH:
        return False
    return all(word in POINTING or word in FILLERS or word.isdecimal() for word in words)


def followed_up(turn: Turn) -> Turn:
    """ "Kalau hari Sabtu?" asks the question before it again, about something else."""
    said, before = turn.said, turn.talk.intents[-2:-1]
    words = words_of_reply(said.text)
    if said.understood.intent in CHANGES | PROBLEMS and not asks_something(said.text):
        return turn
    if (turn.talk.told[-1:] or ("",))[0].partition(":")[0] in SETTLED:
        return turn
    longest = LONGEST_BEGUN if BEGINS.search(said.text) else LONGEST_FOLLOW_UP
    if not before or before[0] not in FOLLOWED or not words or len(words) > longest:
        return turn
    if said.context or surest(said.text)[0] >= SAID_ENOUGH:
        return turn
    if (ASKING_ONLY & set(words)) and FILLERS.union(ASKING_ONLY, POINTING).issuperset(words):
        return read_as(turn, before[0], sure=True)
    if said.understood.confidence >= FOLLOWS_BELOW and not (
        turn.talk.product and (elliptic(turn) or sibling(turn))
    ):
        return turn
    points = asks_something(said.text) or words[0] in FOLLOWING or bool(said.understood.slots)
    return read_as(turn, before[0], sure=True) if points and not POINTING.issuperset(words) else turn


def said_beside_denial(turn: Turn) -> Turn:
    """ "Bukan mau berhenti, cuma nanya harga" asks for the price."""
    if turn.said.understood.intent != "opt_out" or not denies_stopping(turn.said.text):
        return turn
    rest = without_denial(turn.said.text)
    weight, intent = surest(rest)
    if weight < LEAST_SAID or intent == "opt_out":
        return turn
    return read_as(replace(turn, said=replace(turn.said, text=rest.strip(" ,.;"))), intent, sure=True)


def said_behind_thanks(turn: Turn) -> Turn:
    """ "Makasih kak, oh iya kapan sampai?" asks; the thanks in front are manners."""
    if turn.said.understood.intent not in COURTESIES or len(words_of_reply(turn.said.text)) <= SHORT:
        return turn
    weight, intent = surest(turn.said.text)
    sure = turn.said.understood.confidence >= SURELY
    if intent in QUESTIONS and sure and not asks_something(turn.said.text):
        return turn
    return read_as(turn, intent) if weight >= LEAST_SAID else turn


def said_outright(turn: Turn) -> Turn:
    """Where the whole is doubtful, what a part of it says plainly counts."""
    if turn.said.understood.confidence >= DOUBTFUL:
        return turn
    weight, intent = surest(turn.said.text)
    return read_as(turn, intent, sure=True) if weight >= SAID_OUTRIGHT else turn
