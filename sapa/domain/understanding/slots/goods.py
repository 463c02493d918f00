"""What is spoken of: how many, and which variant; the product itself is read by `products`."""

import re
from collections.abc import Collection

from sapa.domain.understanding.slots.numerals import INDONESIAN, count_of
from sapa.domain.understanding.slots.remaining import Remaining
from sapa.domain.understanding.slots.tables import word_set

I = re.IGNORECASE  # noqa: E741 (as in re)
DOZENS = {"lusin": 12, "dozen": 12, "kodi": 20, "gross": 144}
UNIT = (
    r"(?:pcs|pc|pieces?|picis|biji|buah|bh|lembar|lbr|helai|pasang|set|stel|box|bok|dus|karton|botol|btl"
    r"|pack|pak"
    r"|bungkus|bks|sachet|unit|lusin|kodi|gross|rim|roll|gulung|porsi|toples|pouch|potong|items?|barang"
    r"|ekor|lisensi|kotak|perangkat|devices?|licen[cs]es|tangkai|ikat|tusuk|mangkok|mangkuk|cup|gelas|bungkusan"
    r"|koli|bal|slop|renceng"
    r"|seats?|users?|akun|dozen|boxes|bottles|units|pairs?|galon|karung|sak|kaleng|strip)"
)
COUNTED = re.compile(
    rf"(?<![\w.,/#+-])(\d{{1,5}}|{INDONESIAN}(?: {INDONESIAN}){{0,2}}|one|two|three|four|five|six"
    rf"|ten)\s?({UNIT})(?:an)?"
    r"(?!\w)",
    I,
)
HALF_OF = re.compile(r"\b(?:setengah|half a|satengah)\s(lusin|kodi|gross|dozen|losin)\b", I)
ONE_OF = re.compile(
    r"\bse(lusin|kodi|gross|pasang|box|dus|karton|botol|pack|set|buah|biji|unit|lembar|bungkus|stel)\b", I
)
SMALL_COUNT = rf"(\d{{1,3}}|{INDONESIAN}|one|two|three|four|five)"
NOT_COUNTED = (
    r"(?!\w|[.,/:]\d|\s?(?:rb\b|ribu|rebu|k\b|jt\b|juta|hari|hr\b|minggu|mgg|bulan|bln|tahun|thn|jam"
    r"|menit|kali|x\b"
    r"|persen|%|gb|tb|mb|ml|liter|kg|gr\b|gram|cm|mm|meter|m\b|watt|inch|inci|orang|januari|februari"
    r"|maret|april|mei"
    r"|juni|juli|agustus|september|oktober|november|desember|days?|weeks?|months?|years?|dari|bintang"
    r"|stars?|lantai))"
)
BOUGHT = re.compile(
    r"\b(?:beli|pesan|pesen|order|mesen|ambil|checkout|co|qty|quantity|jumlah|jadi|jadiin|tambah(?:in)?"
    r"|nambah|kurang"
    r"|kurangin|minta|mau|tuku|tumbas|meser|buy|want|need|get|cuma|sebanyak|masing-masing)(?:nya)?"
    rf"\s(?:(?!no|nomor|ukuran|uk|size|jam|tgl|tanggal|di|ke|nilai"
    rf"|bintang)\w{{1,10}}\s)?[:=]?\s?(\d{{1,4}}){NOT_COUNTED}",
    I,
)
IN_WORDS = re.compile(
    r"\b(?:take|get|buy|order|beli|ambil|pesan|pesen|tuku|tumbas|meser|mundut|borong|mau)\s"
    r"(one|satu|siji|two|three|four|five|six|ten|dua|tiga|empat|lima|enam|sepuluh|loro|telu|papat|limo|hiji|opat|kalih|tilu)"
    r"(?=\s*(?:[,.;!?]|$)|\s(?:ya|yo|aja|saja|wae|kak|min|dong|please)\b)",
    I,
)
OF_PEOPLE = re.compile(
    rf"\b(?:daftar\w*|reservasi|reserve|register|sign up|booking|ikut\w*|kelas"
    rf"|kursus)\b[^.?!]{{0,40}}?(?<![\w.,]){SMALL_COUNT}\s(?:orang|peserta|people|pax|jalmi|wong)\b",
    I,
)
SET_OF = re.compile(r"\b(?:set|pack|box) of (\d{1,3})\b", I)
TIMES = re.compile(r"(?<=\s)x\s?(\d{1,2})(?!\w)", I)
ORDERING = frozenset(("place_order", "change_order", "defective_wrong_item"))
COUNTING = ORDERING | {"cancel_order", "return_refund", "stock_price"}
SMALL = rf"(\d{{1,3}}|{INDONESIAN})"
FROM_TO = re.compile(
    rf"\b(?:dari|from|saking|ti)\s{SMALL}\s(?:\w+\s)?(?:menjadi|jadi|ke|dadi|to"
    rf"|ka)\s{SMALL}{NOT_COUNTED}",
    I,
)
INSTEAD = re.compile(
    rf"\b{SMALL}\s(?:\w+\s)?(?:instead of|bukan|dudu|sanes|rather than|not)\s{SMALL}{NOT_COUNTED}", I
)
INTO = re.compile(
    rf"\b(?:menjadi|jadi|dadi|jadiin|to|jumlah\w*|qty|quantity)\s(?:(?:ke|to|cuma|mung|hanya"
    rf"|jadi)\s)?{SMALL}{NOT_COUNTED}",
    I,
)
NUMBER_WORD = rf"(?!\d){INDONESIAN}|one|two|three|four|five|six|seven|eight|nine|ten"
UNIT_AFTER = re.compile(
    rf"\s?(?:{UNIT}|ribu|rb|juta|jt|hari|minggu|bulan|tahun|jam|kali|ratus|puluh|belas)\b", I
)
ENDING = re.compile(
    rf"(?:(?<=[a-z]\s){SMALL}|(?<=¤\s)(\d{{1,3}}))(?=\s*(?:[,.;!?]|$)|\s(?:ya|yo|nya|aja|saja|wae|we|dong|kak|min|sama|dan|mas"
    rf"|mbak|kang|teh|gan"
    r"|bang|pak|bu|pls|please|deh|karo|jeung|pake|pakai|pk|kayak)\b|(?<=\d)\slagi\b)"
    r"(?<!no \d)(?<!no \d\d)(?<!no \d\d\d)(?<!tipe \d)(?<!size \d\d)",
    I,
)
# «piringnya pecah 2 pas dibuka».
BROKEN = re.compile(
    r"\b(?:pecah|rusak|penyok|bocor|sobek|robek|patah|retak|cacat|busuk|layu|broken|cracked"
    rf"|peupeus|soek|suwek|bosok)(?:nya|ne|na)?\s{SMALL}{NOT_COUNTED}(?=\s*(?:[,.;!?]|$)|\s[a-z])",
    I,
)
SHADE = (
    r"(?:tua|muda|navy|maroon|doff|glossy|tosca|sage|army|langit|dongker|gelap|terang|polos|pink|susu"
    r"|metalik|botol"
    r"|pudar|neon|matte|lemon|bata|hati|marun|pastel|benhur|denim|elektrik)"
)
# «beras merah» is a sort of its own and no colour of one.
COLOUR = re.compile(
    r"\b(?<!beras )(?<!bawang )(?<!madu )(?<!gula )(?<!jahe )(?<!cabe )(?<!cabai )(?<!kacang )(?<!ketan )(?<!teh )"
    r"((?:merah|putih|hitam|biru|hijau|ijo|kuning|ungu|coklat|cokelat|abu-abu|abu|pink|navy|maroon"
    r"|krem|cream|beige"
    r"|orange|oranye|jingga|tosca|sage|lilac|mocca|mocha|khaki|mustard|silver|army|salem|peach|nude|red"
    r"|white|black"
    r"|blue|green|yellow|purple|brown|grey|gray|ireng|bodas|hideung|beureum"
    r"|hejo|koneng|bulao|bungur|wungu|biruk|abang|kuneng"
    r"|soklat|ivory|gold|emas|rose gold|terracotta|burgundy|olive)"
    rf"(?:\s{SHADE})?)(?:nya|e)?\b",
    I,
)
NAMED_COLOUR = re.compile(
    rf"\b(?:warna|wrn|colou?r|werna)(?:nya)?\s(?:(?:yang|yg|jadi|ke|menjadi|dadi"
    rf"|to)\s){{0,2}}([a-z-]{{3,15}}(?:\s{SHADE})?)\b",
    I,
)
SIZE = re.compile(
    r"\b(?:ukuran|uk|size|ukr|sz)(?:\s?(?:nya|ne|na|e))?\.?\s(?:(?:yang|yg|nya|ke|jadi|ubah|ganti|diubah|diganti"
    r"|to)\s){0,3}(x{1,4}l|\dxl|x{0,2}s|m|l"
    r"|all ?size|free ?size"
    r"|jumbo|\d{2,3}(?:\s?x\s?\d{2,3})?(?:\s?(?:cm|ml|gr|kg))?|king|queen|besar|kecil|sedang|standard?"
    r"|large|small"
    r"|medium|gede|panjang|pendek)(?!\w)",
    I,
)
TIER = (
    r"(?:starter|basic|pro|premium|business|bisnis|enterprise|gold|silver|platinum|lite|plus|standar"
    r"|standard|team|ultimate"
    r"|personal|growth|essential)"
)
PLAN = re.compile(
    rf"\b(?:paket|plan|versi|edisi|tier|akun|ke|dari|upgrade|the)\s({TIER})\b(?!\s\d)"
    rf"|\b({TIER})(?=\s(?:plan|tier|package)\b)",
    I,
)
LETTERED = re.compile(r"\b(?:tipe|type|varian|seri)\s([A-Z]\d?)(?!\w)")
FOOTWEAR = re.compile(
    r"\b(?:sepatu|sandal|sendal|heels|sneakers?|boots?|kegede\w*|kekecil\w*|sempit|kelonggar\w*|shoes?"
    r"|sesek)",
    I,
)
NUMBERED = re.compile(r"\b(?:no|nomor|nomer|nmr)\.?\s(\d{2})(?![\w/-])", I)
CAPITAL_SIZE = re.compile(r"(?<![\w&/.+-])(X{1,4}L|X{0,2}S|\dXL|M|L)(?![\w&/.'+-])")
SMALL_SIZE = re.compile(
    r"(?<![\w&/.+-])(?:dari|ke|jadi|yang|yg|from|to)\s(x{1,4}l|xs|\dxl|s|m|l)(?![\w&/.'+-])", I
)
CAPACITY = re.compile(
    r"(?<![\w.,/])(?<!ongkir )(?<!ongkos )(?<!i'm )(?<!bb )(?<!badan )(\d{1,5}\s?(?:gb|tb|ml|gr|gram|kg"
    r"|kilo|pk|liter|ltr|inch|inci|watt|mah|oz|mbps|gbps)"
    r"|\d{1,2}[.,]\d\s?(?:kg|liter|inch|inci|l)|\d{1,3}L|\d{1,3}-(?:inch|inci|litre|liter|gallon|watt))(?!\w)",
    I,
)
TYRE = re.compile(r"(?<![\w/.-])(\d{2,3}/\d{2,3}\s?[-/ ]?\s?(?:[rR]\s?)?\d{2})(?![\w/.-])")
PARTED = re.compile(
    r"(?<![\w.,/])(\d{1,2}[ -](?:pintu|laci|tingkat|susun|dudukan|seater|tungku|sekat|slot|kaki|rak|doors?"
    r"|drawers?|tiers?"
    r"|burners?))(?!\w)",
    I,
)
# «avanza 2019»: what it has to fit.
VEHICLE = re.compile(
    r"\b((?:avanza|xenia|innova|brio|jazz|xpander|calya|agya|ayla|rush|fortuner|pajero|ertiga|sigra|civic|crv"
    r"|hrv|terios|yaris"
    r"|beat|vario|scoopy|nmax|aerox|mio|vixion|supra|pcx|revo|satria|jupiter|lexi|genio|l300|carry)\s(?:19"
    r"|20)\d\d)\b",
    I,
)
SIZE_TO = re.compile(
    r"\b(?:tuker|tukar|ganti|ditukar|dituker|diganti|ijol|gentos|exchange|swap|change)(?:in|kan|no"
    r"|keun)?\s(?:\w+\s)?(?:ke|jadi|to"
    r"|sama|ka|dadi|menjadi)\s(?:no\s|nomor\s|size\s|ukuran\s)?(\d{2})(?![\w/.,-]\d|\d|\s?(?:pcs|biji|box|buah"
    r"|unit|orang)\b)",
    I,
)
# «ganti ke ivory»: what it is changed to, where nothing else is said of it.
CHANGED_TO = re.compile(
    r"\b(?:ganti|tukar|tuker|ubah|rubah|diganti|ditukar|dituker|diubah|ijol|gentos|pindah|switch|change|swap)"
    r"(?:in|kan|no|keun|ke)?\s(?:(?:it|that|yang|nya)\s)?(?:ke|jadi|menjadi|dadi|to|ka|sama)\s(?:yang\s|yg\s"
    r"|sing\s|nu\s)?"
    r"([a-z][a-z-]{2,14})(?=\s*(?:[,.;!?]|$)|\s(?:ya|yo|aja|saja|wae|we|dong|kak|min|bisa|boleh|mas|mbak|teh"
    r"|kang|please|pls|atuh)\b)",
    I,
)
NAMED_OWN = re.compile(r"(?<=\w{4})nya$", I)
NAMED = re.compile(
    r"\b(?:varian|variant|rasa|flavou?r|motif|aroma|tipe|type|shade)(?:nya)?\s(?:yang\s|yg\s|ke\s|jadi\s|to\s)?"
    rf"([a-z0-9-]{{2,20}}(?:\s(?:pedas|manis|asin|original|bakar|sugar|{SHADE}))?)\b",
    I,
)


def quantities(rest: Remaining) -> list[int]:
    """Pieces; a dozen is twelve and a kodi twenty."""
    found = []
    for hit in list(COUNTED.finditer(rest.text)):
        if number := count_of(hit[1]):
            found.append(number * DOZENS.get(hit[2].lower(), 1))
            rest.blot(*hit.span())
    found += [DOZENS.get(hit[1].lower(), 2) // 2 for hit in HALF_OF.finditer(rest.text)]
    found += [DOZENS.get(hit[1].lower(), 1) for hit in ONE_OF.finditer(rest.text)]
    found += [int(value) for value in rest.take(TIMES)]
    found += [number for one in (OF_PEOPLE, SET_OF, IN_WORDS) if (number := _first(rest, one))]
    if not found:
        found += [int(value) for value in rest.take(BOUGHT)]
    return list(dict.fromkeys(one for one in found if one))


def _first(rest: Remaining, pattern: re.Pattern[str]) -> int:
    hit = pattern.search(rest.text)
    return (count_of(hit[1]) or 0) if hit else 0


def changed_quantities(rest: Remaining, intents: Collection[str]) -> list[int]:
    """«dari 50 menjadi 75», «8 instead of 5», in the order of the text."""
    if "change_order" not in intents:
        return []
    hits = [hit for pattern in (FROM_TO, INSTEAD) for hit in pattern.finditer(rest.text)]
    return [number for hit in hits for one in hit.groups() if (number := count_of(one))]


def bare_quantities(rest: Remaining, intents: Collection[str]) -> list[int]:
    """Without a unit, where the message orders, changes or claims something."""
    if not ORDERING & set(intents):
        return []
    if "change_order" in intents and (hit := INTO.search(rest.text)):
        return [one for one in [count_of(hit[1])] if one]
    found = [number for hit in ENDING.finditer(rest.text) if (number := count_of(hit[1] or hit[2]))]
    broken = BROKEN.search(rest.text) if "defective_wrong_item" in intents and not found else None
    return [one for one in [count_of(broken[1])] if one] if broken else found


def tyres(rest: Remaining) -> list[str]:
    """«90/80-14», which is no date."""
    return rest.take(TYRE)


def changed_to(rest: Remaining, intents: Collection[str]) -> list[str]:
    if not {"change_order", "return_refund", "defective_wrong_item"} & set(intents):
        return []
    return rest.take(
        CHANGED_TO, lambda one: one.lower() not in word_set("stop_words") | word_set("not_changed_to")
    )


def counted_goods(rest: Remaining, named: Collection[str], intents: Collection[str]) -> list[int]:
    """«serum siji», «two cleansers»: a number in words beside the goods, in the order of the text."""
    if not COUNTING & set(intents):
        return []
    places: dict[int, int] = {}
    for one in named:
        beside = (
            rf"(?:(?<!ukuran )(?<!size )(?<!no )(?<![\w.,/-])({NUMBER_WORD}|\d{{1,4}})\s)?"
            rf"\b{re.escape(one)}(?:nya|ne|na|e|s)?\b(?:\s({NUMBER_WORD})\b)?"
        )
        for hit in re.finditer(beside, rest.whole, I):
            if (number := count_of(hit[2] or hit[1] or "")) and not UNIT_AFTER.match(rest.whole, hit.end()):
                places[hit.start()] = number
    return [places[place] for place in sorted(places)]


def variants(rest: Remaining) -> list[str]:
    """Sizes, colours, flavours, capacities, as written."""
    found = []
    for pattern in (VEHICLE, PARTED, PLAN, NAMED_COLOUR, NAMED, COLOUR, SIZE, CAPACITY, LETTERED):
        found += rest.take(pattern, _says_something)
    if not rest.whole.isupper():
        found += rest.take(CAPITAL_SIZE)
    if rest.says(FOOTWEAR):
        found += rest.take(NUMBERED) + rest.take(SIZE_TO)
    found = [NAMED_OWN.sub("", one) for one in found]
    return list(dict.fromkeys(found + rest.take(SMALL_SIZE)))


def _says_something(variant: str) -> bool:
    return bool(variant) and variant.split()[0].lower() not in word_set("not_variants")
