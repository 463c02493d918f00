"""Reactions: a customer wrote while the assistant owns the conversation."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sapa.assistant import services
from sapa.events.models import Event
from sapa.feedback.selectors import scores_in
from sapa.feedback.services import take_answers


def answer(events: Sequence[Event], now: datetime) -> None:
    """What must not be answered by a machine says why (`hold`); an old question is a person's.

    An answer to a survey is no question; a score that stands alone is thanked for.
    """
    by_hold: dict[str, list[int]] = defaultdict(list)
    answers = take_answers(message_ids=[event.data["message_id"] for event in events], now=now)
    scores = scores_in(answers) if answers else {}
    for event in (one for one in events if one.data["message_id"] not in answers):
        by_hold[event.data.get("hold", "")].append(event.data["message_id"])
    services.answer(message_ids=by_hold[""], now=now)
    free = {one.data["message_id"] for one in events if not one.data.get("hold")}
    services.thank(scores={pk: score for pk, score in scores.items() if pk in free}, now=now)
    services.pass_on(message_ids=by_hold["late"], reason="late", now=now)
