"""What customers write beside what they were asked: a wish, a question, trouble with an order. People read it."""

import re

from sapa.domain.optout import COURTESY, plain_words, read_optout
from sapa.domain.scores import says_not_yet

MOST_READ = 2000
QUESTION = re.compile(
    r"\W*(?:(?:maaf|halo|hai|kak|kakak|min|admin|mau tanya|numpang tanya|permisi)\W+)*"
    r"(?:kapan|berapa|brp|bagaimana|gimana|gmn|kenapa|knp|mengapa|apakah|apa bisa|bisakah|bolehkah|dimana|di mana|"
    r"ke mana|kemana|siapa|mau tanya|tanya|ada (?:stok|ukuran|warna))\b",
    re.IGNORECASE,
)
NOT = r"(?:belum|blm|tidak|tdk|ga|gak|nggak|enggak)"
GOODS = r"(?:barang|produk|paket|isi|pesanan|orderan|kiriman)(?:nya|ku| saya| kami)?"
TROUBLE = re.compile(
    rf"\b{NOT}(?: juga)? (?:sampai|sampe|nyampe|datang|dateng|diterima|dikirim|terkirim|diproses|dibalas|direspon)\b"
    r"|\b(?:refund|retur|komplain|complain|ganti rugi|uang(?:nya)? (?:saya )?(?:di)?kembali\w*|penipu\w*|batalkan)\b"
    r"|\btolong (?:di)?(?:bantu|cek|balas|hubungi|respon|kirim)\w*|\bmohon (?:bantuan|dibantu|dicek|info)\w*"
    rf"|\b{GOODS} (?:\w+ ){{0,3}}(?:rusak|pecah|cacat|robek|sobek|bocor|basi|hilang|kurang|salah|penyok)\b"
    r"|\b(?:resi|nomor pesanan)\b|\b(?:mau|ingin|pengen) (?:pesan|order|beli|tukar|retur|batal)\b",
    re.IGNORECASE,
)
PUT_OFF = re.compile(r"\b(?:nanti|besok|lusa|lain kali|belum sempat|blm sempat|sibuk)\b", re.IGNORECASE)
SMALL_TALK = COURTESY | frozenset(
    re.findall(
        r"\w+",
        "ok oke okay okey siap baik sip noted sama banyak halo hai hi iya p pagi siang sore malam selamat sudah "
        "udah dah deh sih nya banget amin aamiin",
    )
)


def is_aside(text: str) -> bool:
    """Something else than an answer: it is left to people as it came."""
    read = text[:MOST_READ]
    return (
        read_optout(read, answering_promo=True) is not None
        or "?" in read
        or says_not_yet(read)
        or QUESTION.match(read) is not None
        or TROUBLE.search(read) is not None
    )


def puts_off(text: str) -> bool:
    """«Nanti ya kak, belum sempat»."""
    return PUT_OFF.search(text[:MOST_READ]) is not None


def substance(text: str) -> list[str]:
    """The words without greetings, thanks and forms of address."""
    return [word for word in plain_words(text[:MOST_READ]) if word not in SMALL_TALK]
