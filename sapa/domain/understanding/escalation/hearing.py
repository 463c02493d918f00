"""Messages to learn the reasons from: our own, and what the patterns say about the utterances of the intents."""

from collections.abc import Iterator
from importlib.resources import files

from sapa.domain.understanding.escalation.reading import PERSON, escalation_of
from sapa.domain.understanding.escalation.types import CALM, HEARD
from sapa.domain.understanding.types import Example

DISPLEASED = frozenset(("complaint", "other", "opt_out"))
HARMED = frozenset(("safety", "fraud_privacy"))
WEIGHT = 2


def heard() -> list[Example]:
    """Lines `reason<TAB>text`, `-` where no person is needed. ValueError names a line that is neither."""
    told = files("sapa.domain.understanding.escalation").joinpath("data", "heard.txt").read_text("utf-8")
    found = []
    for number, line in enumerate(told.splitlines(), start=1):
        if line.startswith("#"):
            continue
        reason, _, text = line.partition("\t")
        if reason not in HEARD or not text:
            raise ValueError(f"heard.txt, line {number}")
        found.append(Example(text, None, reason, reason))
    return found


def to_learn_from(told: list[Example]) -> list[Example]:
    """`told`: the utterances of the intents. Ours count more than what follows from patterns."""
    return [*heard() * WEIGHT, *(Example(one.text, None, reason, reason) for one, reason in judged(told))]


def judged(told: list[Example]) -> Iterator[tuple[Example, str]]:
    for one in told:
        found = escalation_of(one.text, intents=(), amount=None)
        if one.intent == PERSON:
            yield one, "human_request"
        elif one.intent in DISPLEASED or found in HARMED:
            yield one, found or CALM
        else:
            yield one, CALM
