"""What goods are like, by the articles; what they cost and whether they are there, by the shop's list."""

import re
from dataclasses import replace

from sapa.domain.dialogue.flows.promos import is_bargain, promo_question
from sapa.domain.dialogue.flows.status import order_status
from sapa.domain.dialogue.goods import (
    ASKING,
    Found,
    asks_product,
    goods_meant,
    known_of,
    names_other,
    product_line,
)
from sapa.domain.dialogue.handing import knows_not
from sapa.domain.dialogue.hints import texts
from sapa.domain.dialogue.moving import answers
from sapa.domain.dialogue.naming import hits, words_in
from sapa.domain.dialogue.policies import FOLLOWS, answers_by, cites_of, following, quoted, rule_for
from sapa.domain.dialogue.records import Cited, Product
from sapa.domain.dialogue.speaking import Text, joined, listed, say
from sapa.domain.dialogue.talking import remembering
from sapa.domain.dialogue.types import Move, Turn
from sapa.domain.understanding.normalising import normalise

LONGEST_SIZE = 4
SHIPPING_FEE = re.compile(
    r"\b(?:ongkir\w*|ongkos kirim\w*|biaya (?:kirim|pengiriman|antar)\w*|tarif (?:kirim|pengiriman)"
    r"|shipping (?:fee"
    r"|cost)|postage|delivery (?:fee|cost))\b"
)
RESTOCK = re.compile(
    r"\b(?:restock|re-?stok|(?:kapan|when) .{0,30}(?:ready|ada|masuk|tersedia|back|available)\w*)\b"
)
ASKS_KINDS = re.compile(
    r"\b(?:varian\w*|pilihan\w*|macam\w*|jenis\w*|tipe\w*|(?:warna|ukuran|rasa|size) apa|apa (?:aja"
    r"|saja)|variants?"
    r"|options|colou?rs|sizes|flavou?rs)\b"
)
WHETHER_THERE = re.compile(
    r"\b(?:ada|ono|ana|aya|sedia|ready|have|available|in stock|get)\b|^(?:and |dan |kalau |kalo "
    r"|yang |the |lalu )+\S+(?: \S+)?$"
)
NOT_LISTED = Text(
    "Maaf {address}, produk itu tidak saya temukan di daftar produk kami. Balas CS bila ingin dicek petugas.",
    "Sorry {address}, I cannot find that in our list of products. Reply CS to have our team check.",
)
NOT_KNOWN = Text(
    "Maaf {address}, keterangan itu tentang {product} belum ada di catatan saya. Balas CS bila ingin dijawab petugas.",
    "Sorry {address}, my records do not say that about {product}. Reply CS to have our team answer.",
)
NO_VARIANT = Text(
    "{variant} tidak ada di daftar kami; balas CS bila ingin dicek petugas. Yang ada:",
    "{variant} is not in our list; reply CS to have our team check. What there is:",
)
NO_FEE = Text(
    "Ongkos kirimnya belum ada di catatan saya. Balas CS bila ingin dicek petugas.",
    "The shipping fee is not on my records. Reply CS to have our team check.",
)
NO_RESTOCK = Text("Kapan ada lagi belum tercatat di kami.", "When it will be back is not on record.")
PAGE = Text("Halaman produknya: {link}", "Product page: {link}")
KINDS = Text("Yang ada di daftar kami: {names}.", "Our list has: {names}.")


def product_info(turn: Turn) -> Move:
    """The articles first. Kinds are those of the list; anything else nobody guesses."""
    if FOLLOWS.search(turn.said.text) and (rule := following(turn)):
        return answers_by(turn, rule, code="product_info")
    found = goods_meant(turn, asks_about=True)
    if rule := known_of(turn, found):
        return answers_by(turn, rule, code="product_info", product=found.one.name if found.one else "")
    if found.products and ASKS_KINDS.search(normalise(turn.said.text)):
        names = listed([one.name for one in found.products], turn.talk.language)
        return answers(
            turn, say(turn, KINDS, names=names), code="product_kinds", product=found.products[0].name
        )
    if found.products and not found.several and WHETHER_THERE.search(normalise(turn.said.text)):
        return stock_price(turn)
    if found.one is None:
        return knows_not(turn)
    page = say(turn, PAGE, link=found.one.link) if found.one.link else ""
    return remembered(
        knows_not(turn, text=joined(say(turn, NOT_KNOWN, product=found.one.name), page)), found.one
    )


def stock_price(turn: Turn) -> Move:
    """Price and stock of what is named; what it costs to send it by the articles alone."""
    if is_bargain(turn):
        return promo_question(turn)
    if turn.talk.asked == "product" and names_order(turn):
        return order_status(turn)
    found = goods_meant(turn)
    fee = SHIPPING_FEE.search(normalise(turn.said.text)) is not None
    if fee or not found.products:
        return by_articles(turn, found, fee)
    if len(found.products) > 1 and not found.several:
        return asks_product(turn, "stock_price", found.products)
    text = joined(without(turn, found), *(told(turn, one) for one in found.products))
    if out(found) and RESTOCK.search(normalise(turn.said.text)):
        rule = rule_for(turn)
        text = joined(text, quoted(rule) or say(turn, NO_RESTOCK))
        return answers(
            turn, text, code="stock_price", product=found.products[0].name, cites=cites_of(rule, text)
        )
    return answers(turn, text, code="stock_price", product=found.products[0].name)


def names_order(turn: Turn) -> bool:
    """An order's number is no answer to which product."""
    return bool(turn.said.understood.slots.get("order_id")) and not turn.said.understood.slots.get("product")


def by_articles(turn: Turn, found: Found, fee: bool) -> Move:
    """Shipping fees, price lists, and goods that the list does not hold."""
    rule = rule_for(turn)
    named = found.products if (found.one or found.several) and not found.spoken else ()
    lines = joined(*(told(turn, one) for one in named))
    if rule and (lines or fee or not names_other(turn) or names_it(turn, rule)):
        return answers_by(turn, rule, lines, code="stock_price")
    if lines:
        return answers(
            turn, joined(lines, say(turn, NO_FEE)), code="stock_price", product=found.products[0].name
        )
    if fee:
        return knows_not(turn, text=say(turn, NO_FEE))
    return knows_not(turn, text=say(turn, NOT_LISTED) if names_other(turn) else "")


def names_it(turn: Turn, rule: Cited) -> bool:
    """Whether the article speaks of what was asked for, and not of something that only sounds like it."""
    wanted = (
        words_in(" ".join(texts(turn.said.understood.slots.get("product"))))
        or words_in(turn.said.text) - ASKING
    )
    return bool(wanted) and wanted <= hits(words_in(f"{rule.title} {rule.text}"), " ".join(wanted))


def told(turn: Turn, product: Product) -> str:
    page = say(turn, PAGE, link=product.link) if product.link else ""
    return " ".join(filter(None, (f"{product_line(turn, product)}.", page)))


def without(turn: Turn, found: Found) -> str:
    """A size or colour that was asked for and is not there."""
    if not found.without:
        return ""
    wanted = found.without.upper() if len(found.without) <= LONGEST_SIZE else found.without.capitalize()
    return say(turn, NO_VARIANT, variant=wanted)


def out(found: Found) -> bool:
    return any(one.stock == 0 for one in found.products)


def remembered(move: Move, product: Product) -> Move:
    return replace(move, talk=remembering(move.talk, product=product.name))
