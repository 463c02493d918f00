"""What went wrong, and what the customer wants for it; both read normalised text."""

import re

from sapa.domain.understanding.slots.tables import patterns_of

REACH = 60
UNREAL = re.compile(
    r"\b(?:kalau|jika|bila|misal\w*|seandainya|andai|if|apabila|takut\w*|khawatir|semoga|anti|apakah"
    r"|gampang|mudah|bakal"
    r"|(?:biar|supaya|agar) tidak) (?:\w+ ){0,3}$"
)
UNTRUE = re.compile(r"\b(?:tidak|bukan|ora|not|belum|no|tanpa|anti|never) (?:ada )?(?:yang )?$")
UNWANTED = re.compile(
    r"\b(?:semoga|mudah-mudahan|moga) (?:\w+ ){0,3}$|\b(?:tidak|bukan|jangan|not|don't) (?:usah |perlu |mau "
    r"|ingin |minta |want )?(?:a |to )?$"
)
ASKED = re.compile(
    r"\s(?:apa |atau )?(?:tidak|enggak|ora|teu|henteu)"
    r"(?=\W*$|\s(?:ya|kakak|admin|sih|gan|sis|kalau|jika|bila)\b)"
)
PAPERS = re.compile(
    r"\b(?:link|va|virtual account|kode|voucher|kupon|promo|pembayaran|tagihan|qris|qr|langganan|lisensi"
    r"|akun|masa aktif"
    r"|member\w*|subscription|plan|kapan)\b"
)
OWN_MISTAKE = re.compile(r"\bsalah (?:pilih|pesan|order|beli|input|ketik|klik|alamat|checkout|tulis)\b")
# «kalau tidak direfund, saya lapor»: what is not done is what is wanted.
UNDONE = re.compile(r"\b(?:tidak|ora|teu|not) (?:di|ke)?$")
OR_ELSE = re.compile(
    r"\b(?:saya|aku|kami|abdi|kulo|gue|tak|i|we)(?:'ll| akan| bakal| mau| will| bade| arep)? ?"
    r"(?:lapor\w*|laporkan|kasih (?:ulasan|bintang|review|rating)|bikin (?:ulasan|viral)|viral\w*|tuntut|somasi|report"
    r"|sue|post|review)\b"
)
# «diganti voucher», «ganti alamat»: points are spent, or the order changes.
OF_ORDERS = re.compile(
    r"(?:di ?|me)?(?:ganti|tukar|nukar|tuker|nuker|ijol|gentos|rubah|ubah)\w*\s(?:(?:ke|jadi|dengan"
    r"|sama)\s)?(?:alamat"
    r"|kurir|ekspedisi|nomor|jadwal|tanggal|voucher|poin|hadiah|diskon|saldo|metode|penerima|nama)\b"
    r"(?!\s\d)"
)
LESS = {"damaged": "defective", "stuck_shipment": "not_received"}
PAID = ("paid_not_verified", "double_payment")
OF_PAPERS = ("expired", "defective")


def issue_types(said: str) -> list[str]:
    """What may happen («kalau rusak»), is denied («tidak rusak») or asked («luntur tidak?») is none."""
    found = [name for name, patterns in patterns_of("issues").items() if _happened(said, patterns)]
    if PAPERS.search(said):
        found = [one for one in found if one not in OF_PAPERS]
    if OWN_MISTAKE.search(said):
        found = [one for one in found if one != "wrong_item"]
    if any(one in found for one in PAID):
        found = [one for one in found if one in PAID]
    covered = {LESS.get(one) for one in found}
    return [one for one in found if one not in covered]


def resolutions(said: str) -> list[str]:
    """In the order of the text."""
    places = {name: _wanted(said, patterns) for name, patterns in patterns_of("resolutions").items()}
    return sorted((name for name, place in places.items() if place >= 0), key=places.__getitem__)


def _happened(said: str, patterns: tuple[re.Pattern[str], ...]) -> bool:
    return any(_is_real(said, hit) for pattern in patterns for hit in pattern.finditer(said))


def _is_real(said: str, hit: re.Match[str]) -> bool:
    before = said[max(0, hit.start() - REACH) : hit.start()]
    return not (UNREAL.search(before) or UNTRUE.search(before) or ASKED.match(said, hit.end()))


def _is_unwanted(said: str, start: int) -> bool:
    before = said[max(0, start - REACH) : start]
    threatens = UNDONE.search(before) is not None and OR_ELSE.search(said, start) is not None
    return UNWANTED.search(before) is not None and not threatens


def _wanted(said: str, patterns: tuple[re.Pattern[str], ...]) -> int:
    """Where it is first said, -1 where it is not."""
    starts = (hit.start() for pattern in patterns for hit in pattern.finditer(said))
    wanted = (start for start in starts if not (_is_unwanted(said, start) or OF_ORDERS.match(said, start)))
    return min(wanted, default=-1)
