"""The frame of every page and the list of phones."""

from datetime import datetime
from html import escape
from zlib import crc32
from zoneinfo import ZoneInfo

from simulator import words
from simulator.icons import FAVICON, icon
from simulator.phones import Message, Phone
from simulator.simulator import Simulator

MOST_ROWS = 100
TINTS = ("nila", "kunyit", "daun", "bata")
NAMED = {
    "image": "Foto",
    "video": "Video",
    "audio": "Pesan suara",
    "document": "Dokumen",
    "sticker": "Stiker",
    "location": "Lokasi",
    "contacts": "Kontak",
    "order": "Pesanan katalog",
    "unsupported": "Pesan yang tidak didukung",
    "interactive": "Formulir",
    "edit": "Pesan diubah",
    "revoke": "Pesan dihapus",
}


def local(at: datetime, simulator: Simulator) -> datetime:
    return at.astimezone(ZoneInfo(simulator.config.zone))


def head(title: str) -> str:
    return f"""<!doctype html>
<html lang="id"><head><meta charset="utf-8"><title>{escape(title)}</title>
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="{FAVICON}"><link rel="stylesheet" href="/static/phones.css">
<script type="module" src="/static/phones.js"></script></head>"""


def page(
    simulator: Simulator, *, title: str, listed: str, query: str, chat: str, number: str, business: str = ""
) -> str:
    kind = "with-chat" if number else "list-only"
    left, right = ("nav", "main") if number else ("main", "aside")
    return f"""{head(title)}
<body class="{kind}" data-phone="{escape(number)}" data-number="{escape(business)}">
<{left} class="list" aria-label="Ponsel pelanggan">
<header><div class="title"><h1><a href="/">Ponsel simulasi</a></h1>
<a class="round plain" href="/events" aria-label="Catatan webhook" title="Catatan webhook">{icon("events")}</a></div>
{simulated_time(simulator)}
<form class="search" role="search" action="/">{icon("search")}
<label class="sr" for="q">Cari nama atau nomor</label>
<input id="q" name="q" type="search" value="{escape(query)}"
 placeholder="Cari nama atau nomor" autocomplete="off">
</form></header>
<div id="list" class="rows" data-version="{simulator.network.version}">{listed}</div></{left}>
<{right} class="pane">{chat}</{right}></body></html>"""


def simulated_time(simulator: Simulator) -> str:
    shown = words.moment(local(simulator.now(), simulator))
    label = '<span class="sr">Waktu simulasi: </span>'
    return f'<p class="now">{icon("wait")}<span>{label}<time data-now>{shown}</time></span></p>'


# The list of phones


def phone_list(simulator: Simulator, query: str, current: str) -> str:
    found = matching(simulator, query)
    if not found:
        return nobody(simulator, query)
    rows = "".join(row(simulator, phone, last, current, query) for phone, last in found[:MOST_ROWS])
    more = len(found) - MOST_ROWS
    rest = f'<p class="more">{more} ponsel lagi. Pakai pencarian untuk menemukannya.</p>' if more > 0 else ""
    return f"<ul>{rows}</ul>{rest}"


def matching(simulator: Simulator, query: str) -> list[tuple[Phone, Message]]:
    """Phones with messages, newest first, by part of the name or digits of the number."""
    name, digits = query.strip().lower(), "".join(c for c in query if c.isdigit()).lstrip("0")
    found = [
        (phone, last)
        for phone in simulator.network.phones.all()
        if (last := last_shown(phone)) and (name in phone.name.lower() or (digits and digits in phone.number))
    ]
    return sorted(found, key=lambda one: (one[1].at, one[0].version), reverse=True)


def last_shown(phone: Phone) -> Message | None:
    return next((m for m in reversed(phone.messages) if m.shown_at or m.status == "failed"), None)


def nobody(simulator: Simulator, query: str) -> str:
    digits = "".join(c for c in query if c.isdigit())
    if len(digits) >= 8:
        number = simulator.config.country_code + digits[1:] if digits.startswith("0") else digits
        shown = escape(words.phone_number("+" + number))
        return (
            f'<p class="empty">Belum ada pesan di nomor ini. <a href="/phones/{number}">Buka {shown}</a></p>'
        )
    if query:
        return '<p class="empty">Tidak ada yang cocok. Ketik nomor lengkap untuk membuka ponsel baru.</p>'
    return (
        '<p class="empty">Belum ada pesan. Ponsel muncul di sini begitu toko mengirim pesan pertama. '
        "Ketik sebuah nomor di pencarian untuk menyapa toko lebih dulu.</p>"
    )


def row(simulator: Simulator, phone: Phone, last: Message, current: str, query: str) -> str:
    now = local(simulator.now(), simulator)
    here = ' aria-current="page"' if phone.number == current else ""
    unread = f'<span class="badge">{phone.unread}<span class="sr"> belum dibaca</span></span>'
    off = f'<span class="off" title="Ponsel mati">{icon("power")}<span class="sr">Ponsel mati</span></span>'
    href = f"/phones/{phone.digits}" + (f"?q={escape(query)}" if query else "")
    mine = '<span class="you">Anda: </span>' if last.direction == "in" else ""
    mark = off if not phone.online else unread if phone.unread else ""
    return f"""<li><a class="row" href="{href}"{here}>{avatar(phone)}
<span class="who">{escape(title_of(phone))}</span>
<time>{words.short_time(local(last.at, simulator), now)}</time>
<span class="last">{mine}{escape(summary(last))}</span>{mark}</a></li>"""


def title_of(phone: Phone) -> str:
    return phone.name or words.phone_number(phone.number)


def summary(message: Message) -> str:
    return message.text[:120] or message.header or NAMED.get(message.type, message.type)


def avatar(phone: Phone) -> str:
    tint = TINTS[crc32(phone.number.encode()) % len(TINTS)]
    inside = escape(words.initials(phone.name)) or icon("phone")
    return f'<span class="avatar {tint}" aria-hidden="true">{inside}</span>'
