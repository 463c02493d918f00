"""Wishes to change what the assistant is, or to hear of other people: declined, and nothing of it is looked up.

Own things are never prying: "daftar pesanan saya" goes on to the customer's orders.
"""

import re

from sapa.domain.understanding.features import said_of

MOST_READ = 2000
NEW_RULES = re.compile(
    r"\b(?:new|updated) (?:rules?|policy|instructions?|system)\b|\b(?:aturan|peraturan|kebijakan"
    r"|instruksi|perintah|prompt) (?:baru|terbaru|anyar)\b"
    r"|\b(?:ignore|disregard|forget|override|abaikan|lupakan|hiraukan|lalikno|poho(?:keun)?)\b.{0,30}"
    r"\b(?:instructions?|rules?|aturan\w*|instruksi\w*|perintah\w*|previous|sebelumnya|prompt|semua"
    r"|tadi|di atas|above)\b"
    r"|\b(?:lupakan|forget)\b.{0,30}\b(?:kasih|beri\w*|buat\w*|tulis\w*|give|write|tell|make)\b"
    r"|\b(?:repeat after me|ulangi (?:kata|kalimat)|tirukan|katakan bahwa|say that)\b"
    r"|\b(?:you are now|act as|pretend to be|mulai sekarang kamu|sekarang kamu adalah|berpura-pura)\b"
    r"|\bsystem ?(?:prompt|message)\b|^\W*(?:system|sistem|admin|developer) ?:"
)
LISTS = re.compile(
    r"\b(?:list|show|give|tell|name|export|dump|print|display|daftar\w*|tampil\w*|sebut\w*|kasih"
    r"|beri\w*|lihat\w*|kirim\w*|buka\w*|minta|data|siapa (?:saja|aja|wae)"
    r"|sopo wae|saha wae|jalukno|pasihan)\b"
)
MANY = re.compile(
    r"\b(?:all|every|semua\w*|seluruh\w*|sekabehe|kabeh|sadaya\w*|\d+|para|lain|lainnya|other|another"
    r"|orang)\b"
)
OF_OTHERS = re.compile(
    r"\b(?:customers?|clients?|users?|buyers?|pelanggan\w*|pembeli\w*|konsumen|nasabah|orang lain"
    r"|somebody else|someone else"
    r"|other people)\b"
)
ALL_ORDERS = re.compile(
    r"\b(?:orders?|so|pesanan|order|orderan|transaksi|penjualan|sales|invoices?|database|basis data"
    r"|omzet|omset)\b"
)
PERIOD = re.compile(
    r"\b(?:this|last) (?:month|week|year)|\b(?:hari|minggu|bulan|tahun) (?:ini|lalu|kemarin)"
    r"|\btoday\b|\byesterday\b|\bkemarin\b"
)
COUNTED = re.compile(  # «20 jerigen kemarin» counts goods
    r"\b\d+(?! (?:orders?|so|pesanan|order|orderan|transaksi|penjualan|sales|invoices?|data|terakhir|terbaru|last)\b)"
)
OWN = re.compile(
    r"\b(?:my|mine|i|me|saya|aku|gue|gw|kami|kulo|kula|abdi|our|we)\b|\b(?:pesanan|order|orderan|paket)ku\b"
)

THEIRS = re.compile(
    r"\b(?:baca\w*|lihat\w*|liat\w*|intip\w*|tampil\w*|sebut\w*|kasih (?:tahu|tau)|spill|show|read|tell|waca\w*"
    r"|deuleu\w*)\b"
    r".{0,30}\b(?:(?:pesanan|order|orderan|transaksi|resi|alamat)"
    r" (?:dia|dea|dheweke|manehna|beliau|mereka|orang (?:itu|lain))"
    r"|(?:his|her|their) (?:order|address|details?|parcel))\b"
)


def is_prying(text: str) -> bool:
    said = f"{text[:MOST_READ].casefold()} | {said_of(text)}"
    if NEW_RULES.search(said) or THEIRS.search(said):
        return True
    if not LISTS.search(said):
        return False
    if OF_OTHERS.search(said) and MANY.search(said):
        return OWN.search(OF_OTHERS.sub(" ", said)) is None or "data" in said
    counted = COUNTED.sub(" ", said)
    return ALL_ORDERS.search(said) is not None and bool(
        MANY.search(counted) and PERIOD.search(said) and not OWN.search(said)
    )
