"""HTML of the phone pages: the frame, the list of phones, the chat."""

from datetime import datetime
from html import escape
from itertools import groupby
from zlib import crc32
from zoneinfo import ZoneInfo

from simulator import words
from simulator.icons import FAVICON, TICKS, icon
from simulator.phones import Message, Phone
from simulator.simulator import Simulator
from simulator.templates import Button

MOST_ROWS = 100
QUICK = ("1", "2", "Sudah bayar", "Terima kasih", "BERHENTI")
TINTS = ("nila", "kunyit", "daun", "bata")


def local(at: datetime, simulator: Simulator) -> datetime:
    return at.astimezone(ZoneInfo(simulator.config.zone))


def page(simulator: Simulator, *, title: str, listed: str, query: str, chat: str, number: str) -> str:
    kind = "with-chat" if number else "list-only"
    left, right = ("nav", "main") if number else ("main", "aside")
    return f"""<!doctype html>
<html lang="id"><head><meta charset="utf-8"><title>{escape(title)}</title>
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="{FAVICON}"><link rel="stylesheet" href="/static/phones.css">
<script type="module" src="/static/phones.js"></script></head>
<body class="{kind}" data-phone="{escape(number)}">
<{left} class="list" aria-label="Ponsel pelanggan">
<header><h1><a href="/">Ponsel simulasi</a></h1>
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
    rows = "".join(row(simulator, phone, current, query) for phone in found[:MOST_ROWS])
    more = len(found) - MOST_ROWS
    rest = f'<p class="more">{more} ponsel lagi. Pakai pencarian untuk menemukannya.</p>' if more > 0 else ""
    return f"<ul>{rows}</ul>{rest}"


def matching(simulator: Simulator, query: str) -> list[Phone]:
    """Phones with messages, newest first, by part of the name or digits of the number."""
    name, digits = query.strip().lower(), "".join(c for c in query if c.isdigit()).lstrip("0")
    found = [
        phone
        for phone in simulator.network.phones.all()
        if phone.messages and (name in phone.name.lower() or (digits and digits in phone.number))
    ]
    return sorted(found, key=lambda phone: (phone.messages[-1].at, phone.version), reverse=True)


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


def row(simulator: Simulator, phone: Phone, current: str, query: str) -> str:
    last, now = phone.messages[-1], local(simulator.now(), simulator)
    here = ' aria-current="page"' if phone.number == current else ""
    unread = f'<span class="badge">{phone.unread}<span class="sr"> belum dibaca</span></span>'
    href = f"/phones/{phone.digits}" + (f"?q={escape(query)}" if query else "")
    mine = '<span class="you">Anda: </span>' if last.direction == "in" else ""
    return f"""<li><a class="row" href="{href}"{here}>{avatar(phone)}
<span class="who">{escape(title_of(phone))}</span>
<time>{words.short_time(local(last.at, simulator), now)}</time>
<span class="last">{mine}{escape(summary(last))}</span>{unread if phone.unread else ""}</a></li>"""


def title_of(phone: Phone) -> str:
    return phone.name or words.phone_number(phone.number)


def summary(message: Message) -> str:
    named = {"image": "Foto", "document": "Dokumen", "location": "Lokasi"}
    return message.text[:120] or message.header or named.get(message.type, message.type)


def avatar(phone: Phone) -> str:
    tint = TINTS[crc32(phone.number.encode()) % len(TINTS)]
    inside = escape(words.initials(phone.name)) or icon("phone")
    return f'<span class="avatar {tint}" aria-hidden="true">{inside}</span>'


# The chat


def nothing_open() -> str:
    return f"""<div class="blank">{icon("phone")}<h2>Pilih satu ponsel</h2>
<p>Di sini Anda menjadi pelanggan: baca pesan dari toko, ketuk tombolnya, atau balas seperti di WhatsApp.</p>
</div>"""


def chat(simulator: Simulator, number: str) -> str:
    phone = simulator.network.phones.find(number) or Phone(number=number, user_id="")
    shop = escape(simulator.config.verified_name)
    at = f"/phones/{phone.digits}/answer"
    quick = "".join(f'<button name="text" value="{escape(one)}">{escape(one)}</button>' for one in QUICK)
    return f"""<header class="top"><a class="back" href="/" aria-label="Semua ponsel">{icon("back")}</a>
<span class="avatar shop" aria-hidden="true">{escape(words.initials(shop))}</span>
<div><h2>{shop}</h2><p>di ponsel {escape(title_of(phone))}{numbered(phone)}</p>
{simulated_time(simulator)}</div></header>
<div id="chat" class="messages" role="log" aria-label="Percakapan dengan {shop}" tabindex="0"
 data-version="{phone.version}" data-unread="{phone.unread}">{bubbles(simulator, phone)}</div>
<form class="quick" method="post" action="{at}" aria-label="Balasan cepat">{quick}</form>
<form class="composer" method="post" action="{at}">
<label class="sr" for="text">Tulis sebagai pelanggan</label>
<input id="text" name="text" required maxlength="4096" autocomplete="off"
 placeholder="Tulis sebagai pelanggan">
<button class="round" aria-label="Kirim">{icon("send")}</button>
<button class="round plain" name="type" value="image" formnovalidate
 aria-label="Kirim foto">{icon("photo")}</button></form>"""


def numbered(phone: Phone) -> str:
    return f" · {words.phone_number(phone.number)}" if phone.name else ""


def bubbles(simulator: Simulator, phone: Phone) -> str:
    shown = [m for m in phone.messages if m.type != "reaction"]
    if not shown:
        return (
            '<p class="empty">Belum ada pesan di ponsel ini. Tulis sesuatu untuk menyapa toko lebih dulu.</p>'
        )
    now = local(simulator.now(), simulator)
    days = groupby(shown, key=lambda message: words.relative_day(local(message.at, simulator), now))
    parts = [
        f'<li class="day"><span>{name}</span></li>' + "".join(bubble(simulator, phone, m) for m in group)
        for name, group in days
    ]
    return f"<ol>{''.join(parts)}</ol>{typing(simulator, phone)}"


def typing(simulator: Simulator, phone: Phone) -> str:
    if phone.typing_until is None or phone.typing_until < simulator.now():
        return ""
    return '<p class="typing">Toko sedang mengetik…</p>'


def bubble(simulator: Simulator, phone: Phone, message: Message) -> str:
    side = "theirs" if message.direction == "out" else "mine"
    failed = " failed" if message.status == "failed" else ""
    head = f'<p class="head">{escape(message.header)}</p>' if message.header else ""
    text = f'<p class="text">{words.rich(message.text)}</p>' if message.text else ""
    foot = f'<p class="foot">{escape(message.footer)}</p>' if message.footer else ""
    reason = f'<p class="why">{words.failure(message.error)}</p>' if failed else ""
    heart = f'<span class="reaction">{escape(message.reaction)}</span>' if message.reaction else ""
    stamp = words.clock(local(message.at, simulator))
    meta = f'<p class="meta"><time>{stamp}</time>{ticks(message)}</p>'
    inside = (
        quoted(simulator, message) + head + attached(simulator, message) + text + foot + meta + reason + heart
    )
    taps = answers(phone, message)
    return f'<li class="{side}{failed}"><div class="bubble">{inside}</div>{taps}</li>'


def quoted(simulator: Simulator, message: Message) -> str:
    original = simulator.network.messages.get(message.context)
    return f'<p class="quoted">{escape(summary(original))}</p>' if original else ""


def attached(simulator: Simulator, message: Message) -> str:
    if not message.media:
        return ""
    media = simulator.network.media.find(message.media)
    if media and media.mime_type in ("image/png", "image/jpeg", "image/webp"):
        return f'<img src="/phones/media/{media.id}" alt="Foto" width="240" height="160" loading="lazy">'
    named = {"image": "Foto", "video": "Video", "audio": "Suara", "sticker": "Stiker"}
    return f'<p class="file">{icon("file")}{named.get(message.type, "Dokumen")}</p>'


def ticks(message: Message) -> str:
    said = words.STATUS[message.status]
    seen = "Dibaca toko" if message.status == "read" else "Terkirim ke toko"
    label = said if message.direction == "out" else seen
    name = TICKS[message.status] if message.direction == "out" else "two"
    inside = f'{icon(name)}<span class="sr">{label}</span>'
    return f'<span class="tick {message.status}" title="{label}">{inside}</span>'


def answers(phone: Phone, message: Message) -> str:
    if not message.buttons or message.status == "failed":
        return ""
    return f'<div class="answers">{"".join(tap(phone, message, one) for one in message.buttons)}</div>'


def tap(phone: Phone, message: Message, button: Button) -> str:
    title = escape(button.title)
    if button.kind == "url":
        href = escape(button.url) if button.url.startswith(("https://", "http://")) else "#"
        return f'<a href="{href}" target="_blank" rel="noreferrer">{icon("link")}{title}</a>'
    told = {"type": button.kind, "id": button.id, "text": button.title, "context": message.wamid}
    hidden = "".join(f'<input type="hidden" name="{k}" value="{escape(v)}">' for k, v in told.items())
    more = f"<small>{escape(button.description)}</small>" if button.description else ""
    action = f"/phones/{phone.digits}/answer"
    return (
        f'<form method="post" action="{action}">{hidden}<button>{icon("reply")}{title}{more}</button></form>'
    )
