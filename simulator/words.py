"""Times, numbers and names as an Indonesian phone writes them."""

import re
from datetime import date, datetime
from html import escape

DAYS = ("Sen", "Sel", "Rab", "Kam", "Jum", "Sab", "Min")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")
LINK = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)]")
BOLD = re.compile(r"(?<!\w)\*(\S(?:[^*\n]*\S)?)\*(?!\w)")
STATUS = {
    "accepted": "Diterima WhatsApp, belum terkirim",
    "sent": "Terkirim",
    "delivered": "Sampai di ponsel",
    "read": "Sudah dibaca",
    "played": "Sudah diputar",
    "failed": "Gagal",
}
FAILURES = {
    131026: "nomor ini tidak dapat menerima pesan",
    131042: "cara bayar toko di WhatsApp belum ada",
    131047: "di luar jendela 24 jam, hanya template yang boleh",
    131048: "batas pelanggan per hari tercapai",
    131049: "batas pesan promosi untuk pelanggan ini",
    131050: "pelanggan menghentikan pesan promosi",
    130472: "nomor ini masuk kelompok percobaan",
    132015: "template dijeda WhatsApp",
}


def day(at: date) -> str:
    return f"{DAYS[at.weekday()]} {at.day} {MONTHS[at.month - 1]} {at.year}"


def clock(at: datetime) -> str:
    return f"{at:%H.%M}"


def moment(at: datetime) -> str:
    return f"{day(at)} {clock(at)} {at.tzname()}"


def relative_day(at: datetime, now: datetime) -> str:
    ago = (now.date() - at.date()).days
    return {0: "Hari ini", 1: "Kemarin"}.get(ago) or day(at)


def short_time(at: datetime, now: datetime) -> str:
    ago = (now.date() - at.date()).days
    return clock(at) if ago == 0 else "Kemarin" if ago == 1 else f"{at.day} {MONTHS[at.month - 1]}"


def phone_number(number: str) -> str:
    digits = number.lstrip("+")
    if not digits.startswith("62"):
        return number
    rest = digits[2:]
    groups = [rest[:3], rest[3:7], rest[7:]]
    return "+62 " + "-".join(group for group in groups if group)


def initials(name: str) -> str:
    words = [word for word in name.split() if word[:1].isalpha()]
    return "".join(word[0] for word in words[:2]).upper()


def rich(text: str) -> str:
    """Text of a message as HTML: escaped, with line breaks, *bold* and links."""
    html = BOLD.sub(r"<strong>\1</strong>", escape(text))
    html = LINK.sub(lambda found: anchor(found[0]), html)
    return html.replace("\n", "<br>")


def anchor(url: str) -> str:
    return f'<a href="{url}" target="_blank" rel="noreferrer">{url}</a>'


def failure(code: int | None) -> str:
    reason = FAILURES.get(code or 0, "ditolak WhatsApp")
    return f"Tidak sampai: {reason} ({code})"


UPDATES = {
    "messages.messages": "pesan pelanggan",
    "messages.statuses": "status",
    "standby.messages": "pesan (siaga)",
    "user_preferences": "pilihan promosi",
    "message_template_status_update": "status template",
    "message_template_quality_update": "mutu template",
    "template_category_update": "kategori template",
    "smb_message_echoes": "pesan dari aplikasi",
    "calls": "telepon",
}


def update(text: str) -> str:
    """`2 messages.statuses` as people say it; what has no name keeps its own."""
    count, _, name = text.partition(" ")
    return f"{count} {UPDATES.get(name, name)}"
