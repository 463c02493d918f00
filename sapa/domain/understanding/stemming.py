"""A small stemmer without a dictionary: the same stem for «mengirim», «pengiriman», «dikirim» and «kiriman».

It need not find the true root, only the same one for the forms that customers write.
"""

import re
from functools import lru_cache

SHORTEST = 4
VOWELS = "aiueo"
WHOLE = frozenset(
    [
        "jangan",
        "dengan",
        "depan",
        "bulan",
        "bukan",
        "makan",
        "akan",
        "ikan",
        "ringan",
        "badan",
        "jalan",
        "papan",
        "iklan",
        "telepon",
        "pesan",
        "taman",
        "teman",
        "tangan",
        "ukuran",
        "kapan",
        "paket",
        "sekarang",
        "segera",
        "sebelum",
        "setelah",
        "sesudah",
        "kemarin",
        "kenapa",
        "berapa",
        "seperti",
        "sendiri",
        "begini",
        "begitu",
        "bagaimana",
        "mengapa",
        "sampai",
        "terima",
        "beli",
        "bersih",
        "berat",
        "besar",
        "bera",
        "diskon",
        "terus",
        "tetap",
        "merah",
        "merek",
        "mereka",
        "selalu",
        "selesai",
        "sebentar",
        "kembali",
        "kecewa",
        "belum",
        "meski",
        "pernah",
        "perlu",
        "permisi",
        "perusahaan",
        "pertama",
        "percaya",
        "instan",
        "kertas",
        "kemeja",
        "keramik",
        "kebaya",
        "kelas",
        "kering",
        "kerja",
        "kesal",
        "ketua",
        "kecil",
        "keras",
        "penuh",
        "pendek",
        "pedas",
    ]
)
IRREGULAR = {
    "memakan": "makan", "memperbaiki": "baik", "perbaiki": "baik", "diperbaiki": "baik", "perbaikan": "baik",
    "pelayanan": "layan", "mengecek": "cek", "pengecekan": "cek", "dicek": "cek", "bekerja": "kerja",
    "pekerjaan": "kerja", "belajar": "ajar", "menerima": "terima", "diterima": "terima", "penerima": "terima",
    "penerimaan": "terima", "menyampaikan": "sampai", "disampaikan": "sampai", "pembeli": "beli",
    "membeli": "beli", "dibeli": "beli", "pembelian": "beli", "pesanan": "pesan", "pemesanan": "pesan",
    "pemesan": "pesan", "memesan": "pesan", "dipesan": "pesan", "kembalikan": "kembali",
    "dikembalikan": "kembali", "mengembalikan": "kembali", "pengembalian": "kembali", "kembalian": "kembali",
    "perubahan": "ubah", "hubungan": "hubung",
}  # fmt: skip
VOWEL_ROOTS_TEXT = (
    "ambil antar isi ubah ulang ajar atur unduh anggap impor update order ikut akses aktif ajukan ajuk "
    "aduk eluh alami upgrade undang ucap ukur urus arah adu andal ingat inap ekspor olah obrol awas"
)
VOWEL_ROOTS = tuple(VOWEL_ROOTS_TEXT.split())
PARTICLE = re.compile(r"(?:lah|kah|tah|pun)$")
OWNER = re.compile(r"(?:ku|mu|nya)$")
SUFFIX = re.compile(r"(?:kan|an|in)$")
AROUND = re.compile(r"(?:ke|pe)[a-z]+kan$")
LAST_AN = re.compile(r"an$")
LAST_I = re.compile(r"(?<=[aiueo][bdhklmnprst])i$|(?<=ng)i$")
CLUSTER = re.compile(r"(?:[^aiueo]{3}|([^aiueo])\1)$")
PLAIN_PREFIX = re.compile(r"(?:di|ter|ber|per|se|ke)(?=[a-z]{4})")
NASAL = re.compile(r"(?!per[^aiueo])(?:me|pe)(?:ng|ny|n|m)?|ng|ny")
RESTORED = {"ng": "k", "ny": "s", "n": "t", "m": "p"}


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """Of one lower-case word; of a doubled one its single form; other words as they are."""
    first, dash, second = word.partition("-")
    if dash and second.startswith(first) and first.isalpha():
        word = first
    if not (word.isascii() and word.isalpha()):
        return word
    return _stemmed(_cut(_cut(word, PARTICLE), OWNER))


def _stemmed(word: str) -> str:
    if word in IRREGULAR:
        return IRREGULAR[word]
    if word in WHOLE:
        return word
    without = _without_prefix(word)
    short = _cut(without, LAST_AN if AROUND.match(word) else SUFFIX)
    if short != without:
        return without if CLUSTER.search(short) else short
    return _cut(short, LAST_I)


def _cut(word: str, ending: re.Pattern[str]) -> str:
    if word in WHOLE:
        return word
    found = ending.search(word)
    return word[: found.start()] if found and found.start() >= SHORTEST else word


def _without_prefix(word: str) -> str:
    nasal = NASAL.match(word)
    if nasal and len(word) - nasal.end() >= SHORTEST - 1:
        return _restored(word, nasal)
    found = PLAIN_PREFIX.match(word)
    rest = word[found.end() :] if found else word
    return rest if rest == word or rest in WHOLE else _second_prefix(rest)


def _second_prefix(word: str) -> str:
    """«diperpanjang», «keterlambatan», «dipesan» (whose second syllable only looks like one)."""
    found = re.match(r"(?:per|ter)(?=[a-z]{4})", word)
    return word[found.end() :] if found else word


def _restored(word: str, nasal: re.Match[str]) -> str:
    """The first letter that the nasal prefix swallowed, before a vowel."""
    rest = word[nasal.end() :]
    sound = nasal[0].removeprefix("me").removeprefix("pe")
    if rest[:1] not in VOWELS:
        return _second_prefix(rest) if sound in RESTORED or rest[:1] in "lrwy" else word
    if not sound or any(rest.startswith(root) for root in VOWEL_ROOTS):
        return rest if sound else word
    return RESTORED[sound] + rest
