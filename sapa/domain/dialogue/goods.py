"""Which of the shop's goods a message is about, and what the records tell of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sapa.domain.dialogue.collecting import begin
from sapa.domain.dialogue.english_goods import also_in_indonesian
from sapa.domain.dialogue.hints import texts
from sapa.domain.dialogue.moving import asks
from sapa.domain.dialogue.naming import MOST_READ, best, hits, near, words_in, words_of_name
from sapa.domain.dialogue.places import chosen_place
from sapa.domain.dialogue.policies import asking_parts, rule_for
from sapa.domain.dialogue.records import Cited, Product
from sapa.domain.dialogue.siblings import of_figure, sibling
from sapa.domain.dialogue.speaking import Text, joined, money, numbered, say
from sapa.domain.dialogue.types import Move, Turn
from sapa.domain.understanding.normalising import normalise

MOST_OFFERED = 3
LEAST_OF_TITLE = 2
MOST_WORDS = 12
ASKING = frozenset(
    """
    berapa masih tersedia sedia kosong habis ready stock stocks available price prices cost costs much many how
    jual punya cari tanya nanya boleh pakai cara buat kasih lihat dapat kalau sama juga lagi saja aja kah gan
    sis min halo hai hi hello selamat pagi maaf permisi terima thanks please have has you any does what which
    need want buy gimana bagaimana apakah berapaan seharga diskon promo murah mahal nego cod banyak sedikit satu
    dua tiga aya regane ongkir kirimnya kota list daftar katalog semua
    """.split()  # noqa: SIM905 (a list of words is read more easily so)
)
GENERAL_TITLE = frozenset(
    """
    garansi garansinya masa lama klaim cara syarat ketentuan aturan resmi produk toko kebijakan warranty period policy
    claim claims terms servis service perbaikan umum semua alat dan layanan purna jual
    """.split()  # noqa: SIM905
)
ELLIPTIC = re.compile(
    r"^\W*(?:(?:dan|kalau|kalo|klo|nek|mun|terus|lalu|and|what about|how about|or|gimana|bagaimana"
    r"|dengan) )*(?:yang|sing|nu|the) "
    r"(?P<variant>\w+(?: \w+)?)\W*$"
)
SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
MATTERS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\b(?:garansi\w*|warranty|klaim)\b",
        r"\b(?:retur\w*|pengembalian|return\w*|refund\w*|tukar\w*)\b",
        r"\b(?:pembayaran|bayar\w*|membayar|payment|pay\w*|cicil\w*)\b",
        r"\b(?:pengiriman|kirim\w*|ongkir|shipping|delivery)\b",
        r"\b(?:invoice|faktur|voucher\w*|promo\w*|poin|grosir)\b",
    )
)
ENDING = re.compile(r"(?<=\w{3})(?:nya|kah|lah)$")
OF_ALL = re.compile(r"\b(?:semua\w*|seluruh\w*|toko\w*|kalian|produk-produk|all|every|your shop|store)\b")
PRICE = Text("harga {amount}", "price {amount}")
NO_PRICE = Text("harganya belum tercatat", "its price is not on record")
IN_STOCK = Text("stok tersedia ({count})", "in stock ({count})")
TOO_FEW = Text(
    "stok tinggal {count}, belum cukup untuk {wanted}", "only {count} in stock, not enough for {wanted}"
)
OUT = Text("stok sedang habis", "out of stock")
NO_STOCK = Text("stoknya belum tercatat", "its stock is not on record")
WHICH = Text("Ada beberapa yang mirip, {address}:", "There are several like that, {address}:")
OFFER_NUMBER = Text(
    "Balas nomornya bila yang dimaksud salah satunya.", "Reply with the number if you mean one of them."
)


@dataclass(frozen=True, slots=True)
class Found:
    """`several`: all were named, each by words of its own; else they are alike and only one is meant.

    `without`: a size or colour that was asked for and that none of them has; `spoken`: not the message names it, it
    was spoken of before.
    """

    products: tuple[Product, ...] = ()
    several: bool = False
    without: str = ""
    spoken: bool = False

    @property
    def one(self) -> Product | None:
        return self.products[0] if len(self.products) == 1 else None


def goods_meant(turn: Turn, *, asks_about: bool = False) -> Found:
    """Those the message names; those of the answer to "which one?"; else the product spoken of last.

    Not where the message names something else that nobody sells here. `asks_about`: its words may be the question
    ("tebal nggak?"), so that only a name of goods is something else.
    """
    if name := chosen(turn):
        return Found(tuple(looked_up(turn, name))[:1])
    said = words_in(turn.said.text)
    for words in searches(turn):
        found = named(said, looked_up(turn, words))
        if not found.several:
            found = replace(found, products=of_figure(turn, found.products))
        if found.products:
            return variant_of(turn, found)
    if (other := sibling(turn)) and not named_in_slots(turn):
        return Found((other,))
    if turn.talk.product and (variant := elliptic(turn)):
        return replace(
            variant_of(turn, Found(tuple(looked_up(turn, turn.talk.product))[:1], spoken=True)),
            without=variant,
        )
    if turn.talk.product and not (names_other(turn) if not asks_about else named_in_slots(turn)):
        return variant_of(turn, Found(tuple(looked_up(turn, turn.talk.product))[:1], spoken=True))
    return Found()


def elliptic(turn: Turn) -> str:
    """«kalau yang merah?»: a variant of what was spoken of, and no other thing."""
    found = ELLIPTIC.match(normalise(turn.said.text))
    return found["variant"] if found and not set(found["variant"].split()) & ASKING else ""


def named_in_slots(turn: Turn) -> bool:
    return bool(turn.said.understood.slots.get("product"))


def names_other(turn: Turn) -> bool:
    """Whether words are left that say neither what is asked nor which size, colour or town."""
    slots = turn.said.understood.slots
    told = words_in(" ".join(" ".join(texts(slots.get(name))) for name in ("variant", "city", "date")))
    words = re.findall(r"\w+", turn.said.text.casefold())
    usual = {word for word in words if not all(map(may_name, normalise(word).split()))}
    left = (ENDING.sub("", word) for word in words_in(turn.said.text) - told - usual)
    return named_in_slots(turn) or any(may_name(word) for word in left)


def looked_up(turn: Turn, words: str) -> Sequence[Product]:
    """What the shop's list holds; a whole name in it before all others."""
    products = tuple(turn.tools.product_lookup(words))
    whole = tuple(one for one in products if one.name.casefold() == words.strip().casefold())
    return whole or products


def chosen(turn: Turn) -> str:
    """Name of the line that an answer to a list points at."""
    if turn.talk.asked != "product" or not turn.talk.options:
        return ""
    place = chosen_place(turn.said.text, len(turn.talk.options))
    if place is not None:
        return turn.talk.options[place]
    places = best(words_in(turn.said.text), turn.talk.options)
    return turn.talk.options[places[0]] if len(places) == 1 else ""


def searches(turn: Turn) -> tuple[str, ...]:
    """What is looked up: the goods as they were understood, then all words that may be of a name."""
    slots = " ".join(map(also_in_indonesian, texts(turn.said.understood.slots.get("product"))))
    rest = [word for word in normalise(turn.said.text[:MOST_READ]).split() if may_name(word)]
    return tuple(dict.fromkeys(filter(None, (slots, also_in_indonesian(" ".join(rest[:MOST_WORDS]))))))


def may_name(word: str) -> bool:
    found = words_in(word)
    return bool(found) and not found & ASKING


def named(said: frozenset[str], products: Sequence[Product]) -> Found:
    """Those that the words name best, mistyped or not; what only looks like a name is none."""
    names = [one.name for one in products]
    matched = [hits(said, name) for name in names]
    if not any(matched):
        return Found(tuple(one for one in products if near(said, one.name))[:MOST_OFFERED])
    alone = [
        place for place, mine in enumerate(matched) if mine and not any(mine < other for other in matched)
    ]
    if len(alone) > 1 and all(
        not matched[one] & matched[other] for one in alone for other in alone if one < other
    ):
        return Found(tuple(products[place] for place in alone[:MOST_OFFERED]), several=True)
    return Found(tuple(products[place] for place in best(said, names)[:MOST_OFFERED]))


def variant_of(turn: Turn, found: Found) -> Found:
    """Of several alike, that of the size or colour that was asked for."""
    wanted = [one.casefold() for one in texts(turn.said.understood.slots.get("variant"))]
    if not wanted or not found.products or found.several:
        return found
    fitting = tuple(one for one in found.products if all(has_words(one.name, each) for each in wanted))
    return replace(found, products=fitting) if fitting else replace(found, without=", ".join(wanted))


def has_words(name: str, words: str) -> bool:
    return set(re.findall(r"\w+", words)) <= set(re.findall(r"\w+", name.casefold()))


def product_line(turn: Turn, product: Product) -> str:
    """`Kain Parang 2 m: harga Rp240.000, stok sedang habis`."""
    price = say(turn, PRICE, amount=money(product.amount, product.currency, turn.talk.language))
    return f"{product.name}: {price if product.amount else say(turn, NO_PRICE)}, {stock_of(turn, product)}"


def stock_of(turn: Turn, product: Product) -> str:
    if product.stock is None:
        return say(turn, NO_STOCK)
    if product.stock == 0:
        return say(turn, OUT)
    wanted = turn.said.understood.slots.get("quantity")
    if isinstance(wanted, int) and wanted > product.stock:
        return say(turn, TOO_FEW, count=product.stock, wanted=wanted)
    return say(turn, IN_STOCK, count=product.stock)


def asks_product(turn: Turn, flow: str, products: Sequence[Product]) -> Move:
    """At most three with prices and stock, answered by number or words."""
    shown = products[:MOST_OFFERED]
    lines = numbered([product_line(turn, one) for one in shown])
    move = asks(
        begin(turn, flow), flow, "product", joined(say(turn, WHICH), f"{lines}\n{say(turn, OFFER_NUMBER)}")
    )
    return replace(move, talk=replace(move.talk, options=tuple(one.name for one in shown)))


def known_of(turn: Turn, found: Found) -> Cited | None:
    """What the articles say in answer to the message; nothing where they say it of other goods than those meant.

    With the product before it where only the talk so far tells which, or where the message alone is not understood.
    """
    product, text = found.one, turn.said.text
    if product is None:
        return rule_for(turn)
    with_name = f"{product.name}: {text}"
    alone = not found.spoken or OF_ALL.search(normalise(text)) is not None
    parts = (text, *asking_parts(turn))
    for question in (*parts, with_name) if alone else (with_name, *parts):
        rule = rule_for(turn, question)
        if rule is None or (question == with_name and strays(turn, rule)):
            continue
        told = words_in(" ".join(texts(turn.said.understood.slots.get("product"))))
        named_by_title = question != with_name and hits(told, rule.title)
        if named_by_title or not is_of_others(turn, rule, product):
            return rule
    return None


def strays(turn: Turn, rule: Cited) -> bool:
    """An article on a matter that the message does not name was only reached by the name of the goods."""
    said = normalise(turn.said.text)
    return any(
        matter.search(rule.title.casefold())
        and not matter.search(said)
        and not matter.search(turn.said.text.casefold())
        for matter in MATTERS
    )


def rule_of(turn: Turn, item: str) -> Cited | None:
    """What the articles say of `item`, in the sentences that are of it; nothing that they only say of other goods."""
    for question in dict.fromkeys((turn.said.text, f"{item}: {turn.said.text}" if item else turn.said.text)):
        rule = rule_for(turn, question)
        if rule and (told := of_item(turn, rule, item)):
            return told
    return None


def of_item(turn: Turn, rule: Cited, item: str) -> Cited | None:
    """All of it where it names no goods at all."""
    if not item:
        return rule
    sentences = SENTENCE.split(rule.text or "")
    mine = [one for one in sentences if names_item(turn, one, item)]
    if mine:
        return replace(rule, text=" ".join(mine))
    if words_of_name(rule.title) - GENERAL_TITLE and not hits(words_in(rule.title), item):
        return None
    common = [one for one in sentences if not of_goods(turn, one)]
    return replace(rule, text=" ".join(common)) if common else None


def names_item(turn: Turn, sentence: str, item: str) -> bool:
    """By words that are not all of another thing of the list which more words name."""
    said = words_in(sentence)
    mine = hits(said, item)
    others = (hits(said, one.name) for one in turn.tools.product_lookup(sentence) if one.name != item)
    return bool(mine) and not any(mine < other for other in others)


def of_goods(turn: Turn, sentence: str) -> bool:
    """Whether it is about something of the list."""
    said = words_in(sentence)
    return any(
        len(hits(said, one.name)) >= LEAST_OF_TITLE for one in turn.tools.product_lookup(sentence)
    ) or any(hits(words_of_name(sentence), one.name) for one in turn.tools.product_lookup(sentence)[:1])


def is_of_others(turn: Turn, rule: Cited, product: Product) -> bool:
    """The article is named after another product, and neither its name nor the passage names this one."""
    if hits(words_of_name(f"{rule.title} {rule.text}"), product.name):
        return False
    title = words_of_name(rule.title)
    return any(len(hits(title, one.name)) >= LEAST_OF_TITLE for one in turn.tools.product_lookup(rule.title))
