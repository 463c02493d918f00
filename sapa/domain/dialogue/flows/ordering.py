"""Somebody wants to buy: what it costs, whether it is there, and where to order it."""

import re

from sapa.domain.dialogue.choosing import choose_order
from sapa.domain.dialogue.collecting import known, ticket_slots
from sapa.domain.dialogue.flows.products import NOT_LISTED, names_order
from sapa.domain.dialogue.flows.status import order_status
from sapa.domain.dialogue.goods import Found, asks_product, goods_meant, looked_up, product_line
from sapa.domain.dialogue.handing import hands_over, knows_not
from sapa.domain.dialogue.moving import answers, asks
from sapa.domain.dialogue.policies import ROOM, answers_by, cites_of, quoted, rule_for
from sapa.domain.dialogue.records import Cited
from sapa.domain.dialogue.speaking import Text, joined, listed, say
from sapa.domain.dialogue.ticketing import Report, opens_ticket
from sapa.domain.dialogue.types import Move, Turn
from sapa.domain.understanding.normalising import normalise
from sapa.domain.understanding.slots.numerals import count_of

FLOW = "place_order"
AGAIN = re.compile(
    r"\b(?:lagi|repeat|re-?order|order ulang|pesan ulang|kayak kemarin|seperti (?:kemarin|biasa"
    r"|yang dulu)|again"
    r"|same as|(?:yang )?biasa|maneh|deui)\b"
)
REFERS = re.compile(
    r"\b(?:itu|ini|tadi|\w+nya|it|that|this one|those|satu|dua|tiga|\d+|one|two|ambil|jadi)\b"
)
TELLS_HOW = re.compile(
    r"\b(?:cara (?:pesan|memesan|order|beli|membeli|belanja)|memesan|pemesanan|checkout|keranjang"
    r"|how to (?:order|buy)"
    r"|(?:place|placing) an order|ordering)\b"
)
SELLS = re.compile(r"shop|store|toko|web|situs|belanja|tokopedia|lazada")
ORDER_HERE = Text("Bisa dipesan langsung di sini: {link}", "You can order it here: {link}")
WHAT = Text(
    "Boleh, {address}. Produk apa yang mau dipesan, dan berapa banyak?",
    "Of course, {address}. What would you like to order, and how many?",
)
SOLD_OUT = Text(
    "Sayangnya belum bisa dipesan sekarang. Balas CS bila ingin dibantu petugas memilih yang lain.",
    "Unfortunately it cannot be ordered now. Reply CS and our team can help you choose another.",
)
HOW_TO = Text("Bagaimana cara memesan?", "How do I place an order?")
HOW_MANY = Text("Mau pesan berapa, {address}?", "How many would you like, {address}?")
TAKEN_DOWN = Text(
    "Keinginan memesan {wish} saya catat untuk tim kami dengan nomor {ticket}; pesanannya sendiri baru jadi setelah "
    "dipastikan bersama mereka.",
    "I have noted for our team that you would like {wish}, as {ticket}; it becomes an order once settled with them.",
)


def place_order(turn: Turn) -> Move:
    """A link to buy; without one the articles on how to order, else people take it."""
    if turn.talk.asked == "product" and names_order(turn):
        return order_status(turn)
    found = wanted_goods(turn)
    if not found.products:
        return general(turn)
    if len(found.products) > 1 and not found.several:
        return asks_product(turn, FLOW, found.products)
    lines = joined(*(f"{product_line(turn, one)}." for one in found.products))
    name = found.products[0].name
    if all(one.stock == 0 for one in found.products):
        return answers(turn, joined(lines, say(turn, SOLD_OUT)), code=FLOW, product=name)
    if pages := links_to(turn, found):
        return answers(turn, joined(lines, pages), code=FLOW, product=name)
    if rule := how_to_order(turn):
        text = joined(lines, quoted(rule, ROOM))
        return answers(turn, text, code=FLOW, product=name, cites=cites_of(rule, text))
    return taken_down(turn, found, lines)


def wanted_goods(turn: Turn) -> Found:
    """What is named; with "pesan lagi" what they bought last."""
    asked = turn.talk.asked == "quantity"
    found = goods_meant(turn, asks_about=asked)
    if found.spoken and not asked and not REFERS.search(normalise(turn.said.text)):
        found = Found()
    if found.products or not turn.customer.proven:
        return found
    if not (AGAIN.search(normalise(turn.said.text)) or turn.said.context == "replenishment_reminder"):
        return found
    choice = choose_order(turn)
    order = choice.order or choice.newest
    products = [
        each for item in (order.items if order else ())[:3] for each in looked_up(turn, item.name)[:1]
    ]
    return Found(tuple(products), several=len(products) > 1)


def general(turn: Turn) -> Move:
    """How to order, or a wish for nothing that the list holds."""
    if rule := how_to_order(turn):
        return answers_by(turn, rule, code=FLOW)
    if shop := shop_link(turn):
        return answers(turn, say(turn, ORDER_HERE, link=shop), code=FLOW)
    if turn.said.understood.slots.get("product"):
        return knows_not(turn, text=say(turn, NOT_LISTED))
    if turn.talk.flow == FLOW:
        return hands_over(turn, "asked_by_flow", f"Ingin memesan: {turn.said.text}"[:300])
    return asks(turn, FLOW, "product", say(turn, WHAT))


def how_to_order(turn: Turn) -> Cited | None:
    """An article on ordering, and no other that only resembles the question."""
    for question in (turn.said.text, say(turn, HOW_TO)):
        rule = rule_for(turn, question)
        if rule and TELLS_HOW.search(f"{rule.title} {rule.text}".casefold()):
            return rule
    return None


def links_to(turn: Turn, found: Found) -> str:
    """Pages of the goods that are there; else the shop's own."""
    pages = [one.link for one in found.products if one.link and one.stock != 0]
    pages = pages or list(filter(None, (shop_link(turn),)))
    return "\n".join(say(turn, ORDER_HERE, link=link) for link in pages)


def shop_link(turn: Turn) -> str:
    found = (link for name, link in turn.business.links.items() if SELLS.search(name.casefold()))
    return next(found, "")


def taken_down(turn: Turn, found: Found, lines: str) -> Move:
    """How many is asked once; then people have it in a ticket, and questions can still be asked."""
    wanted = quantity_in(turn)
    name = found.products[0].name
    if not wanted and not turn.talk.tries.get("quantity"):
        return asks(turn, FLOW, "quantity", joined(lines, say(turn, HOW_MANY)), product=name)
    names = ", ".join(one.name for one in found.products)
    slots = {
        **ticket_slots(turn, ("variant", "city", "new_address"), order=None, item=names),
        "quantity": wanted,
    }
    kept = {name: value for name, value in slots.items() if value}
    summary = f"Ingin memesan {names}" + (f", {wanted} buah" if wanted else "")
    report = Report("other", summary, kept, item=name)
    before = "" if turn.talk.tries.get("quantity") else lines
    return opens_ticket(
        turn, report, joined(before, say(turn, TAKEN_DOWN, wish=wish_of(turn, found, wanted)))
    )


def quantity_in(turn: Turn) -> str:
    if value := known(turn, "quantity"):
        return value
    if turn.talk.asked != "quantity":
        return ""
    counts = (count_of(word) for word in re.findall(r"\w+", normalise(turn.said.text)))
    return next((str(count) for count in counts if count), "")


def wish_of(turn: Turn, found: Found, wanted: str) -> str:
    names = listed([one.name for one in found.products], turn.talk.language)
    return f"{wanted}x {names}" if wanted else names
