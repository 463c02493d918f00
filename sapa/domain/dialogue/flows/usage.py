"""How to use, install or care for something: by the articles, or the product's own guide."""

from sapa.domain.dialogue.goods import goods_meant, known_of
from sapa.domain.dialogue.handing import knows_not
from sapa.domain.dialogue.moving import answers
from sapa.domain.dialogue.naming import hits, words_in, words_of_name
from sapa.domain.dialogue.policies import answers_by, rule_for
from sapa.domain.dialogue.records import Cited, Product
from sapa.domain.dialogue.speaking import Text, say
from sapa.domain.dialogue.stages import is_arrived
from sapa.domain.dialogue.types import Move, Turn

USING = Text("cara pakai {word}", "cara pakai {word}")
GUIDE = Text("Panduan {product}: {link}", "Guide for {product}: {link}")


def usage_guide(turn: Turn) -> Move:
    found = goods_meant(turn, asks_about=True)
    product = found.one
    rule = known_of(turn, found) or by_a_word(turn, product) or of_own_goods(turn)
    guide = guide_of(turn, product)
    if rule:
        return answers_by(turn, rule, guide, code="usage_guide", product=product.name if product else "")
    if product and guide:
        return answers(turn, guide, code="usage_guide", product=product.name)
    return knows_not(turn)


def by_a_word(turn: Turn, product: Product | None) -> Cited | None:
    """«cara pakai dripper v60»: by one word of its name that an article is called after."""
    for word in sorted(hits(words_in(turn.said.text), product.name)) if product else ():
        rule = rule_for(turn, say(turn, USING, word=word))
        if rule and word in words_of_name(rule.title):
            return rule
    return None


def of_own_goods(turn: Turn) -> Cited | None:
    """«cara pakainya gimana?»: of what they received last, if that was one thing."""
    if turn.talk.product or turn.said.understood.slots.get("product") or not turn.customer.proven:
        return None
    last = next((one for one in turn.tools.get_orders() if is_arrived(one)), None)
    if last is None or len(last.items) != 1:
        return None
    return rule_for(turn, f"{last.items[0].name}: {turn.said.text}")


def guide_of(turn: Turn, product: Product | None) -> str:
    if product is None or not product.guide_url:
        return ""
    return say(turn, GUIDE, product=product.name, link=product.guide_url)
