"""Another of the same kind as the product spoken of: the larger one, the one of 256."""

import re
from collections.abc import Sequence

from sapa.domain.dialogue.naming import words_of_name
from sapa.domain.dialogue.records import Product
from sapa.domain.dialogue.replies import asks_something, words_of_reply
from sapa.domain.dialogue.types import Turn
from sapa.domain.understanding.normalising import normalise

LONGEST, SHORT = 10, 4  # words
FIGURE = re.compile(r"(?<![\w.,])\d+")
LARGE = frozenset(
    re.findall(
        r"\w+", "besar gede ageung gedhe large larger big bigger biggest max maxi jumbo xl xxl l plus panjang"
    )
)
SMALL = frozenset(
    re.findall(
        r"\w+", "kecil alit leutik cilik small smaller smallest mini s xs travel pendek ringkas little"
    )
)
SIZES = (LARGE, SMALL)


def sibling(turn: Turn) -> Product | None:
    """The one like the product spoken of that the message tells by its figure or size; None where it tells none."""
    spoken, said = turn.talk.product, normalise(turn.said.text)
    if (
        not spoken
        or len(words_of_reply(turn.said.text)) > LONGEST
        or not (asks_something(said) or "yang" in said)
    ):
        return None
    figures = set(FIGURE.findall(turn.said.text)) - set(FIGURE.findall(spoken))
    sizes = [size for size in SIZES if size & set(re.findall(r"\w+", said))]
    if not figures and len(sizes) != 1:
        return None
    alike = like_it(turn, spoken)
    fitting = [one for one in alike if figures & set(FIGURE.findall(one.name))] if figures else []
    fitting = fitting or [one for one in alike if sizes and sizes[0] & set(one.name.casefold().split())]
    return nearest(fitting, spoken)


def of_figure(turn: Turn, products: Sequence[Product]) -> tuple[Product, ...]:
    """Of several alike, the one whose figure was said, or the one like what was spoken of ("yang plain?")."""
    said = set(FIGURE.findall(turn.said.text))
    fitting = tuple(one for one in products if said & set(FIGURE.findall(one.name)))
    if len(products) > 1 and len(fitting) == 1:
        return fitting
    short = turn.talk.product and len(words_of_reply(turn.said.text)) <= SHORT
    like = nearest(products, turn.talk.product) if short and len(products) > 1 else None
    return (like,) if like else tuple(products)


def like_it(turn: Turn, spoken: str) -> list[Product]:
    """With a word of its name in common, and not itself."""
    words = [word for word in spoken.split() if word.casefold() not in LARGE | SMALL and not word.isdecimal()]
    found = {one.id: one for asked in (spoken, " ".join(words)) for one in turn.tools.product_lookup(asked)}
    return [
        one
        for one in found.values()
        if one.name != spoken and words_of_name(one.name) & words_of_name(spoken)
    ]


def nearest(products: Sequence[Product], spoken: str) -> Product | None:
    """The one with most of its words; None where two have as many."""
    shared = [len(words_of_name(one.name) & words_of_name(spoken)) for one in products]
    most = [one for one, count in zip(products, shared, strict=True) if count == max(shared)]
    return most[0] if len(most) == 1 else None
