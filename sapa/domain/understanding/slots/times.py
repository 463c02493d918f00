"""Dates as written, days that somebody waits, and how long a thing lasts."""

import re
from dataclasses import dataclass

from sapa.domain.understanding.slots.numerals import COUNT, count_of
from sapa.domain.understanding.slots.remaining import Remaining

I = re.IGNORECASE  # noqa: E741 (as in re)
MONTH = (
    r"(?:januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|desember|january"
    r"|february|march|may"
    r"|june|july|august|october|december|jan|feb|mar|apr|jun|jul|agu|ags|agt|aug|sept|sep|okt|oct|nov"
    r"|nop|des|dec)\b"
)
WEEKDAY = (
    r"(?:senin|selasa|rabu|kamis|jumat|jum'at|sabtu|ahad|senen|jemuah|setu|salasa|rebo|kemis|saptu"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
)
PAST = (
    r"(?:ini|iki|ieu|kemarin|kmrn|kmren|kemaren|lalu|depan|besok|wingi|kamari|minggu lalu|minggu depan"
    r"|pagi|siang|sore|malam)"
)
NUMERIC = (
    r"\d{4}-\d{2}-\d{2}|\d{1,2}[/-]\d{1,2}[/-]\d{2,4}|(?<!rt )(?<!rw )(?<!no )\d{1,2}/(?:0?[1-9]|1[0-2])"
)
HOLIDAY = r"(?:lebaran|natal|imlek|nyepi|tahun baru|idul fitri|idul adha|christmas|eid|new year)"
WORDED = (
    r"(?:minggu|bulan|tahun|mggu|bln)\s(?:lalu|kemarin|kmrn|depan|wingi|kamari)"
    r"|(?:last|next|this)\s(?:week|month|year|monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
    r"|kemarin(?:\s(?:lusa|pagi|siang|sore|malam))?|kmrn|kemaren|kmren|besok(?:\s(?:pagi|siang|sore"
    r"|malam))?|lusa"
    r"|(?:tadi|td|tdi|mau|tadina) (?:pagi|siang|sore|malam|malem|isuk|esuk|beurang|peuting)|(?:ka)?ping \d{1,2}"
    rf"|{HOLIDAY}(?=\s(?:tutup|buka|libur|masih|tetap|kirim|closed|open)\b)|(?<=sebelum ){HOLIDAY}"
    rf"|(?<=before ){HOLIDAY}|(?<=pas ){HOLIDAY}"
    r"|minggu(?=\s(?:buka|tutup|libur|pagi|sore|siang|open|closed)\b)|(?<=buka )minggu(?!\s(?:lalu|depan|ini))"
    r"|tadi (?:pagi|siang|sore|malam|malem)|semalam|semalem|hari ini|yesterday|tomorrow|today|wingi"
    r"|sesuk|kamari|isukan"
    r"|dinten ieu|akhir bulan|awal bulan|akhir tahun|this (?:morning|afternoon|evening)|tonight|last night"
    r"|(?:nanti|ntar|mengko|engke) (?:pagi|siang|sore|malam|malem|bengi|wengi|peuting)"
    r"|(?:malam|malem|pagi|sore|siang|bengi|peuting) (?:ini|nanti|iki|ieu|tadi)|mau (?:bengi|esuk|awan"
    r"|isuk|sore)(?=[\s,.!?]|$)|wau (?:dalu|enjing|siang|sonten)|(?<!sugeng )(?<!wilujeng )b?enjing(?! enjing)|benjang"
    r"|(?:dinten|dino) (?:minggu|senen|salasa|rebo|kemis|jumaah|jemuah|saptu|setu|ahad|niki|iki)"
    r"|(?:bulan|wulan|sasih|minggu|taun) (?:ini|kamari|payun|ngajeng|ngarep|hareup|ieu|iki)"
)
DATE = re.compile(
    rf"(?<![\w/.-])((?:tgl|tanggal|tggl)\.?\s?\d{{1,2}}(?:\s?{MONTH}(?:\s\d{{4}})?"
    rf"|[/-]\d{{1,2}}(?:[/-]\d{{2,4}})?)?"
    rf"(?:\s(?:{PAST}|bulan (?:lalu|ini|depan)))?|\d{{1,2}}\s?{MONTH}(?:\s\d{{4}})?"
    rf"|{MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s\d{{4}})?|{NUMERIC}|(?:hari\s)?{WEEKDAY}(?:\s{PAST})?"
    rf"|hari minggu(?:\s{PAST})?|{WORDED})(?![\w/-])",
    I,
)
AGO = re.compile(
    rf"\b((?:{COUNT}|se)\s?(?:hari|hr|minggu|mgg|bulan|bln|days?|weeks?|months?)"
    r"\s(?:yang |yg )?(?:lalu|kemarin|ago|kepungkur))\b",
    I,
)
DAYS = {"hari": 1, "minggu": 7, "bulan": 30, "tahun": 365}
SPELLINGS = {
    "hari": ("hari", "hr", "hri", "day", "days", "dino", "dina", "dinten", "poe"),
    "minggu": ("minggu", "mgg", "mggu", "pekan", "week", "weeks", "minggon"),
    "bulan": ("bulan", "bln", "month", "months", "wulan", "sasi"),
    "tahun": ("tahun", "thn", "taun", "year", "years"),
}
UNIT_OF = {word: unit for unit, words in SPELLINGS.items() for word in words}
ANY_UNIT = "(?:" + "|".join(sorted(UNIT_OF, key=len, reverse=True)) + ")"
SPAN = re.compile(
    rf"(?<![\w.,/#-])(?:(?:\d{{1,3}}\s?[-–]\s?)?(?P<times>{COUNT})\s?x\s?24(?:\s?(?:jam|hours?))?"
    rf"|(?:\d{{1,3}}\s?(?:-|–|sampai|sampe|s/d)\s?)?(?P<count>{COUNT}|setengah)\s?(?P<unit>{ANY_UNIT})"
    rf"|(?:se|sa|sak)\s?(?P<one>{ANY_UNIT})|(?P<hours>\d{{2,3}})\s?(?:jam|hours))(?:an)?(?:\s(?:kerja"
    rf"|working days))?(?!\w)",
    I,
)
SURELY_WAITING = re.compile(
    r"\b(?:udah|sudah|dah|uda|udh|sdh|wis|wes|geus|tos|parantos|sampun|nunggu|tunggu|menunggu|selama"
    r"|lebih dari|lebih|hampir|for"
    r"|waited|waiting|already|been|telat|terlambat|molor|lewat|nyangkut|stuck|mandek|ngendon|meh|ampir"
    r"|late|over|than|about"
    r"|ngantos|ngenteni|since|sekitar|kira-kira|kurang lebih|tertahan|delay|genap|masuk)\b[\s,]{0,3}"
    r"(?:(?:ini|ya|mau|ada|jalan|hampir|lebih|dari|kak|min|nunggu|sekitar|a|more than|waiting|for|over"
    r"|masuk) ){0,3}$",
    I,
)
WAITING_AFTER = re.compile(
    r"[\s,.!]{0,3}(?:\w{1,12}\s){0,3}?(?:belum|blm|blum|belom|ga|gak|nggak|ngga|gk|tidak|tdk|kok|durung"
    r"|nunggu|menunggu|teu|masih"
    r"|msh|telat|still|now|lebih|tanpa|kagak|mboten|dereng|acan|tacan|late|terlambat|nyangkut|di gudang"
    r"|hilang|waiting"
    r"|no update|without|but|ora|mandek|berlalu|molor|delay)\b",
    I,
)
PROMISED_BEFORE = re.compile(
    r"\b(?:katanya|estimasi|estimasinya|janji(?:nya)?|biasanya|maks(?:imal)?|max|dalam|within|normalnya"
    r"|harusnya|should"
    r"|estimated|paling lama|eta|setiap|tiap|per|every|jatuh tempo|sisa|tinggal)\s(?:\w{1,10}\s)?$",
    I,
)
PROMISED_AFTER = re.compile(
    r"\s(?:lagi (?:sampai|sampe|habis|abis|mau|dikirim|expired|kan)|max|maksimal|sampai|left)\b", I
)
LASTING = re.compile(
    r"\b(?:garansi\w*|warranty|(?:ber)?langganan\w*|(?:di)?perpanjang\w*|cicil\w*|tenor|kontrak"
    r"|masa (?:aktif|berlaku|sewa)|tahan|dicicil|tempo|lanjut\w*|dilanjut\w*"
    r"|extend|renew\w*|subscription|plan|upgrade|member\w*|lisensi|license|installments?|instalments?"
    r"|angsuran|nyala|bertahan|awet|expired|disimpan|durasi|trial|sewa|akses)\b",
    I,
)
WAITS = re.compile(
    r"\b(?:belum|blm|blum|belom|nunggu|tunggu|menunggu|telat|terlambat|durung|dereng|tacan|acan|late"
    r"|waiting|not arrived"
    r"|nyangkut|stuck|mandek|molor|(?:ga|gak|nggak) (?:sampe|nyampe|dateng|gerak|dibales)|ngantos"
    r"|ngenteni)\b",
    I,
)
AGED_BEFORE = re.compile(
    r"\b(?:umur|usia|yuswa|aged?|baru|anyar|dipakai|dipake|pakai|pemakaian|used|nganggo|dianggo"
    r"|jadi pelanggan|langganan di sini"
    r"|belanja di sini|for about)\s(?:(?:sudah|udah|baru|di sini|disini|sekitar|anak|saya|nyala|hidup|jalan"
    r"|murub|dipake|dipakai) ){0,2}$",
    I,
)
AGED_AFTER = re.compile(r"\s(?:pemakaian|dipakai|dipake|old\b|umurnya|pakai\b)", I)
NO_WORD_AFTER = re.compile(
    r"[\s,]{1,3}(?:ga|gak|nggak|tidak|tdk|belum|blm|tanpa|no|ora|teu|ngga) (?:ada )?(?:kabar|update"
    r"|news|respon|kejelasan|progres)",
    I,
)
REACH, NEAR = 40, 14
LONG_UNITS = ("bulan", "tahun")


@dataclass(frozen=True, slots=True)
class Times:
    """`dates` and `durations` as written, `waiting` in days."""

    dates: list[str]
    waiting: list[int]
    durations: list[str]


def times(rest: Remaining) -> Times:
    """«5 hari» is waiting where words of waiting stand near, and how long a thing lasts where such words do."""
    waits = rest.says(WAITS)
    waiting = _since(rest) if waits else []
    dates = rest.take(AGO)
    durations: list[str] = []
    for hit in list(SPAN.finditer(rest.text)):
        kind = _kind(rest.text, hit, waits=waits)
        if kind == "waiting" and (days := _days(hit)):
            waiting.append(days)
        elif kind == "lasting" and not hit["hours"]:
            durations.append(hit[0].strip())
        if kind:
            rest.blot(*hit.span())
    dates += rest.take(DATE)
    return Times(dates, list(dict.fromkeys(waiting)), list(dict.fromkeys(durations)))


def _since(rest: Remaining) -> list[int]:
    """«3 hari lalu» where something has not happened yet."""
    found = []
    for hit in list(AGO.finditer(rest.text)):
        if (span := SPAN.match(hit[1])) and (days := _days(span)):
            found.append(days)
            rest.blot(*hit.span())
    return found


def _kind(text: str, hit: re.Match[str], *, waits: bool) -> str:
    """waiting, lasting, promised, aged, or blank where nothing tells."""
    before, after = text[max(0, hit.start() - REACH) : hit.start()], text[hit.end() : hit.end() + REACH]
    if PROMISED_BEFORE.search(before) or PROMISED_AFTER.match(after):
        return "promised"
    if AGED_BEFORE.search(before) or AGED_AFTER.match(after):
        return "aged"
    if NO_WORD_AFTER.match(after):
        return "waiting"
    lasting = bool(LASTING.search(f"{before} . {after[:25]}"))
    if LASTING.search(f"{before[-NEAR:]} . {after[:NEAR]}") or (lasting and _unit(hit) in LONG_UNITS):
        return "lasting"
    if SURELY_WAITING.search(before) or WAITING_AFTER.match(after):
        return "waiting"
    if lasting or (_unit(hit) in LONG_UNITS and not waits):
        return "lasting"
    return "waiting" if waits else ""


def _unit(hit: re.Match[str]) -> str:
    return UNIT_OF[(hit["unit"] or hit["one"] or "hari").lower()]


def _days(hit: re.Match[str]) -> int:
    """Whole days; none for hours that are no days."""
    if hit["times"]:
        return count_of(hit["times"]) or 0
    if hit["hours"]:
        days, hours = divmod(int(hit["hours"]), 24)
        return 0 if hours else days
    if hit["count"] and hit["count"].lower() == "setengah":
        return DAYS[_unit(hit)] // 2
    return (1 if hit["one"] else count_of(hit["count"]) or 0) * DAYS[_unit(hit)]
