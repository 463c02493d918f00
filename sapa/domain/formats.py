"""How money, numbers, dates, spans and phones are written, in Indonesian and English.

Money is an int in minor units plus an ISO 4217 code (decisions.md 12); instants are aware datetimes
shown in an IANA zone (decisions.md 13). Every function is pure: `now` is an argument.
"""

from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

import phonenumbers

NO_DECIMALS = "BIF CLP DJF GNF IDR ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"  # IDR: whole rupiah
THREE_DECIMALS = "BHD IQD JOD KWD LYD OMR TND"
FOUR_DECIMALS = "CLF UYW"
EXPONENTS = {
    code: places
    for places, codes in ((0, NO_DECIMALS), (3, THREE_DECIMALS), (4, FOUR_DECIMALS))
    for code in codes.split()
}

ROUNDS_UP_TO_ONE = Decimal("0.99995")  # of a scale: 999.950 is written `1 jt`, not `1.000 rb`

SYMBOLS = {"IDR": "Rp", "USD": "US$", "SGD": "S$", "MYR": "RM", "EUR": "€", "JPY": "JP¥", "GBP": "£"}
DECIMAL_MARK = {"id": ",", "en": "."}
GROUP_MARK = {"id": ".", "en": ","}

SHORT_SCALES = {
    "id": ((10**12, "T"), (10**9, "M"), (10**6, "jt"), (10**3, "rb")),
    "en": ((10**12, "tn"), (10**9, "bn"), (10**6, "m"), (10**3, "k")),
}

WEEKDAYS = {
    "id": ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
MONTHS = {
    "id": (
        *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
        *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}
NEAR_DAYS = {
    "id": {-1: "Kemarin", 0: "Hari ini", 1: "Besok"},
    "en": {-1: "Yesterday", 0: "Today", 1: "Tomorrow"},
}
UNITS = {"id": ("hari", "jam", "mnt", "dtk"), "en": ("d", "h", "min", "s")}

ZONE_LABELS = {
    "Asia/Jakarta": "WIB",
    "Asia/Pontianak": "WIB",
    "Asia/Makassar": "WITA",
    "Asia/Ujung_Pandang": "WITA",
    "Asia/Jayapura": "WIT",
    "UTC": "UTC",
}


def exponent(currency: str) -> int:
    """Decimals of a currency's minor unit; an unknown three-letter code has two."""
    if len(currency) != 3 or not currency.isascii() or not currency.isupper():
        raise ValueError(f"not a currency code: {currency!r}")
    return EXPONENTS.get(currency, 2)


def minor_units(value: Decimal, currency: str) -> int:
    """A decimal amount as an int in minor units, half up."""
    return int(value.scaleb(exponent(currency)).to_integral_value(ROUND_HALF_UP))


def number(value: int | float | Decimal, language: str = "id", decimals: int = 0) -> str:
    """Grouped by three, half up: `1.284` in Indonesian, `1,284` in English."""
    places = Decimal(1).scaleb(-decimals)
    plain = f"{Decimal(str(value)).quantize(places, ROUND_HALF_UP):,f}"
    marks = str.maketrans({",": GROUP_MARK[language], ".": DECIMAL_MARK[language]})
    return plain.translate(marks)


def percent(share: float | Decimal, language: str = "id", decimals: int = 0) -> str:
    """A share of one as per cent: 0.93 is `93%`."""
    return number(Decimal(str(share)) * 100, language, decimals) + "%"


def money(amount: int, currency: str, language: str = "id") -> str:
    """`Rp1.250.000`: symbol, grouped digits, the currency's own decimals."""
    places = exponent(currency)
    digits = number(Decimal(abs(amount)).scaleb(-places), language, places)
    return sign(amount) + symbol(currency) + digits


def money_short(amount: int, currency: str, language: str = "id") -> str:
    """`Rp184,2 jt`: one decimal at most, half up; below a thousand the whole amount."""
    major = Decimal(abs(amount)).scaleb(-exponent(currency))
    for scale, word in SHORT_SCALES[language]:
        if major >= scale * ROUNDS_UP_TO_ONE:
            return f"{sign(amount)}{symbol(currency)}{trimmed(major / scale, language)} {word}"
    return money(amount, currency, language)


def sign(amount: int) -> str:
    return "-" if amount < 0 else ""


def symbol(currency: str) -> str:
    return SYMBOLS.get(currency, f"{currency} ")


def trimmed(value: Decimal, language: str) -> str:
    return number(value, language, 1).removesuffix(DECIMAL_MARK[language] + "0")


def zone_label(at: datetime, zone: str) -> str:
    """WIB, WITA, WIT; elsewhere the distance to UTC."""
    if zone in ZONE_LABELS:
        return ZONE_LABELS[zone]
    offset = at.astimezone(ZoneInfo(zone)).strftime("%z")
    return f"UTC{offset[:3]}" + (f":{offset[3:]}" if offset[3:] != "00" else "")


def clock(at: datetime, zone: str, language: str = "id") -> str:
    """`14.05`, in English `14:05`."""
    mark = "." if language == "id" else ":"
    return at.astimezone(ZoneInfo(zone)).strftime(f"%H{mark}%M")


def day(on: date, language: str = "id") -> str:
    """`Sab 21 Nov 2026`."""
    weekday = WEEKDAYS[language][on.weekday()][:3]
    return f"{weekday} {on.day} {month_short(on, language)} {on.year}"


def month_short(on: date, language: str) -> str:
    """`Nov`; in Indonesian August is `Agu`."""
    return MONTHS[language][on.month - 1][:3]


def long_day(on: date, language: str = "id") -> str:
    """`Sabtu, 21 November 2026`."""
    weekday = WEEKDAYS[language][on.weekday()]
    return f"{weekday}, {on.day} {MONTHS[language][on.month - 1]} {on.year}"


def moment(at: datetime, zone: str, language: str = "id") -> str:
    """`Sab 21 Nov 2026 14.05 WIB`: a promise names its zone."""
    return f"{day(local_date(at, zone), language)} {clock(at, zone, language)} {zone_label(at, zone)}"


def local_date(at: datetime, zone: str) -> date:
    return at.astimezone(ZoneInfo(zone)).date()


def relative_day(at: datetime, now: datetime, zone: str, language: str = "id") -> str:
    """`Hari ini`, `Kemarin`, `Besok`, the weekday within six days back, else `14 Sep`, with another year."""
    on, today = local_date(at, zone), local_date(now, zone)
    distance = (on - today).days
    if distance in NEAR_DAYS[language]:
        return NEAR_DAYS[language][distance]
    if -7 < distance < 0:
        return WEEKDAYS[language][on.weekday()]
    short = f"{on.day} {month_short(on, language)}"
    return short if on.year == today.year else f"{short} {on.year}"


def list_time(at: datetime, now: datetime, zone: str, language: str = "id") -> str:
    """As in a list of chats: the hour today, else the relative day."""
    if local_date(at, zone) == local_date(now, zone):
        return clock(at, zone, language)
    return relative_day(at, now, zone, language)


def span(length: timedelta, language: str = "id") -> str:
    """The two largest units, cut off: `23 jam 58 mnt`, `3 mnt`, `2 hari`, `45 dtk`; the sign is dropped."""
    total = abs(int(length.total_seconds()))
    hours, minutes = total // 3600, total // 60
    days_word, hours_word, minutes_word, seconds_word = UNITS[language]
    if hours >= 48:
        return joined(hours // 24, days_word, hours % 24, hours_word)
    if hours:
        return joined(hours, hours_word, minutes % 60, minutes_word)
    return f"{minutes} {minutes_word}" if minutes else f"{total} {seconds_word}"


def joined(large: int, large_word: str, small: int, small_word: str) -> str:
    return f"{large} {large_word}" + (f" {small} {small_word}" if small else "")


def phone(e164: str) -> str:
    """`+62 813-0000-0011`; what is not an E.164 number is returned untouched."""
    try:
        parsed = phonenumbers.parse(e164)
    except phonenumbers.NumberParseException:
        return e164
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def initials(name: str) -> str:
    """First letters of the first and the last word, for an avatar: `Dewi Anggraini` is `DA`; empty is `?`."""
    words = [word for word in name.split() if word[0].isalnum()]
    if not words:
        return "?"
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()
