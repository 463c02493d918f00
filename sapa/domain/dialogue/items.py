"""Which thing of an order is meant; what is not among its things is never taken for one."""

from sapa.domain.dialogue.collecting import Question, forgetting, knowing, known
from sapa.domain.dialogue.naming import best, words_in
from sapa.domain.dialogue.places import chosen_place
from sapa.domain.dialogue.proposing import affirmed
from sapa.domain.dialogue.records import Order
from sapa.domain.dialogue.speaking import Text, listed
from sapa.domain.dialogue.types import Language, Turn

MOST_LISTED = 5
CALLED = "called"  # in the customer's words
ITEM = "item"  # what this flow settled on; `product` is whatever the last message named


def with_item(turn: Turn, order: Order | None) -> Turn:
    """With the item in its slot: the only one, or the one that is named or chosen from the list."""
    if order is None:
        return turn
    names = [one.name for one in order.items]
    meant = names[0] if len(names) == 1 else named_of(turn, names) or _named_before(turn, names)
    if meant:
        return knowing(knowing(turn, ITEM, meant), "product", meant)
    return forgetting(turn, "product", ITEM) if names else turn


def named_of(turn: Turn, names: list[str]) -> str:
    """The one that this message names, or points at in the list."""
    asked = turn.talk.asked == "product"
    places = best(words_in(affirmed(turn.said.text)), names)
    if len(places) == 1 or (places and asked):
        return names[places[0]]
    place = chosen_place(turn.said.text, len(names)) if asked else None
    return names[place] if place is not None else ""


def _named_before(turn: Turn, names: list[str]) -> str:
    """What this flow settled on, else what an earlier message called it, else what was spoken of last."""
    for told in (known(turn, ITEM), known(turn, CALLED), turn.talk.product):
        places = best(words_in(told), names) if told else ()
        if told in names or len(places) == 1:
            return told if told in names else names[places[0]]
    return ""


def calling(turn: Turn) -> Turn:
    """With the first name that the customer gave the thing: the order that holds it may be found only later."""
    told = turn.said.understood.slots.get("product")
    name = str(told[0] if isinstance(told, list | tuple) and told else told or "")
    return knowing(turn, CALLED, name) if name and not known(turn, CALLED) else turn


def item_named(turn: Turn, order: Order | None) -> str:
    """What the item is called: as in the order, else as the customer calls it."""
    return known(turn, ITEM) or (known(turn, "product") if order is None or not order.items else "")


def item_question(order: Order | None, language: Language) -> Question | None:
    """Only where the order holds several."""
    if order is None or len(order.items) < 2:
        return None
    names = listed([one.name for one in order.items[:MOST_LISTED]], language, last=Text("atau", "or"))
    plain = names.replace("{", "(").replace("}", ")")
    return Question(
        "product",
        Text(f"Barang yang mana: {plain}?", f"Which item is it: {plain}?"),
        Text(f"Supaya tidak keliru, barang yang mana: {plain}?", f"To be sure, which item is it: {plain}?"),
    )
