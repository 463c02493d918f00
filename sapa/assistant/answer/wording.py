"""A passage of the articles said anew by the model, where everything that was asked of other words holds."""

from dataclasses import replace

from sapa.assistant.flows.sitting import Sitting
from sapa.assistant.guard.checking import wrong_in
from sapa.assistant.model.given import Given
from sapa.domain.dialogue.records import Cited
from sapa.domain.dialogue.types import Move

SHORTEST = 40


def worded(sitting: Sitting, move: Move, given: Given) -> Move:
    """`move` itself where the passage does not stand in it any more, or the other words do not pass the guard."""
    if not given.anew or given.said not in move.text or not only_cites(move):
        return move
    anew = replace(move, text=move.text.replace(given.said, given.anew, 1))
    theirs = sitting.records.whose.members
    return move if wrong_in(anew, sitting.turn, sitting.records.read, theirs=theirs) else anew


def only_cites(move: Move) -> bool:
    """An answer from articles: nothing is done, asked, opened or handed over with it."""
    does = (move.act, move.ticket, move.hand_off, move.rating)
    return (
        move.outcome == "answered"
        and bool(move.cites)
        and all(one is None for one in does)
        and not (move.asked or move.confirm or move.opt_out)
    )


def passage_in(sitting: Sitting, move: Move) -> str:
    """What of the articles stands in the text word for word; blank where that is too little."""
    found = [
        shared(one.text, move.text[move.text.find(one.text[:SHORTEST]) :]).strip()
        for one in sitting.records.read
        if isinstance(one, Cited) and one.text and one.text[:SHORTEST] in move.text
    ]
    return max((one for one in found if len(one) >= SHORTEST), key=len, default="")


def shared(first: str, second: str) -> str:
    """What both begin with."""
    pairs = enumerate(zip(first, second, strict=False))
    return first[
        : next((place for place, (one, other) in pairs if one != other), min(len(first), len(second)))
    ]
