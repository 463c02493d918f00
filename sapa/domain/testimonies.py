"""A review that a customer writes as an answer in the chat: stars, words, or both."""

from typing import NamedTuple

from sapa.domain.asides import is_aside, puts_off, substance
from sapa.domain.scores import read_score, words_beside

LONGEST = 2000
FEWEST_WORDS = 3
SHORTEST_PUT_OFF = 10


class GivenReview(NamedTuple):
    """`stars` None: words alone; `words` blank: stars alone."""

    stars: int | None
    words: str


def read_testimony(text: str) -> GivenReview | None:
    """None for thanks, a promise to write later, a question, a complaint, or more than a review holds."""
    said = text.strip()
    if not said or len(said) > LONGEST or is_aside(said):
        return None
    stars = read_score(said, 1, 5)
    if stars is not None:
        return GivenReview(stars, words_beside(said))
    words = substance(said)
    if len(words) < FEWEST_WORDS or (puts_off(said) and len(words) < SHORTEST_PUT_OFF):
        return None
    return GivenReview(None, said)
