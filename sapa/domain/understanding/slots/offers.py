"""Codes of promotions, and what somebody wants of a subscription."""

import re
from functools import partial

from sapa.domain.understanding.slots.remaining import Remaining
from sapa.domain.understanding.slots.tables import patterns_of

OFFER = r"(?i:promo|voucher|vocer|kupon|diskon|coupon|referral|code|kode|cashback|discount)"
BETWEEN = (
    r"(?:\s(?i:promo|voucher|diskon|kupon|referral|code|kode|nya|itu|pakai|pake|yang|yg|adalah|is|called"
    r"|named|dari|ini"
    r"|saya|namanya|tulisannya))"
)
CODE = re.compile(
    rf"(?i:(?<!order )(?<!booking )(?<!pesanan ))\b{OFFER}(?i:nya"
    rf"|ne)?{BETWEEN}{{0,4}}\s?[:=\"'“]{{0,2}}\s?([A-Za-z0-9]{{4,20}})(?![\w@/-])"
)
USED = re.compile(
    r"\b(?i:pakai|pake|pk|masukin|masukkan|input|use|apply|using|nganggo|claim|klaim)\s(?i:kode\s"
    r"|code\s)?[\"'“]?"
    r"([A-Z][A-Z0-9]{3,19})(?![\w@/-])"
)
CAPITALS = re.compile(r"(?<![\w#/-])([A-Z]{3,15}\d{1,4})(?![\w@/-])")
OFFERED = re.compile(
    rf"\b{OFFER}|\b(?i:potongan|ongkir gratis|gratis ongkir|poin)"
    r"|\b(?i:(?:still|masih|isih|tasih|keneh) (?:\w+ )?(?:work\w*|valid|active|berlaku|aktif|bisa dipak\w+"
    r"|bisa|iso|kenek|berlaku)|berlaku|expired)\b"
)
NOT_A_CODE = frozenset(
    (
        "COD",
        "QRIS",
        "PROMO",
        "VOUCHER",
        "DISKON",
        "KODE",
        "GRATIS",
        "ONGKIR",
        "TOKO",
        "SHOPEE",
        "TOKOPEDIA",
        "LAZADA",
        "TIKTOK",
        "BANK",
        "HALO",
        "YANG",
        "TIDAK",
        "BISA",
        "KALIAN",
        "KENAPA",
        "SAYA",
        "KAPAN",
        "BERAPA",
        "BELUM",
    )
)
AN_AMOUNT = re.compile(r"\d+(?:rb|ribu|k|jt|juta|persen|hari|x|pcs|an|ribuan)+", re.IGNORECASE)
SUBSCRIBED = re.compile(
    r"\b(?:(?:ber)?langganan|subscription|subscribe|subs|member(?:ship|an)?|lisensi|license|plan"
    r"|masa aktif|akun premium"
    r"|paket (?:bulanan|tahunan|pro|basic|premium|bisnis|starter|enterprise|hosting|internet)"
    r"|auto ?-?(?:renew|debet|debit)\w*"
    r"|(?:di)?perpanjang\w*|renewal|renew|kotak \w{1,20} bulanan|otomatis)",
    re.IGNORECASE,
)


# «jangan diperpanjang otomatis» renews nothing.
OUTDONE = (
    ("disable_autorenew", "renew"),
    ("disable_autorenew", "cancel"),
    ("cancel", "renew"),
    ("check_expiry", "cancel"),
)
CARRIES_ON = re.compile(
    r"\b(?:di)?(?:lanjut\w*|terus(?:kan|in|ke|aken|no)?|nerus\w*|teras\w*|continue|keep it|ya|iya|yes"
    r"|boleh|oke|ok|gas"
    r"|setahun|sebulan|\d+ (?:bulan|tahun|wulan|taun))\b",
    re.IGNORECASE,
)


def promo_codes(rest: Remaining, *, sure: bool = False) -> list[str]:
    """Behind the word for one, or in capitals with a number where an offer is spoken of."""
    if not (sure or rest.says(OFFERED)):
        return []
    fits = partial(_is_code, loud=rest.whole.isupper())
    found = rest.take(CODE, fits) + rest.take(USED, fits)
    return list(dict.fromkeys(found or rest.take(CAPITALS, fits)))


def _is_code(value: str, *, loud: bool = False) -> bool:
    if value.upper() in NOT_A_CODE or value.isdecimal() or not value.isascii():
        return False
    if any(sign.isdecimal() for sign in value):
        return not AN_AMOUNT.fullmatch(value)
    return value.isupper() and not loud


def subscription_actions(text: str, *, sure: bool = False) -> list[str]:
    """Of five, in the order of the text; `sure`: that it is about a subscription is known already."""
    if not (sure or SUBSCRIBED.search(text)):
        return []
    places: dict[str, int] = {}
    for name, patterns in patterns_of("subscription_actions").items():
        hits = [hit.start() for one in patterns if (hit := one.search(text))]
        if hits:
            places[name] = min(hits)
    for stronger, weaker in OUTDONE:
        if stronger in places:
            places.pop(weaker, None)
    if sure and not places and CARRIES_ON.search(text):
        return ["renew"]
    return sorted(places, key=places.__getitem__)
