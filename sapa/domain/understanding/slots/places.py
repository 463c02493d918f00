"""Where: a new address as written, and cities of Indonesia by name."""

import re
from collections.abc import Mapping
from functools import lru_cache

from sapa.domain.understanding.slots.remaining import TAKEN, Remaining
from sapa.domain.understanding.slots.tables import lines_of
from sapa.domain.zones.indonesia import OFFICIAL

I = re.IGNORECASE  # noqa: E741 (as in re)
STREET = (
    r"(?:jl|jln|jalan|gg|gang|komplek|komp|kompleks|perum|perumahan|desa|dusun|dsn|ruko|apartemen"
    r"|apartment|apt|kost|kos|tower"
    r"|lantai|lt|kampung|kp|kec|kecamatan|kel|kelurahan|kab|kabupaten|rt|blok|street|st|road|rd|cluster"
    r"|griya|gedung|villa"
    r"|pasar|mess|dukuh|lorong|lr|residence)\b"
)
CHANGED = (
    r"(?:ganti|gentos|ubah|rubah|pindah(?:in)?|gantiin|koreksi|revisi|update|edit|alihkan|diganti"
    r"|change)\s(?:ke\s)?"
    r"(?:the |my )?(?:delivery |shipping )?(?:alamat|almt|address)(?:nya|ku|e|na)?"
    r"(?:\s(?:pengiriman|kirim|tujuan|saya|penerima))?(?:\s(?:order|pesanan)\s?\S{1,20})?"
)
MOVED = (
    r"alamat(?:nya|ku|e|na)?\s(?:\w{1,12}\s){0,3}?(?:diganti|ganti|diubah|ubah|dipindah|pindah|jadi"
    r"|digentos|dirubah|dialihkan)"
)
NEW = (
    r"alamat(?:nya|ku|e|na)?\s(?:saya\s|pengiriman\s)?(?:yang\s|yg\s)?"
    r"(?:baru|bener|benar|betul|anyar|enggal|sekarang|terbaru|leres)(?:nya|ku)?|(?:new"
    r"|correct) address(?: is)?"
)
TOWARDS = r"(?=\s(?:aja\s|dong\s|ya\s|kak\s)?(?:ke|jadi|menjadi|to|ka|nang|dadi)\b|\s?:|\s(?:jl|jalan|jln)\b)"
FILLING = (
    r"(?:[\s,]{1,2}(?:aja|dong|ya|kak|min|pengiriman|saya|ke|jadi|menjadi|adalah|yaitu|is|to|ka|nang|dadi"
    r"|di|itu)\b){0,4}"
)
EXPLICIT = re.compile(rf"\b(?:{NEW}|(?:{CHANGED}|{MOVED}){TOWARDS}){FILLING}[\s:.,=]{{1,3}}", I)
DIGIT = re.compile(r"\d")
STREET_NAME = re.compile(
    r"\b(?:jl|jln|jalan|gg|gang|komplek|kompleks|perum|perumahan|desa|dusun|dsn|ruko|apartemen|kampung"
    r"|kp|kawasan|gd|gedung"
    r"|cluster|griya|villa|pasar|dukuh|blok)\b\.?\s(?=[^\W_])",
    I,
)
# «…kirim ke rumah ibu aja di Jl. Anggrek No 7 Cirebon»: a street in a message that is about sending.
SENDING = re.compile(
    r"\b(?:di)?(?:kirim\w*|krm|antar\w*|anter\w*|alamat\w*|alih\w*|ship\w*|deliver\w*|address|pindah\w*"
    r"|kintun\w*|moved|should go|penerima\w*|recipient)\b",
    I,
)
ANY_STREET = re.compile(
    r"(?:(?<=ke )|(?<=di )|(?<=: )|(?<=ka )|(?<=to )|(?<=aja )|(?<=bener )|(?<=benar )|(?<=harusnya )"
    r"|(?<=instead )|(?<=be )|(?<=nang )"
    r"|(?<=kantor )|(?<=kos )|(?<=rumah )|(?<=ya ))"
    r"(?=(?:jl|jln|jalan|perum|perumahan|komplek|kompleks|dusun|desa|kawasan|gd|gedung|ruko|apartemen"
    r"|gg|gang|cluster)\b\.?"
    r"\s[^\W_])|(?<=to )(?=\d{1,4} (?:[A-Z]\w+ ){1,3}(?:Street|St|Road|Rd|Avenue|Lane))",
    I,
)
SENT_TO = re.compile(
    r"\b(?:(?:di)?kirim(?:nya|in|kan|keun|no)?|krm|antar(?:kan)?|dianter|anter|deliver(?:ed)?(?: it)?"
    r"|ship(?:ped)?(?: it)?"
    r"|send(?: it)?|dialihkan|alihkan|alamat(?:nya|ku)?)"
    r"(?:\s(?:aja|saja|dong|ya|ke|ka|to|nang|di|alamat|saya|pengiriman|penerima|instead)){0,4}[\s:.,]{1,3}"
    rf"(?=(?:[^\W\d_]{{2,12}},?\s){{0,2}}{STREET})",
    I,
)
END = re.compile(
    r"\n|[?!¤]|\s(?:ya|yah|kak|kakak|min|gan|sis|dong|tolong|makasih|terima kasih|thanks|thank you|thx"
    r"|please|bisa|biar|karena|krn"
    r"|soalnya|atas nama|a\.?n\.?|penerima|hp|no hp|no wa|telp|bukan|buat pesanan|untuk pesanan|pesanan"
    r"|order|masih|nuhun|suwun"
    r"|nggih|soale|aja|saja|deh|mas|mbak|bang|besok|kemarin|tgl|tanggal|instead|not"
    r"|yang lama|yg lama|for order|matur|wae|sebelum"
    r"|keburu|belum|nama|gpp|attention|attn|pic|btw|dudu|sanes|ngko|engke|nanti|mengko|trs|terus|va)"
    r"(?!\w)|(?<=\w{4})\.\s+(?=(?-i:[a-z]{4,}|[A-Z][a-z]+ (?:saya|bisa|kasih|tolong)))"
    r"|[.,]\s?(?:btw|dudu|sanes|ngko|attention|attn|pic|va|bukan|up)\b|,\s?(?:tolong|bisa|makasih|ya"
    r"|soalnya|terima kasih|nuhun|suwun|masih|belum|please|thanks)\b",
    I,
)
NO_ADDRESS = re.compile(
    r"(?:bisa|boleh|gimana|bagaimana|kah|apa|caranya|dong|dimana|mana|berapa|nya|ke|yang|yg|saya|tidak"
    r"|belum|sudah|udah|please"
    r"|for|on|of|the|is|dulu|sebelum|order|pesanan|can|pengiriman|how|where|kemana|gmn)(?:\s.*)?",
    I,
)
LONGEST = 200
PLACED = re.compile(
    r"\b(?:di|ke|ka|kota|kab|kabupaten|dari|area|daerah|cabang|nang|ning|wilayah|in|to|from|at|domisili"
    r"|asal|tujuan|sekitar"
    r"|alamat|seputar|luar|ongkir|cod)\.?\s(?:kota\s|daerah\s|area\s)?$",
    I,
)
GOODS = re.compile(
    r"\b(?:batik|soto|bika|mie|kopi|dodol|pempek|bakso|nasi|sate|kain|tenun|kebaya|asin|kerupuk|songket"
    r"|rendang|ukir\w*|tahu"
    r"|lumpia|bakpia|gudeg|salak|apel|sarung|brem|getuk|wingko|bandeng|telor|telur)\s$",
    I,
)
WORD = re.compile(r"[^\W\d_]+")
SHORTEST_NAME = 4
NO_PLACES = ("nad", "diy")


def addresses(rest: Remaining) -> list[str]:
    """Behind words that announce one; parts that other slots took are no part of it."""
    found = _addresses(rest, EXPLICIT) or _addresses(rest, SENT_TO)
    if rest.says(SENDING) and not any(DIGIT.search(one) for one in found):
        found = _addresses(rest, ANY_STREET) or found
    return list(dict.fromkeys(found))


def _addresses(rest: Remaining, pattern: re.Pattern[str]) -> list[str]:
    found = []
    for hit in list(pattern.finditer(rest.text)):
        if address := _address_at(rest.text, hit.end()):
            found.append(address)
            rest.blot(hit.end(), hit.end() + len(address))
    return found


def _address_at(text: str, place: int) -> str:
    tail = text[place : place + LONGEST]
    end = END.search(tail)
    address = tail[: end.start() if end else None].rstrip(f" .,;:-\"'{TAKEN}")
    if (
        (street := STREET_NAME.search(address))
        and street.start()
        and not DIGIT.search(address[: street.start()])
    ):
        address = address[street.start() :]
    return "" if len(address) < SHORTEST_NAME or NO_ADDRESS.fullmatch(address) else address.strip()


@lru_cache(maxsize=1)
def _names() -> Mapping[tuple[str, ...], tuple[str, bool]]:
    """Words of a name to the name, and whether it needs «di» or «ke» before it."""
    table = {tuple(name.split()): (name.title(), True) for name in OFFICIAL if name not in NO_PLACES}
    for line in lines_of("cities"):
        name, *more = line.split("|")
        table[tuple(name.lower().split())] = (name, "?" in more)
        table |= {(short,): (name, len(short) < SHORTEST_NAME) for short in more if short != "?"}
    return table


def cities(text: str) -> list[str]:
    """Cities and provinces; a name that is a common word too, or a short form, only behind «di», «ke» and the like."""
    hits = list(WORD.finditer(text))
    found: list[str] = []
    place = 0
    while place < len(hits):
        name, size = _longest(text, hits, place)
        found += [name] if name else []
        place += size
    return list(dict.fromkeys(found))


def _longest(text: str, hits: list[re.Match[str]], place: int) -> tuple[str, int]:
    before = text[max(0, hits[place].start() - 24) : hits[place].start()]
    for size in (3, 2, 1):
        words = tuple(hit[0].lower() for hit in hits[place : place + size])
        if len(words) == size and (known := _names().get(words)):
            name, needs_place = known
            if PLACED.search(before) or not (needs_place or GOODS.search(before)):
                return name, size
    return "", 1
