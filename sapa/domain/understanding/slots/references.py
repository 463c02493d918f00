"""Numbers of orders, invoices and tickets, and numbers of parcels; as written, without a leading #.

A number is what the word before it says; without one, its shape decides: couriers print letters and at least
eight digits without a dash, or lengths of digits of their own.
"""

import re

from sapa.domain.understanding.slots.remaining import Remaining
from sapa.domain.understanding.slots.tables import word_set

I = re.IGNORECASE  # noqa: E741 (as in re)
VALUE = r"#?([a-z0-9](?:[a-z0-9]|[/_-](?=[a-z0-9])){2,39})(?![\w/-])"
LINKING = (
    r"(?:\s{0,2}(?:(?:nya|ku|saya|aku|kula|kulo|abdi|no|nomor|nomer|id|number|is|adalah|itu|kode|code|yang|yg"
    r"|dengan|paket"
    r"|pengiriman)(?![\w-])|[:#=.(]))"
)
COURIER = (
    r"(?:jne|jnt|j&t|j & t|sicepat|si cepat|anteraja|ninja(?: xpress| express| van)?|lion(?: parcel)?"
    r"|pos|spx"
    r"|shopee express|id ?express|idx|gosend|grab ?express|wahana|tiki|paxel|lazada express|lex|sap)"
)
SERVICE = r"(?:\s(?:reg|yes|oke|express|ekspres|halu|best|ez|eco|kargo|cargo|jtr|no|nomor|resi))?"
TRACKED = re.compile(
    r"\b(?:resi|awb|tracking(?: number| no| id)?|airwaybill|waybill|noresi|stt|connote)(?:nya|ku|ne|na)?(?![a-z])"
    rf"{LINKING}{{0,3}}(?:\s{{0,2}}{COURIER}{SERVICE}(?=[\s:]))?[\s:.]{{0,3}}{VALUE}",
    I,
)
SHIPPED_BY = re.compile(rf"\b{COURIER}{SERVICE}[ :.]{{1,2}}{VALUE}", I)
PREFIXES = (
    "JNE|TJNE|TJR|CGK|BDO|SUB|CM|JP|JX|JZ|JD|JT|JB|JO|TLJR|TLJC|TLJX|BLIJC|BLIJP|TKJP|TKSC|TKP0?|TKLP|SPXID|SPX|NLIDAP"
    "|NLIDAN|NVIDA|NVID|NINJA|SHPE|SHPEE|NJVID|IDS|IDE|IDX|IDEX|PIDE|LP|LEX|LXAD|LXRP|ANTR|AA|P|PXL|SAP|SCP|MP|RPX|TLID"
    "|WHN|SICEPAT|TIKI|POS|JNT|ANTERAJA|LION|WAHANA"
)
SHAPES = re.compile(
    rf"(?<![\w/#-])((?:{PREFIXES})-?\d{{8,18}}[A-Z]{{0,3}}|\d{{2}}LP\d{{10,15}}|GK-\d{{1,3}}-\d{{5,10}}"
    r"|(?:IN|GR)-\d{1,2}-[A-Z0-9]{8,24}|[A-Z]{2}\d{9}ID|00\d{10}|1000\d{10,11})(?![\w/-])",
    I,
)
OF_COURIER = re.compile("|".join(one for one in PREFIXES.split("|") if len(one) > len("INV")), I)
SHORTEST_OF_PARCEL, SHORTEST_LABELLED, NEAR = 8, 6, 40
LONG_DIGITS = re.compile(r"(?<![\w/#.,+-])(\d{10,19})(?![\w/-]|[.,]\d)")
PARCEL = re.compile(r"\b(?:resi|awb|lacak|track|tracking|kurir|ekspedisi|noresi)", I)
ORDER = re.compile(r"\b(?:pesanan|order|orderan|invoice|pembelian|transaksi|pesenan)", I)
LABEL = (
    r"(?:pesanan|pesenan|orderan|order|invoice|inv|faktur|nota|transaksi|trx|booking|po|so|tiket|ticket"
    r"|tagihan|ref"
    r"|referensi|reference|klaim|claim|servis|service|kontrak|langganan|pembelian|purchase|kwitansi|rma"
    r"|quotation)"
)
LABELLED = re.compile(
    rf"\b(?:(?:no\.?|nomor|nomer|kode|id)\s?)?{LABEL}(?:nya|ku|ne|na)?(?![a-z]){LINKING}{{0,4}}\s{{0,2}}{VALUE}",
    I,
)
NUMBERED = re.compile(rf"(?:no|nomor|nomer|kode)\b|{LABEL}(?:nya|ku)?\s?(?:(?:id|no|nomor|number)\b|[#:])", I)
AND_MORE = re.compile(
    r"\s{0,2}(?:,|&|/|dan|sama|and|karo|jeung|atau|or|sareng|plus)\s{1,2}(?:yang |yg )?"
    r"#?((?:[a-z]{2,6}-)?\d{3,12})(?![\w-]|[.,]\d)",
    I,
)
# Two parts with a blank between: «pesanan gl 2291», «#GL 2291».
PARTED = re.compile(
    rf"\b(?:(?:no\.?|nomor|nomer|kode|id)\s?)?{LABEL}(?:nya|ku|ne|na)?\s(?:(?:no|nomor|nomer|id)\s)?([a-z]{{2,5}}\s\d{{3,8}})(?![\w/-]|[.,]\d)"
    r"|(#[a-z]{2,5}\s\d{3,8})(?![\w/-])",
    I,
)
# Parts with dots or beginning with figures: «INV.2026.09.118», «118/INV/X/2026».
DOTTED = re.compile(r"(?<![\w@./])([a-z]{2,6}(?:\.[a-z0-9]{1,6}){1,4}\.\d{1,8})(?![\w@-]|\.\w)", I)
LETTERS_DOT = re.compile(r"(?<![\w@./])((?!RP|IDR|NO|HP|WA|JL|TGL)[A-Z]{2,6}\.\d{3,8})(?![\w@-]|[.,]\w)")
NUMBER_FIRST = re.compile(r"(?<![\w@./-])(\d{1,6}/[a-z]{2,8}(?:[/-][a-z0-9]{1,10}){1,4})(?![\w@-])", I)
# «batalkan 88120 dan 88123».
OF_VERBS = re.compile(
    r"\b(?:batal\w*|cancel|gabung\w*|bolaykeun|lacak|track)\s(?:(?:yang|yg|nu|sing)\s)?(\d{4,7})(?![\w/-]|[.,]\d)",
    I,
)
HASHED = re.compile(r"(?<![\w&/])#([a-z0-9](?:[a-z0-9]|[/_-](?=[a-z0-9])){2,29})", I)
DASHED = re.compile(r"(?<![\w/#@.-])([a-z]{2,10}(?:[/_-][a-z0-9]{1,12}){1,6})(?![\w/@-]|\.\w)", I)
DATED = re.compile(r"(?<![\w/#-])(\d{6}[A-Z][A-Z0-9]{2,9}|\d{4}[A-Z]{4,10}\d{0,4})(?![\w/-])")
SOLID = re.compile(r"(?<![\w/#-])([A-Z]{3,8}\d{4,10})(?![\w/-])")
SPACED = re.compile(r"(?<![\w/#-])([A-Z]{3,6} \d{4,5}(?: \d{2,6}){0,3})(?![\w/-]|[.,]\d)")
# «TRX88123»: letters that mean a number, written together with it, are part of it.
GLUED = re.compile(r"(?<![\w/#-])((?:trx|inv|po|so|ref|rma|ord|tkt|psn|bk|nota)\d{4,12})(?![\w/-])", I)
TWO = re.compile(r"([a-z]{2,8})-\d+/\1-\d+", I)
MODEL = re.compile(
    r"\b(?:tipe|type|model|seri|sku|versi|series|merk|merek|part number|pn|warna|blok|kav"
    r"|unit)\s?:?\s?$",
    I,
)
NOT_SPACED = frozenset(
    (
        "RP",
        "IDR",
        "JNE",
        "VA",
        "BCA",
        "BNI",
        "BRI",
        "PCS",
        "NO",
        "KODE",
        "TOTAL",
        "HARGA",
        "TAHUN",
        "TGL",
        "JAM",
        "USD",
        "OVO",
        "DANA",
        "QRIS",
        "SEJAK",
        "COD",
        "SPX",
        "TIKI",
        "POS",
        "SMS",
        "OTP",
        "PIN",
    )
)
CODED = re.compile(r"\b(?:promo|voucher|vocer|kupon|coupon|diskon|kode promo|code)(?:nya|ne)?\s?:?\s?$", I)
UNIT = re.compile(
    r"\s?(?:pcs|pc\b|biji|buah|lembar|hari|hr\b|minggu|bulan|tahun|rb\b|ribu|k\b|jt|juta|box|dus|karton"
    r"|unit|kg|gram|pasang"
    r"|lusin|set|botol|pack|x\b|orang|kali|ml\b|meter|jam|menit|items?|pieces|days?|weeks?|rupiah|porsi"
    r"|potong|stel)",
    I,
)
PAPER = re.compile(r"\b(?:nota|tiket|ticket|invoice|faktur)(?:nya|ku|ne|na)?\s", I)
SHORTEST_OF_PAPER = 3
MEASURED = re.compile(r"\d+(?:rb|jt|k|pcs|hr|x|gb|tb|ml|kg|mah|hari|juta|ribu)", I)
MOBILE = re.compile(r"(?:0|62)8\d{7,11}")
PROMO = re.compile(r"\b(?:promo|voucher|kupon|diskon|coupon|kode|potongan)\b", I)


def tracking_numbers(rest: Remaining) -> list[str]:
    """Named as such, behind a courier's name, or of a courier's shape."""
    found = rest.take(TRACKED, lambda one: _is_long(one) and not _is_of_shop(one))
    found += rest.take(
        SHIPPED_BY,
        lambda one: _digits(one) >= SHORTEST_OF_PARCEL and not (MOBILE.fullmatch(one) or _is_of_shop(one)),
    )
    return list(dict.fromkeys(found + rest.take(SHAPES)))


def _is_long(value: str) -> bool:
    """As couriers number; with a courier's own letters also a shorter one."""
    enough = _digits(value)
    return enough >= SHORTEST_OF_PARCEL or (enough >= SHORTEST_LABELLED and bool(OF_COURIER.match(value)))


def _is_of_shop(value: str) -> bool:
    """«minta resi INV/2026/00912»: whose parcel, not which."""
    return not SHAPES.fullmatch(value) and (
        GLUED.fullmatch(value) is not None or bool(re.search(r"[/_-]", value))
    )


def digits_alone(rest: Remaining) -> tuple[list[str], list[str]]:
    """Numbers of parcels and of orders: ten digits or more, by what else the message speaks of."""
    parcels: list[str] = []
    orders: list[str] = []
    shortest = 10 if rest.says(ORDER) else 17
    for hit in list(LONG_DIGITS.finditer(rest.text)):
        value, before = hit[1], rest.text[max(0, hit.start() - NEAR) : hit.start()]
        if MOBILE.fullmatch(value):
            continue
        if rest.says(PARCEL) and _last(PARCEL, before) >= _last(ORDER, before):
            parcels.append(value)
        elif len(value) >= shortest:
            orders.append(value)
        else:
            continue
        rest.blot(*hit.span(1))
    return list(dict.fromkeys(parcels)), list(dict.fromkeys(orders))


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((hit.start() for hit in pattern.finditer(text)), default=-1)


def orders(rest: Remaining) -> list[str]:
    found = rest.take(NUMBER_FIRST) + rest.take(DOTTED, lambda one: _digits(one) >= 4)
    found += rest.take(LETTERS_DOT) + rest.take(GLUED)
    found += [*_parted(rest), *_labelled(rest)]
    found += rest.take(HASHED, lambda one: _digits(one) >= 2)
    found += _dashed(rest)
    found += rest.take(DATED)
    if not rest.says(PROMO):
        found += rest.take(SOLID)
    if not rest.whole.isupper():
        found += rest.take(SPACED, lambda one: one.split()[0] not in NOT_SPACED)
    return list(dict.fromkeys(found))


def _parted(rest: Remaining) -> list[str]:
    found = []
    for hit in list(PARTED.finditer(rest.text)):
        value = hit[1] or hit[2]
        letters = value.lstrip("#").split()[0]
        if letters.upper() in NOT_SPACED or letters.lower() in word_set("not_heads") | word_set("stop_words"):
            continue
        if not UNIT.match(rest.text, hit.end()):
            found.append(value.lstrip("#"))
            rest.blot(*hit.span(1 if hit[1] else 2))
    return found


def _labelled(rest: Remaining) -> list[str]:
    found = []
    for hit in list(OF_VERBS.finditer(rest.text)):
        if not UNIT.match(rest.text, hit.end(1)):
            found += [hit[1], *_more(rest, hit.end(1))]
            rest.blot(hit.start(1), hit.end(1))
    for hit in list(LABELLED.finditer(rest.text)):
        if _is_named(rest, hit):
            found += [hit[1], *_more(rest, hit.end(1))]
            rest.blot(hit.start(1), hit.end(1))
    return found


def _more(rest: Remaining, place: int) -> list[str]:
    """«1041 sama 1042, 1043»."""
    found = []
    while (more := AND_MORE.match(rest.text, place)) and not UNIT.match(rest.text, more.end(1)):
        found.append(more[1])
        rest.blot(more.start(1), more.end(1))
        place = more.end(1)
    return found


def _is_named(rest: Remaining, hit: re.Match[str]) -> bool:
    """A word for orders stands before; bare digits also must not be a price, a number of pieces or a telephone."""
    value, after = hit[1], rest.text[hit.end(1) : hit.end(1) + 2]
    if re.match(r"[.,]\d", after) or UNIT.match(rest.text, hit.end(1)) or MEASURED.fullmatch(value):
        return False
    if not value.isdecimal():
        return _is_dashed(value) or (_digits(value) >= 3 and not MOBILE.fullmatch(value.replace("-", "")))
    if NUMBERED.match(hit[0]):
        return len(value) >= 3
    if len(value) == SHORTEST_OF_PAPER and (PAPER.search(hit[0]) or _is_one_of_two(rest, hit)):
        return True
    long_enough = 4 <= len(value) <= 6 or len(value) >= 9 or not value.endswith("00")
    return long_enough and len(value) > SHORTEST_OF_PAPER and not MOBILE.fullmatch(value)


def _is_one_of_two(rest: Remaining, hit: re.Match[str]) -> bool:
    """ "Pesanan 881 sama 882": two numbers of one length, and neither a round one."""
    more = AND_MORE.match(rest.text, hit.end(1))
    if not more or UNIT.match(rest.text, more.end(1)):
        return False
    return len(more[1]) == len(hit[1]) and not any(one.endswith("00") for one in (hit[1], more[1]))


def _dashed(rest: Remaining) -> list[str]:
    found: list[str] = []
    for hit in list(DASHED.finditer(rest.text)):
        before = rest.text[max(0, hit.start() - 20) : hit.start()]
        if _is_dashed(hit[1]) and not (MODEL.search(before) or CODED.search(before)):
            found += hit[1].split("/") if TWO.fullmatch(hit[1]) else [hit[1]]
            rest.blot(hit.start(1), hit.end(1))
    return found


def _is_dashed(value: str) -> bool:
    """«SARI-1041», «INV/2026/09/1041», «SUB-7»; not «ke-2», «covid-19», «kira-kira»."""
    head, *tail = re.split(r"[/_-]", value)
    if not tail or head.lower() in word_set("not_heads") or MEASURED.fullmatch(tail[-1]):
        return False
    return _digits(value) >= 3 or (head.isupper() and _digits(value) >= 1)


def _digits(value: str) -> int:
    return sum(sign.isdecimal() for sign in value)
