"""What kind of detail a question asks for, and whether a sentence holds one."""

import re

from sapa.domain.knowledge import tables

NUMBER = (
    r"(?:\d[\d.,]*|se|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|sebelas|belas|puluh|beberapa"
    r"|one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|thirty|setengah|separuh|half|an?)"
)
CLOCK = re.compile(
    r"\b[0-2]?\d[.:][0-5]\d\b|\b(?:pukul|jam) \d|\b\d{1,2} ?(?:am|pm|wib|wita|wit)\b|\b24 jam\b|24/7"
)
DATE = re.compile(
    r"\btanggal\b|\b(?:senin|selasa|rabu|kamis|jumat|jum'at|sabtu|minggu|ahad|monday|tuesday|wednesday|thursday|friday"
    r"|saturday|sunday|januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|desember|january"
    r"|february|march|may|june|july|august|october|december|setiap hari|tiap hari|every day|daily|hari libur)\b"
)
MONEY = re.compile(r"\brp\.? ?\d|\bidr\b|\b\d[\d.,]* ?(?:ribu|juta|rupiah|rb|jt)\b|\$ ?\d")
NO_FEE = re.compile(
    r"\bgratis\b|\bcuma-cuma\b|\bdipungut\b|\bfree\b|\btanpa (?:biaya|denda)\b|\btidak ada biaya\b"
    r"|\b(?:di|me)?(?:tanggung|nanggung)\b|\bdibayar\b|\bpembeli\b"
)
SHARE = re.compile(r"\d ?(?:%|persen|percent)|\bseparuh\b|\bsetengah\b|\bhalf\b")
FOREVER = re.compile(
    r"\bseumur hidup\b|\bselamanya\b|\btanpa batas\b|\blifetime\b|\bforever\b|\bhari itu juga\b"
)
ADDRESS = re.compile(
    r"\b(?:jalan|jl|jln|ruko|komplek|kompleks|blok|lantai|mal|mall|plaza|gedung|street|road|floor|alamat)\b"
    r"|\b(?:halaman|menu|bagian|situs|aplikasi|tautan|link)\b|\bhttps?:"
)
DIGIT = re.compile(rf"\d|\b{NUMBER}\b")
ASKS_CLOCK = re.compile(
    r"\b(?:jam|pukul|tabuh) berapa|\bwhat time|\b(?:buka|tutup|buka tutup) jam\b|\bjam (?:buka|tutup|operasional)"
    r"|\bjam (?:kerja|layanan)"
    r"|\b(?:opening|business|working|service) hours|\bcut-?off time|\bbuka sampai\b"
)
ASKS_DURATION = re.compile(
    r"\b(?:berapa|brapa) ?(?:lama|suwe)|\blama(?:nya)? berapa|\bhow (?:long|soon|fast|quick)|\blamanya\b"
    r"|\bberapa lamanya"
)
ASKS_AGE = re.compile(r"\b(?:umur|usia)\w*(?: \w+)? berapa|\bberapa (?:umur|usia)|\bhow old|\bwhat age")
ASKS_PAYER = re.compile(
    r"\b(?:siapa(?: yang)?|apa(?:kah)? (?:saya|kami)(?: yang)?|saya yang) (?:bayar|\w*nanggung|tanggung)"
    r"|\bwho pays"
)
ASKS_FEE = re.compile(
    r"\b(?:tarif|ongkos|ongkos kirim|biaya|bayar|denda|cost|fee|charge|penalty)\w*[^?]{0,40}\b(?:berapa|how much)"
    r"|\b(?:bayar|biaya|gratis)\w*(?: lagi| juga)? (?:tidak|apa tidak|atau|kah)\b"
    r"|\b(?:berapa|how much|what)\b[^?]{0,14}\b(?:biaya|ongkos|tarif|denda|fee|charge|penalty|shipping)\w*"
)
ASKS_MONEY = re.compile(
    r"\bharga\w*[^?]{0,40}\bberapa|\b(?:berapa|pinten)\b[^?]{0,12}\b(?:harga|duit|uang|rupiah)\w*"
    r"|\bhow much (?:is|are|does|do|for|will|would)\b|\bwhat(?:'s| is) the price"
    r"|^(?:halo |kakak |admin |minta |tanya )*harga(?! \w* ?(?:sudah|belum|termasuk|bisa|boleh|naik|turun))"
    r"(?: \w+){1,4}(?: (?:ya|dong|kakak|admin))?\W*$"
)
ASKS_DATE = re.compile(r"\b(?:tanggal|hari) (?:berapa|apa)|\bkapan|\bwhen\b|\bwhat (?:day|date)|\bwhich day")
ASKS_ADDRESS = re.compile(
    r"\balamat\w*\b[^?]*\b(?:di mana|mana|apa)"
    r"|\blokasi\w*"
    r"|\b(?:toko|galeri|kedai|kantor|cabang|bengkel|gudang|klinik|studio|gerai|outlet|showroom)\w* (?:\w+ )?di mana"
    r"|\bdi mana alamat|\baddress\b|\bwhere (?:is|are)\b"
)
ASKS_NUMBER = re.compile(r"\bberapa\b|\bhow (?:many|much)\b")
OF_SIZE = frozenset(["length", "volume", "storage", "mass"])
LOOSE = frozenset([None, "duration", "money", "score", "clicks", "people", "storage"])
ASKS_PRICE = re.compile(
    r"\b(?:sewa|tiket|semalam|semalem|sekilo|nambah|tambah|tambahan|ekstra|extra|satunya|sepotong|seporsi|sebotol)\b[^?]{0,40}"
    r"\bberapa(?: (?:ya|kakak|admin|semalam|semalem|sehari|sebulan|sekilo|seporsi))*\W*$"
    r"|\bberapa (?:semalam|semalem|sekilo|sebulan|per \w+)\b"
)
ASKS_PERSON = re.compile(
    r"\bnama\w*(?: \w+){0,3} siapa|\bsiapa \w+nya\b|\b\w+nya siapa\W*$"
    r"|\bsiapa (?:nama|pemilik|pengajar|pelatih|dokter)\w*"
    r"|\bwho (?:is (?:the|your)|made|makes|designed|owns|founded|runs|teaches)\b"
    r"|\bwhat is the name of the\b"
)
PERSON = re.compile(
    r"\b(?:bu|pak|bapak|ibu|mbak|mas|kak|kang|teh|dr|drg|drh|chef|coach|ustaz"
    r"|bernama|atas nama|a\.n|dimiliki|dipimpin)\b"
)
ASKS_WHO = re.compile(
    r"\bsiapa (?:(?:yang|sing|nu) )?(?!yang|sing|nu\b|saja|aja|pun|nama|(?:me)?nanggung|tanggung|ditanggung"
    r"|bayar|membayar|boleh|bisa|dapat|kena|ongkos)\w+"
)
ASKS_ORIGIN = re.compile(
    r"\b(?:buatan|produksi|produk|asal|asalnya|keluaran|impor|dari) (?:dari )?(?:negara |daerah |kota )?mana\b(?! saja)"
    r"|\b(?:asalnya|berasal) dari mana|\bmade in\b|\bwhere (?:is it|are they|is this) (?:made|from)"
)
ORIGIN = re.compile(
    r"\b(?:buatan|dibuat|diproduksi|produksi|berasal|asal|asli|impor|diimpor|lokal|dari|petani|kebun|made|from)\b"
)
WHO = re.compile(
    rf"{PERSON.pattern}|\b(?:petugas|tim|kurir|teknisi|tukang|penjahit|karyawan|pembeli|pemesan|penerima|pelanggan|mitra"
    r"|dokter|pelatih|pengajar|perajin|pemilik)\b"
)
ASKS_TARIFF = re.compile(
    r"\b(?:ongkos kirim|biaya kirim|tarif kirim|ongkir)\w*[^?]{0,50}\bberapa\b"
    r"|\bberapa\b[^?]{0,14}\b(?:ongkos kirim|biaya kirim|ongkir)"
    r"|\bhow much\b[^?]{0,12}\b(?:shipping|postage|delivery)"
    r"|\b(?:shipping|delivery) (?:cost|fee|rate)s?\b"
)
NO_TARIFF = re.compile(
    r"\b(?:potong|subsidi|diskon|gratis|bebas|free|tanggung|minimal|belanja|retur|kembali|balik)\w*"
)
PIECES = re.compile(r",(?!\d)| dan | and ")
REDUCED = re.compile(r"\b(?:potongan|subsidi|diskon|belanja|pembelian|mulai rp|minimal|styrofoam)\b")
ASKS_PHONE = re.compile(
    r"\b(?:nomor|nomer|no) ?(?:telepon|telpon|telp|hp|ponsel|wa|whatsapp|handphone|kontak)\w*"
    r"|\b(?:phone|contact|whatsapp) number"
)
FIRST_ASKED = (
    ("phone", ASKS_PHONE),
    ("person", ASKS_PERSON),
    ("whoever", ASKS_WHO),
    ("origin", ASKS_ORIGIN),
    ("clock", ASKS_CLOCK),
    ("duration", ASKS_DURATION),
    ("age", ASKS_AGE),
    ("payer", ASKS_PAYER),
)
BY_WORDING = (
    ("fee", ASKS_FEE),
    ("fee", ASKS_PRICE),
    ("money", ASKS_MONEY),
    ("date", ASKS_DATE),
    ("address", ASKS_ADDRESS),
    ("number", ASKS_NUMBER),
)
HOLDS = {
    "clock": CLOCK,
    "date": re.compile(
        rf"{DATE.pattern}|{CLOCK.pattern}|\b(?:pagi|siang|sore|malam)\b|\b(?:se)?(?:hari|jam|minggu|bulan|tahun|menit|year|day|hour|week|month)s?\b"
    ),
    "money": MONEY,
    "fee": re.compile(f"{MONEY.pattern}|{SHARE.pattern}|{NO_FEE.pattern}"),
    "payer": NO_FEE,
    "age": re.compile(r"\b(?:umur|usia|tahun|thn|bulan|minggu|years?|months?|weeks?|age[ds]?)\b"),
    "share": SHARE,
    "address": ADDRESS,
    "number": DIGIT,
    "person": PERSON,
    "whoever": WHO,
    "origin": ORIGIN,
    "phone": re.compile(r"\b0\d{2,4}[- ]?\d{3,}|\+62|\bwa\.me\b|\b\d{3,4}-\d{3,}"),
    "colour": re.compile(
        r"\b(?:putih|hitam|merah|biru|hijau|kuning|abu|abu-abu|cokelat|coklat|krem|ungu|jingga|oranye|pink|emas|perak|navy"
        r"|maroon|marun|nude|bening|transparan|terakota|black|white|red|blue|green|grey|gray|beige|brown|sage|mocca)\b"
    ),
    "size": re.compile(
        r"\d ?(?:cm|mm|m|meter|inci|inch|liter|ml|x)\b"
        r"|\b(?:xs|s|m|l|xl|xxl|3xl|all size|satu ukuran|nomor \d)\b|\b[3-4]\d\b"
    ),
    "dose": re.compile(
        rf"{NUMBER} ?(?:ml|cc|gram|gr|g|kg|tetes|sendok|tutup"
        r"|butir|tablet|pump|sachet|bungkus|liter|takar|genggam|persen|%)"
    ),
}


def asked_of(question: str) -> frozenset[str]:
    """Kinds of detail asked for in a question that is normalised: `duration`, `money`, `clock`, … or a measure."""
    kinds = {kind for kind, asks in FIRST_ASKED if asks.search(question)}
    kinds |= {unit for word in _counted(question) if (unit := tables.units().get(word))} - (
        {"duration"} if "clock" in kinds else set()
    )
    if kinds:
        return frozenset(kinds)
    if ASKS_TARIFF.search(question) and not NO_TARIFF.search(question):
        return frozenset(["tariff"])
    for kind, asks in BY_WORDING:
        if asks.search(question):
            return frozenset([kind])
    return frozenset()


def _counted(question: str) -> list[str]:
    """Words of measure right behind «berapa» or «how many»."""
    found = re.findall(r"\b(?:berapa|how many|what)\b((?: [^\s?.,!]+){1,2})", question)
    words = []
    for told in found:
        first, *rest = told.split()
        words.append(first)
        if rest and first in ("banyak", "kali", "maksimal", "minimal"):
            words.append(rest[0])
    words = [_single(word) for word in words]
    if (
        ASKS_NUMBER.search(question)
        and not ASKS_MONEY.search(question)
        and not any(word in tables.units() for word in words)
    ):
        free = re.sub(r"\b\d[\d.,]* ?[^\W\d_]+", " ", question)
        words += [one for word in free.split() if tables.units().get(one := _single(word)) not in LOOSE]
    return words


def _single(word: str) -> str:
    """«hours», «bulannya»."""
    known = tables.units()
    shorter = (word, re.sub(r"s$", "", word), re.sub(r"(?:nya|an|ne|na)$", "", word))
    return next((one for one in shorter if one in known), word)


def holds(sentence: str, kind: str) -> bool:
    """Whether a sentence, in lower case, tells a detail of this kind."""
    if kind == "tariff":
        return any(is_tariff(piece) for piece in PIECES.split(sentence))
    if pattern := HOLDS.get(kind):
        return bool(pattern.search(sentence))
    return bool(_measure(kind).search(sentence)) or (kind == "duration" and bool(FOREVER.search(sentence)))


def is_tariff(piece: str) -> bool:
    """What carriage costs, and not from what sum on it costs less."""
    return bool(MONEY.search(piece) or re.search(r"\bgratis\b", piece)) and not REDUCED.search(piece)


def _measure(kind: str) -> re.Pattern[str]:
    if kind not in MEASURES:
        words = "|".join(re.escape(word) for word, told in tables.units().items() if told == kind)
        MEASURES[kind] = re.compile(rf"(?:\b{NUMBER} ?-?|\d ?)(?:{words})s?(?![^\W_])")
    return MEASURES[kind]


MEASURES: dict[str, re.Pattern[str]] = {}


def sizes_in(question: str) -> frozenset[str]:
    """Numbers that say which one is meant: the 65 of «tv 65 inci»."""
    found = re.findall(r"\b(\d[\d.,]*) ?([^\W\d_]+)", question)
    people = "per orang" not in question and "orangnya" not in question
    kinds = OF_SIZE | {"people"} if people else OF_SIZE
    return frozenset(number for number, word in found if tables.units().get(_single(word)) in kinds)


def letters_in(question: str) -> frozenset[str]:
    """The l of «ukuran L»."""
    return frozenset(re.findall(r"\b(?:ukuran|size|uk)\w* (xs|s|m|l|xl|xxl|xxxl|[2-5]xl|nb)\b", question))


def is_asked(word: str, question: str) -> bool:
    """Whether «apa» or «berapa» asks for this very word: «warnanya apa», «berapa watt»."""
    return bool(re.search(rf"\b{re.escape(word)} (?:apa|berapa)\b|\bberapa {re.escape(word)}\b", question))
