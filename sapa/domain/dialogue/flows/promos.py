"""Promotions and bargaining: only what the articles say; a machine gives no discount."""

import re

from sapa.domain.dialogue.goods import goods_meant, product_line
from sapa.domain.dialogue.handing import knows_not
from sapa.domain.dialogue.moving import answers
from sapa.domain.dialogue.policies import answers_by, asking_parts, cites_of, of_topic, quoted, rule_for
from sapa.domain.dialogue.records import Cited
from sapa.domain.dialogue.speaking import Text, joined, say
from sapa.domain.dialogue.types import Move, Turn
from sapa.domain.understanding.normalising import normalise

BARGAIN = re.compile(
    r"\b(?:nego\w*|tawar\w*|nawar\w*|ditawar|kurang(?:in|i|kan)?(?= (?:dong|dikit|sedikit|lagi|harga\w*|ya))"
    r"|bisa kurang|boleh kurang|(?:harga|regane?) pas(?:nya|e)?|net nya|best price"
    r"|lower (?:the )?price|cheaper"
    r"|turun(?:in|kan)? harga\w*|harga teman|murahin|kurangan|dikurang\w*|nawis|nyang)\b"
)
NO_BARGAIN = Text(
    "Maaf {address}, saya tidak bisa mengubah harga.", "Sorry {address}, I cannot change prices."
)
BARGAIN_BY_PERSON = Text(
    "Harga yang berlaku sesuai daftar kami. Balas CS bila ingin membicarakannya dengan petugas.",
    "The prices in our list apply. Reply CS to talk about it with our team.",
)
NONE_KNOWN = Text(
    "Maaf {address}, saat ini tidak ada promo yang tercatat pada saya untuk itu. Balas CS bila ingin dicek petugas.",
    "Sorry {address}, I have no promotion on record for that. Reply CS to have our team check.",
)
TELLS_OF_THEM = re.compile(
    r"\b(?:promo\w*|kode|code|voucher\w*|diskon\w*|discount\w*|potongan\w*|kupon\w*|coupon\w*|poin|points?|gratis|free"
    r"|cashback|bonus|hadiah|sale|grosir|nego\w*|harga khusus|off)\b"
)
RULES = Text("Apakah harga bisa ditawar?", "Can prices be negotiated?")
RUNNING = Text("Voucher dan promo apa yang berlaku?", "Which vouchers and promotions are there?")
CODE = re.compile(r"\b(?=\w*[A-Z])(?=\w*\d)[A-Z\d]{4,16}\b")
OFFERS = re.compile(
    r"\b(?:potong\w*|diskon\w*|discounts?|gratis|free|off|cashback|kode|code|rp|persen|percent)\b|%"
)
KIND = re.compile(r"\b(?:poin|point|points|cashback|voucher|kupon|coupon|bonus|hadiah)\b")
ANY_AT_ALL = Text("Promo apa yang sedang berlaku?", "Any promo?")
REDUCED = Text("Potongan dengan kode apa yang berlaku?", "Which code gives a discount?")
GENERAL = """
    ada apa apakah promo promosi voucher diskon kupon potongan hari ini sekarang bulan minggu lagi kak kakak min
    admin gan sis mas mbak bang ya yang sedang tidak gak ga dong berlaku kah nih buat untuk saya aku info tanya
    mau halo saja aja is there any a do you have discount discounts coupon vouchers promos promotion promotions
    deal deals today now hi current running right the are what have got some going on this month week offer offers
    kode code codes voucernya jualan belanja pesan beli bisa dapat kalian toko
    sasih onok ono ana aya wonten opo apo naon nopo punapa wulan sasi iki niki ieu ayeuna saiki sakniki minggon dinten
    dina dino poe kang teh mbakyu cak ning pak bu bos tah ta teu ora mboten ngga wae mawon keneh isih kangge kanggo
"""
ANY = frozenset(GENERAL.split())


def promo_question(turn: Turn) -> Move:
    if is_bargain(turn):
        return bargained(turn)
    rule = of_promotions(rule_for(turn)) or of_promotions(of_topic(turn))
    if asks_any(turn):
        rule = richest(rule, running(turn))
    rule = rule or named_in(turn, running(turn))
    return answers_by(turn, rule, code="promo") if rule else knows_not(turn, text=say(turn, NONE_KNOWN))


def named_in(turn: Turn, rule: Cited | None) -> Cited | None:
    """Points, a voucher or the very code that the question and the article both name."""
    if rule and any(code in (rule.text or "").casefold() for code in codes_in(turn)):
        return rule
    kinds = set(KIND.findall(normalise(turn.said.text))) & set(
        KIND.findall((rule.text or "").casefold() if rule else "")
    )
    return rule if kinds else None


def codes_in(turn: Turn) -> list[str]:
    """The codes that the message writes, in small letters."""
    said = turn.said
    told = said.understood.slots.get("promo_code")
    named = told if isinstance(told, list | tuple) else (told,) if told else ()
    return [str(one).casefold() for one in (*named, *CODE.findall(said.text))]


def running(turn: Turn) -> Cited | None:
    """Whatever promotion the articles tell of."""
    asked = (rule_for(turn, say(turn, question)) for question in (RUNNING, ANY_AT_ALL, REDUCED))
    return richest(*map(of_promotions, asked))


def richest(*rules: Cited | None) -> Cited | None:
    """Of several passages the one that offers most."""
    offered = [rule for rule in rules if rule]
    return max(offered, key=lambda rule: len(OFFERS.findall((rule.text or "").casefold())), default=None)


def of_promotions(rule: Cited | None) -> Cited | None:
    """An article on what was named beside the code is no answer."""
    return rule if rule and TELLS_OF_THEM.search(f"{rule.title} {rule.text}".casefold()) else None


def asks_any(turn: Turn) -> bool:
    """Whether there is anything at all, and nothing particular."""
    parts = (turn.said.text, *asking_parts(turn))
    said = (re.findall(r"\w+", normalise(part)) for part in parts)
    return any(all(word in ANY or word.removesuffix("nya") in ANY for word in words) for words in said)


def is_bargain(turn: Turn) -> bool:
    return BARGAIN.search(normalise(turn.said.text)) is not None


def bargained(turn: Turn) -> Move:
    """No, with the price as it is, and what the articles say of it."""
    rule = rule_for(turn, say(turn, RULES)) or rule_for(turn)
    found = goods_meant(turn)
    prices = joined(*(f"{product_line(turn, one)}." for one in found.products if not found.spoken))
    text = joined(prices, say(turn, NO_BARGAIN), quoted(rule) or say(turn, BARGAIN_BY_PERSON))
    name = found.one.name if found.one else ""
    return answers(turn, text, code="bargain", product=name, cites=cites_of(rule, text))
