"""A score or praise: kept, thanked for, and the door to a person where something was wrong."""

from sapa.domain.dialogue.handing import knows_not
from sapa.domain.dialogue.policies import answers_by, rule_for
from sapa.domain.dialogue.replies import asks_something
from sapa.domain.dialogue.speaking import Text, say
from sapa.domain.dialogue.talking import closed, telling
from sapa.domain.dialogue.types import Move, Turn

LOWEST, LOW, HIGHEST = 1, 2, 5
LOW_NPS, HIGH_NPS = 6, 9
SURE = 0.6

GLAD = Text(
    "Terima kasih atas penilaiannya, {address}. Senang kalau cocok.",
    "Thank you for your rating, {address}. We are glad you are happy.",
)
NOTED = Text(
    "Terima kasih atas penilaiannya, {address}. Masukannya kami catat.",
    "Thank you for your rating, {address}. Your feedback is noted.",
)
SORRY = Text(
    "Terima kasih sudah jujur, {address}, dan mohon maaf pengalamannya belum memuaskan. Ceritakan saja "
    "di sini bila ada yang perlu dibereskan, atau balas CS untuk bicara dengan petugas.",
    "Thank you for being honest, {address}, and sorry that it fell short. Tell us here what should be "
    "put right, or reply CS to talk to a person.",
)
LOOKED_AT = Text(
    "Terima kasih sudah jujur, {address}, dan mohon maaf pengalamannya belum memuaskan. Penilaian ini dilihat "
    "tim kami; ceritakan saja di sini apa yang perlu dibereskan.",
    "Thank you for being honest, {address}, and sorry that it fell short. Our team looks at it; tell us here what "
    "should be put right.",
)
PRAISED = Text(
    "Terima kasih atas ulasannya, {address}. Masukannya kami catat.",
    "Thank you for your review, {address}. It is noted.",
)


def thanks_for(turn: Turn, score: int, highest: int) -> Move:
    """What was open stays open. A low score of satisfaction opens a ticket by itself, so people see it."""
    of_satisfaction = highest == HIGHEST
    low, high = (LOW, HIGHEST) if of_satisfaction else (LOW_NPS, HIGH_NPS)
    text = (LOOKED_AT if of_satisfaction else SORRY) if score <= low else GLAD if score >= high else NOTED
    talk = telling(turn.talk, f"rated:{score}")
    return Move(say(turn, text), talk, "recorded", rating=score if of_satisfaction else None)


def feedback_csat(turn: Turn) -> Move:
    score = rating_in(turn)
    if score is None and asks_something(turn.said.text):
        rule = rule_for(turn)
        return answers_by(turn, rule, code="where_to_review") if rule else knows_not(turn)
    if score is None:
        return Move(say(turn, PRAISED), telling(closed(turn.talk), "feedback"), "recorded")
    text = SORRY if score <= LOW else GLAD if score == HIGHEST else NOTED
    return Move(say(turn, text), telling(closed(turn.talk), f"rated:{score}"), "recorded", rating=score)


def rating_in(turn: Turn) -> int | None:
    """One to five; out of the blue only where the words say that it is a score."""
    said = turn.said.understood
    value = said.slots.get("rating")
    if isinstance(value, list | tuple):
        value = value[0] if value else None
    if not isinstance(value, int) or not LOWEST <= value <= HIGHEST or turn.said.context == "nps_survey":
        return None
    return value if turn.said.context == "csat_survey" or said.confidence >= SURE else None
