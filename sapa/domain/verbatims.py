"""What a customer's own words are about, by the words alone; people correct it (domain.md S1-H3b)."""

import re
from collections.abc import Mapping
from types import MappingProxyType

RULES: Mapping[str, str] = MappingProxyType(
    {
        "delivery": r"kirim\w*|pengiriman|kurir|ekspedisi|ongkir|sampai|nyampe|tiba|resi|antar\w*",
        "packaging": r"kemas\w*|packing|bungkus\w*|dus|kardus|penyok|bubble",
        "quality": r"kualitas\w*|bahan\w*|jahit\w*|rusak|cacat|bocor|awet|"
        r"luntur|sobek|robek|patah|palsu|asli|bagus|jelek|rapi",
        "fit": r"ukuran\w*|size|kekecilan|kebesaran|sempit|longgar|warna(?:nya)?|tidak sesuai|ga(?:k)? sesuai|beda",
        "price": r"harga\w*|mahal\w*|murah\w*|diskon|promo\w*|worth",
        "service": r"layanan\w*|pelayanan\w*|admin\w*|cs|ramah\w*|jutek|respon\w*|balas\w*|dibalas|sopan|membantu",
        "speed": r"cepat\w*|cepet\w*|lambat\w*|lama|lelet|telat|terlambat|lemot|gercep",
        "payment": r"bayar\w*|pembayaran\w*|transfer\w*|refund|dana|uang",
        "product": r"fitur\w*|aplikasi\w*|cara pakai|panduan|rasa(?:nya)?|enak",
    }
)
_COMPILED = {
    code: re.compile(rf"(?<!\w)(?:{words})(?:nya)?(?!\w)", re.IGNORECASE) for code, words in RULES.items()
}
CODES = tuple(RULES)
MOST_READ = 4096


def tags_of(text: str) -> list[str]:
    """Codes in the order of the rules; none where the words speak of nothing that is known."""
    read = text[:MOST_READ]
    return [code for code, found in _COMPILED.items() if found.search(read)]
