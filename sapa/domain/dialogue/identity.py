"""Whoever is not known proves an order first: its number, and the phone or e-mail it was placed with."""

from dataclasses import replace

from sapa.domain.dialogue.continuing import aside, closes, is_looking, waits_for
from sapa.domain.dialogue.handing import hands_over
from sapa.domain.dialogue.kinds import OWN, QUESTIONS
from sapa.domain.dialogue.reading import is_unclear
from sapa.domain.dialogue.replies import drops, words_of_reply
from sapa.domain.dialogue.routing import goes_to, meaning
from sapa.domain.dialogue.speaking import Text, say
from sapa.domain.dialogue.talking import asking, begun, closed, filled, slot, with_slot, without_slots
from sapa.domain.dialogue.types import Move, Turn

FLOW = "identity"
MOST_ASKED = 2
PARTS = frozenset(("order_id", "email", "phone"))
WANTED, WORDS = "wanted_intent", "wanted_words"
SURE = 0.55

BOTH = Text(
    "Boleh saya bantu, {address}. Demi keamanan data, mohon kirim nomor pesanan beserta nomor HP atau e-mail yang "
    "dipakai saat memesan.",
    "Happy to help, {address}. To protect order details, please send the order number together with the phone number "
    "or e-mail used for the order.",
)
HANDLE = Text(
    "Boleh saya bantu, {address}. Demi keamanan data, mohon kirim nomor HP atau e-mail yang dipakai saat memesan "
    "{number}.",
    "Happy to help, {address}. To protect order details, please send the phone number or e-mail used for order "
    "{number}.",
)
NUMBER = Text(
    "Terima kasih {address}. Nomor pesanannya berapa?", "Thank you, {address}. What is the order number?"
)
NO_MATCH = Text(
    "Maaf {address}, nomor pesanan dan kontak itu belum cocok. Mohon cek dan kirim lagi keduanya, atau balas CS untuk "
    "dibantu petugas.",
    "Sorry {address}, that order number and contact do not match. Please check and send both again, or reply CS to "
    "reach a person.",
)


def proved(turn: Turn) -> Turn | Move:
    """The turn itself for whoever is proven, and for what may be said to anybody."""
    if turn.talk.flow == FLOW:
        return _answered(turn)
    if _wants_own(turn) and _has_another_number(turn):
        return asks_proof(_meaning_before(turn))
    if turn.customer.proven or not _is_about_own(turn):
        return turn
    return asks_proof(turn)


def _wants_own(turn: Turn) -> bool:
    """Asked for now, or what the number of the order was asked for."""
    return _is_about_own(turn) or (turn.talk.flow in OWN and turn.talk.asked == "order_id")


def _meaning_before(turn: Turn) -> Turn:
    """«KP-12, emailnya …» means whatever the number was asked for."""
    flow = turn.talk.flow
    return meaning(turn, flow) if flow in OWN and turn.talk.asked == "order_id" else turn


def _has_another_number(turn: Turn) -> bool:
    """A WhatsApp number without any order that names one: it was placed from another."""
    return (
        "order_id" in turn.said.understood.slots
        and not turn.talk.proven_order
        and not turn.tools.get_orders()
    )


def asks_proof(turn: Turn) -> Move:
    """What was wanted is kept, and done after the proof."""
    talk = filled(begun(closed(turn.talk), FLOW), turn.said)
    talk = with_slot(talk, WANTED, turn.said.understood.intent, turn.said.message_id)
    return _tried(replace(turn, talk=with_slot(talk, WORDS, turn.said.text, turn.said.message_id)))


def _is_about_own(turn: Turn) -> bool:
    """A policy may be asked by anybody: a return without an order is a question about returns."""
    said = turn.said.understood
    if said.intent not in OWN or is_unclear(turn):
        return False
    return said.intent != "return_refund" or said.handling != "answer" or "order_id" in said.slots


def _answered(turn: Turn) -> Turn | Move:
    if _asks_something_else(turn):
        return aside(turn)
    if drops(turn.said.text):
        return closes(turn)
    if is_looking(turn):
        return waits_for(turn)
    return _tried(replace(turn, talk=filled(turn.talk, turn.said)))


def _asks_something_else(turn: Turn) -> bool:
    said = turn.said.understood
    is_public = said.intent in (QUESTIONS | {"store_info"}) - OWN
    told = PARTS & said.slots.keys()
    return is_public and not told and said.confidence >= SURE and len(words_of_reply(turn.said.text)) > 1


def _tried(turn: Turn) -> Move:
    number, handle = _known(turn, "order_id"), _known(turn, "email") or _known(turn, "phone")
    if number and handle:
        if turn.tools.prove(number, handle):
            return _goes_on(turn, number)
        return _failed(turn)
    text = HANDLE if number else NUMBER if handle else BOTH
    return _asks_again(turn, text, number=number)


def _failed(turn: Turn) -> Move:
    """Whoever begins anew after every failure guesses: they are counted over all that was wanted in between."""
    failures = turn.talk.unproven + 1
    talk = replace(without_slots(turn.talk, "email", "phone"), unproven=failures)
    if failures > MOST_ASKED:
        return hands_over(replace(turn, talk=talk), "unproven")
    return _asks_again(replace(turn, talk=talk), NO_MATCH)


def _known(turn: Turn, name: str) -> str:
    value = slot(turn.talk, name)
    return "" if value is None else str(value)


def _asks_again(turn: Turn, text: Text, **values: str) -> Move:
    """At most twice for nothing; a half of it that was given is no failure."""
    asked = turn.talk.tries.get(FLOW, 0)
    gives = text is not NO_MATCH and PARTS & turn.said.understood.slots.keys()
    if asked >= MOST_ASKED and not gives:
        return hands_over(turn, "unproven")
    talk = asking(turn.talk, FLOW, FLOW)
    if asked and gives:
        talk = replace(talk, tries=turn.talk.tries)
    return Move(say(turn, text, **values), talk, "asked", asked=FLOW)


def _goes_on(turn: Turn, number: str) -> Move:
    """To what was wanted before the proof was asked for, in the words it was asked in."""
    wanted, words = _known(turn, WANTED), _known(turn, WORDS)
    known = replace(closed(turn.talk), proven_order=number, order=number, unproven=0)
    proven = replace(turn, talk=known, customer=replace(turn.customer, proven=True))
    if wanted not in OWN or not words:
        wanted = "order_status"
    said = turn.said.understood
    slots = {**{name: kept.value for name, kept in turn.talk.slots.items()}, "order_id": number}
    kept_slots = {
        name: value for name, value in slots.items() if name not in {WANTED, WORDS, "email", "phone"}
    }
    again = replace(said, slots=kept_slots)
    return goes_to(
        meaning(replace(proven, said=replace(turn.said, understood=again)), wanted, text=words), wanted
    )
