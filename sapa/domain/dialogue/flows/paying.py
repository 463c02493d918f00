"""How to pay: what is to be paid, until when and where, and the ways that the shop's articles name."""

import re

from sapa.domain.dialogue.choosing import Choice, choose_order, name_of, narrowed
from sapa.domain.dialogue.flows.payments import COD, way_called
from sapa.domain.dialogue.handing import knows_not
from sapa.domain.dialogue.hints import is_cod, texts
from sapa.domain.dialogue.moving import answers
from sapa.domain.dialogue.naming import hits, stands_in, words_in
from sapa.domain.dialogue.policies import answers_by, quoted, rule_for
from sapa.domain.dialogue.records import Cited, Order, Payment
from sapa.domain.dialogue.speaking import LONGEST, Text, joined, say
from sapa.domain.dialogue.stages import is_arrived, is_unpaid
from sapa.domain.dialogue.states import total, unpaid
from sapa.domain.dialogue.types import Move, Turn
from sapa.domain.understanding.normalising import normalise

ASKS_AMOUNT = re.compile(
    r"\b(?:total\w*|jumlah\w*|nominal\w*|tagihan\w*|batas\w*|tempo|jatuh tempo|deadline|sampai kapan"
    r"|kapan|berapa|due"
    r"|how much|until when|by when|sabaraha|piro|pinten)\b"
)
ASKS_WAYS = re.compile(
    r"\b(?:cara|lewat|via|metode|rekening|norek|no rek|qris|va|virtual|transfer|cod|cicil\w*|kredit"
    r"|debit|kartu"
    r"|paylater|wallet|dompet|gopay|ovo|dana|shopeepay|bank|link|how (?:do|can|to)|method\w*"
    r"|instal\w*|accept|pakai apa"
    r"|bisa)(?:nya|in)?\b"
)
BY_WHAT = re.compile(
    r"\b(?:card|cash|pay (?:by|with|via|using)|kartu|tunai|dompet|transfer|cicil\w*|instal\w*)\b"
)
PAYS = re.compile(
    r"\b(?:di|pem|mem)?bayar\w*|\btransfer\b|\bpay\w*|\bpaid\b|\bqris\b|\bcod\b|\bvirtual account\b"
    r"|\bcicil\w*"
)
NUMBER = Text("Bayar ke {method} {reference}.", "Pay to {method} {reference}.")
WAY = re.compile(
    r"\b(?:qris|virtual account|va|transfer|gopay|ovo|dana|shopeepay|linkaja|kartu kredit|kartu debit"
    r"|credit card|card|cod|paylater"
    r"|cicil\w*|tunai|cash|bank|bca|bni|bri|mandiri|tempo|e-?wallet|dompet digital|paypal)\b"
)
IN_INDONESIAN = (
    ("card", "kartu"),
    ("cash", "tunai"),
    ("instal", "cicil"),
    ("bank", "transfer"),
    ("va", "virtual account"),
)
ALL_WAYS = (
    Text("Pembayaran bisa lewat apa saja?", "Which payment methods are there?"),
    Text("Metode pembayaran apa saja yang diterima?", "Which ways of paying are accepted?"),
    Text("Bagaimana cara membayar?", "How can I pay?"),
    Text("metode pembayaran", "payment methods"),
    Text("bisa bayar pakai apa saja", "what can I pay with"),
)
NOT_THAT = Text(
    "Soal {method} belum ada di catatan saya; balas CS bila ingin dicek petugas. Yang tercatat:",
    "My records do not mention {method}; reply CS to have our team check. What they say:",
)
TERMS = re.compile(
    r"\b(?:tempo|termin|dp|uang muka|cicil\w*|kredit|nyicil|installments?|instalments?|terms|deposit)\b"
)
WAYS_UNKNOWN = Text(
    "Cara bayarnya belum ada di catatan saya. Balas CS dan petugas kami membantu.",
    "The ways to pay are not on my records. Reply CS for help from our team.",
)


def how_to_pay(turn: Turn) -> Move:
    """Their own order that is not paid first; ways by the articles alone."""
    order = own_order(turn)
    about_order = order is not None and only_about_amount(turn) and not asks_terms(turn)
    rule = None if about_order else terms(turn) or ways(turn, order)
    if order is None:
        return answers_by(turn, rule, code="how_to_pay") if rule else other_ways(turn)
    own = own_part(turn, order)
    if rule is None and not about_order and not (order.pay_link or is_cod(order) or pending(turn, order)):
        own = joined(own, say(turn, WAYS_UNKNOWN))
    lead = joined(own, not_that(turn, rule))
    text = joined(lead, quoted(rule, LONGEST - len(lead) - 60))
    return answers(
        turn, text, code=f"how_to_pay:{order.number}", order=order.number, cites=rule.cites if rule else ()
    )


def other_ways(turn: Turn) -> Move:
    """A way that no article names is said to be unknown, beside those that one does name."""
    asked = ways_asked(turn)
    rule = all_ways(turn) if asked or BY_WHAT.search(normalise(turn.said.text)) else None
    if rule is None:
        return knows_not(turn)
    text = joined(not_that(turn, rule), quoted(rule, LONGEST - 200))
    return answers(turn, text, code="how_to_pay", cites=rule.cites)


def ways_asked(turn: Turn) -> tuple[str, ...]:
    return texts(turn.said.understood.slots.get("payment_method"))


def not_that(turn: Turn, rule: Cited | None) -> str:
    """A way that the passage does not name."""
    told = (rule.text or "").casefold() if rule else ""
    unknown = [one for one in ways_asked(turn) if rule and not any(word in told for word in said_as(one))]
    return say(turn, NOT_THAT, method=", ".join(unknown)) if unknown else ""


def said_as(way: str) -> tuple[str, ...]:
    word = way.casefold()
    return (word, *(indonesian for english, indonesian in IN_INDONESIAN if english in word))


def all_ways(turn: Turn) -> Cited | None:
    """The passage that names most of them, asked for in the ways it is usually put."""
    found = [rule for question in ALL_WAYS if (rule := rule_for(turn, say(turn, question)))]
    return max(found, key=ways_named, default=None) if any(map(ways_named, found)) else None


def ways_named(rule: Cited) -> int:
    return len(set(WAY.findall((rule.text or "").casefold())))


def ways(turn: Turn, order: Order | None) -> Cited | None:
    """Of the way that is asked for, or of all; names of their goods would lead to articles on the goods."""
    if order is None:
        found = rule_for(turn)
        astray = (
            found is not None
            and ways_asked(turn)
            and not PAYS.search(f"{found.title} {found.text}".casefold())
        )
        every = all_ways(turn) if astray or (found is None and asks_all(turn)) else None
        return every or found
    goods = " ".join((*(item.name for item in order.items), order.goods))
    words = (word for word in turn.said.text.split() if not stands_in(order.number, word))
    rest = " ".join(word for word in words if not hits(words_in(word), goods))
    if asks_all(turn) and (every := all_ways(turn)):
        return every
    found = rule_for(turn, rest)
    return found if found and PAYS.search(f"{found.title} {found.text}".casefold()) else all_ways(turn)


def asks_all(turn: Turn) -> bool:
    """Which ways there are, and none by its name."""
    named = turn.said.understood.slots.get("payment_method")
    return not named and ASKS_WAYS.search(normalise(turn.said.text)) is not None


def own_order(turn: Turn) -> Order | None:
    """The one that money is awaited for; the newest where there are several and none is named."""
    choice: Choice = narrowed(choose_order(turn, to_be_paid), lambda one: is_unpaid(turn, one))
    order = choice.order or (choice.among[0] if choice.among else None)
    if order and not choice.named and wants_other_goods(turn, order):
        return None
    return order if order and to_be_paid(order) else None


def wants_other_goods(turn: Turn, order: Order) -> bool:
    """Asked right after the price of something that this order does not hold."""
    told = turn.talk.told[-1:] in (("stock_price",), ("product_info",))
    return told and bool(turn.talk.product) and turn.talk.product not in [item.name for item in order.items]


def to_be_paid(order: Order) -> bool:
    if is_cod(order):
        return (
            not order.paid_at
            and not is_arrived(order)
            and order.status not in ("cancelled", "refunded", "failed")
        )
    return order.status in ("placed", "awaiting_payment") and not order.paid_at


def asks_terms(turn: Turn) -> bool:
    """Terms of payment, instalments: asked of the shop's rules."""
    return TERMS.search(normalise(turn.said.text)) is not None


def terms(turn: Turn) -> Cited | None:
    """What the articles say of the terms that were named."""
    named = set(TERMS.findall(normalise(turn.said.text)))
    rule = rule_for(turn) if named else None
    return rule if rule and named & set(TERMS.findall((rule.text or "").casefold())) else None


def only_about_amount(turn: Turn) -> bool:
    said = normalise(turn.said.text)
    return ASKS_AMOUNT.search(said) is not None and ASKS_WAYS.search(said) is None


def own_part(turn: Turn, order: Order) -> str:
    if is_cod(order):
        return say(turn, COD, what=name_of(order, turn.talk.language), amount=total(turn, order))
    numbers = " ".join(number_of(turn, one) for one in pending(turn, order)[:1])
    return f"{unpaid(turn, order)} {numbers}".strip()


def number_of(turn: Turn, payment: Payment) -> str:
    way = way_called(payment.method, turn.talk.language) or "virtual account"
    return say(turn, NUMBER, method=way, reference=payment.reference)


def pending(turn: Turn, order: Order) -> list[Payment]:
    """Numbers that still can be paid to."""
    return [
        one
        for one in turn.tools.get_payment(order)
        if one.status == "pending" and one.reference and (one.expires_at is None or one.expires_at > turn.now)
    ]
