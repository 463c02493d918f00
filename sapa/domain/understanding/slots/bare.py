"""Numbers of orders that only their place in the sentence tells: «88213 sampai mana», «soal 40312», «kode ABXQWE»."""

import re
from collections.abc import Collection

from sapa.domain.understanding.slots.references import UNIT
from sapa.domain.understanding.slots.remaining import Remaining

I = re.IGNORECASE  # noqa: E741 (as in re)
NUMBER = r"(\d{4,8}|(?-i:\d{2,4}[A-Z]\d{3,6}|[A-Z]{1,2}-?\d{4,6}))(?![\w/%-]|[.,]\d)"
# The word for a number stands before it: that is enough.
NAMED = re.compile(
    rf"(?<![\w-])(?:no\.?|nomor|nomer|nmr|#)(?:nya|ne|na)?\s?[:=]?\s?{NUMBER}",
    I,
)
# Only a word that leads to something, a sign, or nothing: then the message must also speak of orders.
LED = re.compile(
    rf"(?:^|[,.;:?!(]\s?|(?<![\w-])(?:soal|tentang|about|on|for|untuk|utk|buat|kangge|kanggo|yang|yg|sing|nu"
    rf"|cancel|batal\w*"
    r"|switch|change|ganti|ubah|update|cek|cekin|dicek|check|track|lacak|status|resi|my|punya|kak|kakak|min|mas"
    r"|mbak|pak|bu|bos"
    rf"|gan|sis|kang|teh|halo|hai|hi|hello)\s)\s?{NUMBER}",
    I,
)
ABOUT_ORDERS = re.compile(
    r"\b(?:(?:di)?kirim\w*|dikemas|packing|(?:di)?proses\w*|sampai|sampe|nyampe|status|resi\w*|(?:di)?batal\w*"
    r"|cancel\w*"
    r"|jalan|te[kl]o\w*|dugi|durung|dereng|acan|order\w*|pesanan\w*|pesenan\w*|shipp?\w*|deliver\w*|arriv\w*|track\w*"
    r"|booking\w*|transaksi|nota|invoice|lunas|dibayar|retur\w*|refund\w*|(?:any )?(?:news|update)|kabar\w*"
    r"|diambil|selesai|jadwal\w*|reschedule"
    r"|what about)\b",
    I,
)
ORDERLY = frozenset(
    (
        "order_status",
        "tracking_number",
        "delivery_late",
        "invoice_request",
        "payment_confirmation",
        "return_refund",
        "defective_wrong_item",
        "cancel_order",
        "change_order",
        "change_address",
        "warranty",
        "complaint",
        "talk_to_human",
    )
)
# A house, a telephone, an account, a make: numbers of something else.
OF_ANOTHER = re.compile(
    r"(?:\b(?:rumah|kamar|blok|tower|unit|lantai|rek\w*|hp|wa|telp\w*|telepon|seri|serial|antrian|antrean|urut"
    r"|polisi|plat"
    r"|kode ?pos|otp|pin|nik|ktp|npwp|va|virtual account|model|tipe|type|ukuran|size|sepatu|sandal)(?:nya|ku)?"
    r"|\b(?:jl|jln|jalan|gg|gang|perum\w*|komplek\w*)\b[^?!]{0,30})\s?$",
    I,
)
YEAR = re.compile(r"(?:19[5-9]|20[0-4])\d")
BEGINS_A_PHONE = re.compile(r"08\d\d")
CODED = re.compile(
    r"\b(?:kode|code|id|(?:nomor|nomer|no|number)\.?(?=\s(?:pesanan|pesenan|order|booking)))(?:nya|ne|na)?"
    r"(?:\s(?:pesanan|pesenan|order|booking|bookingan|transaksi|saya|aku|ku|my|is|itu)){0,3}"
    r"\s?[:=]?\s?(?-i:([A-Z]{5,12}|(?=[A-Z0-9]*\d)(?=\d*[A-Z])[A-Z0-9]{5,12}|[A-Z]{2,6} \d{3,6}))(?![\w/-])",
    I,
)
OF_OFFERS = re.compile(
    r"\b(?:promo\w*|voucher\w*|vocer|diskon\w*|kupon|coupon|discount|potongan|berlaku|expired|apply|masuk\w*"
    r"|pakai|pake"
    r"|dipak\w+|nganggo|works?|working|valid|referral|barang|produk|product|otp|verifikasi|pos|ongkir)\b",
    I,
)


def bare_orders(rest: Remaining, intents: Collection[str]) -> list[str]:
    """As written. Years, round sums and numbers of houses are none."""
    speaks = bool(ORDERLY & set(intents)) or rest.says(ABOUT_ORDERS)
    found = _taken(rest, NAMED, round_too=True)
    if speaks and not rest.says(OF_OFFERS) and not rest.whole.isupper():
        found += rest.take(CODED)
    if speaks and not found:
        found += _taken(rest, LED, round_too=False)
    return list(dict.fromkeys(found))


def _taken(rest: Remaining, pattern: re.Pattern[str], *, round_too: bool) -> list[str]:
    found = []
    for hit in list(pattern.finditer(rest.text)):
        value, before = hit[1], rest.text[max(0, hit.start() - 40) : hit.start()]
        if OF_ANOTHER.search(before) or UNIT.match(rest.text, hit.end()) or BEGINS_A_PHONE.fullmatch(value):
            continue
        if not round_too and (YEAR.fullmatch(value) or _is_round(value)):
            continue
        found.append(value)
        rest.blot(*hit.span(1))
    return found


def _is_round(value: str) -> bool:
    return value.isdecimal() and value.endswith("00") and not value.startswith("0")
