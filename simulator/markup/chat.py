"""One phone: the conversation, what the customer can answer, and what the customer can do to the phone."""

from html import escape
from itertools import groupby

from simulator import words
from simulator.accounts import Number
from simulator.icons import icon
from simulator.markup.bubble import bubble, hidden
from simulator.markup.frame import local, simulated_time, summary, title_of
from simulator.phones import Phone
from simulator.simulator import Simulator

QUICK = ("1", "2", "Sudah bayar", "Terima kasih", "BERHENTI")
ATTACHED = (
    ("image", "photo", "Foto"),
    ("voice", "voice", "Suara"),
    ("video", "video", "Video"),
    ("document", "file", "Dokumen"),
    ("location", "place", "Lokasi"),
    ("contacts", "card", "Kontak"),
    ("sticker", "sticker", "Stiker"),
)


def nothing_open() -> str:
    return f"""<div class="blank">{icon("phone")}<h2>Pilih satu ponsel</h2>
<p>Di sini Anda menjadi pelanggan: baca pesan dari toko, ketuk tombolnya, atau balas seperti di WhatsApp.</p>
</div>"""


def chat(simulator: Simulator, number: str, business: Number, reply: str = "") -> str:
    phone = simulator.network.phones.find(number) or Phone(number=number, user_id="")
    shop = escape(business.verified_name)
    return f"""<header class="top"><a class="back" href="/" aria-label="Semua ponsel">{icon("back")}</a>
<span class="avatar shop" aria-hidden="true">{escape(words.initials(business.verified_name))}</span>
<div><h2>{shop}</h2><p>di ponsel {escape(title_of(phone))}{numbered(phone)}</p>
{simulated_time(simulator)}</div>{menu(phone, business)}</header>
{numbers(simulator, phone, business)}
<div id="chat" class="messages" role="log" aria-label="Percakapan dengan {shop}" tabindex="0"
 data-version="{phone.version}" data-unread="{phone.unread}">{bubbles(simulator, phone, business)}</div>
{composer(simulator, phone, business, reply)}"""


def numbered(phone: Phone) -> str:
    parts = [words.phone_number(phone.number)] if phone.name else []
    if phone.hidden:
        parts.append(f"@{phone.username}" if phone.username else "nomor disembunyikan")
    return "".join(f" · {escape(part)}" for part in parts)


def numbers(simulator: Simulator, phone: Phone, current: Number) -> str:
    """Which business number the customer talks to, where there are several."""
    known = simulator.network.business.numbers
    if len(known) < 2:
        return ""
    links = "".join(number_link(phone, one, current) for one in known.values())
    return f'<nav class="numbers" aria-label="Nomor toko">{links}</nav>'


def number_link(phone: Phone, one: Number, current: Number) -> str:
    here = ' aria-current="page"' if one.id == current.id else ""
    shown = escape(f"{one.verified_name} {one.display_phone}")
    return f'<a href="/phones/{phone.digits}?number={escape(one.id)}"{here}>{shown}</a>'


# What the customer can do to the phone


def menu(phone: Phone, business: Number) -> str:
    thread = phone.thread(business.id)
    deeds = [
        deed("online", phone.online, "power", ("Matikan ponsel", "Nyalakan ponsel")),
        deed("blocks", not thread.blocked, "block", ("Blokir toko", "Buka blokir toko")),
        deed("marketing", not thread.stopped, "offer", ("Hentikan promosi", "Terima promosi lagi")),
        deed("hidden", not phone.hidden, "hide", ("Sembunyikan nomor", "Tampilkan nomor")),
        deed("call", True, "call", ("Telepon toko", "")),
    ]
    at = f"/phones/{phone.digits}/deed"
    return f"""<details class="menu"><summary class="round plain" aria-label="Ponsel ini">{icon("dots")}</summary>
<div class="sheet"><form method="post" action="{at}">{hidden(number=business.id)}{"".join(deeds)}</form>
<form method="post" action="{at}" class="move" data-native>{hidden(number=business.id, deed="move")}
<label for="to">Pindah ke nomor baru</label>
<input id="to" name="to" inputmode="tel" required pattern="[+0-9 \\-]{{8,20}}" placeholder="0813…">
<button>{icon("swap")}<span>Pindah</span></button></form></div></details>"""


def deed(name: str, is_on: bool, picture: str, texts: tuple[str, str]) -> str:
    text = texts[0] if is_on else texts[1]
    return f'<button name="deed" value="{name}">{icon(picture)}<span>{text}</span></button>'


# What the customer can write


def composer(simulator: Simulator, phone: Phone, business: Number, reply: str) -> str:
    at = f"/phones/{phone.digits}/answer"
    if not phone.online or phone.thread(business.id).blocked:
        return resting(phone, business)
    about = hidden(number=business.id, context=reply)
    quick = "".join(f'<button name="text" value="{escape(one)}">{escape(one)}</button>' for one in QUICK)
    return f"""<div id="composer" class="writing">
<form class="quick" method="post" action="{at}" aria-label="Balasan cepat">{about}{quick}</form>
{answered(simulator, phone, reply)}
<div class="composer">{attach(at, business)}
<form method="post" action="{at}">{about}
<label class="sr" for="text">Tulis sebagai pelanggan</label>
<input id="text" name="text" required maxlength="4096" autocomplete="off"
 placeholder="Tulis sebagai pelanggan">
<button class="round" aria-label="Kirim">{icon("send")}</button></form></div></div>"""


def resting(phone: Phone, business: Number) -> str:
    blocked = phone.thread(business.id).blocked and phone.online
    text = "Pelanggan ini memblokir toko." if blocked else "Ponsel mati. Pesan menunggu sampai dinyalakan."
    name, button = ("blocks", "Buka blokir") if blocked else ("online", "Nyalakan")
    return f"""<form id="composer" class="resting" method="post" action="/phones/{phone.digits}/deed">
{hidden(number=business.id)}<p>{text}</p><button name="deed" value="{name}">{button}</button></form>"""


def answered(simulator: Simulator, phone: Phone, reply: str) -> str:
    message = simulator.network.messages.get(reply)
    if message is None:
        return ""
    away = f'<a class="round plain" href="/phones/{phone.digits}" aria-label="Batal membalas">{icon("block")}</a>'
    return f'<div class="answered"><p class="quoted">{escape(summary(message))}</p>{away}</div>'


def attach(at: str, business: Number) -> str:
    kinds = "".join(
        f'<button name="type" value="{kind}">{icon(picture)}<span>{label}</span></button>'
        for kind, picture, label in ATTACHED
    )
    about = hidden(number=business.id)
    return f"""<details class="attach"><summary class="round plain" aria-label="Lampirkan">{icon("plus")}</summary>
<div class="sheet"><form method="post" action="{at}">{about}{kinds}</form>
<form method="post" action="{at}" enctype="multipart/form-data" class="own">{about}
<label for="file">Berkas sendiri</label><input id="file" type="file" name="file" required>
<button>{icon("send")}<span>Kirim</span></button></form></div></details>"""


# The conversation


def bubbles(simulator: Simulator, phone: Phone, business: Number) -> str:
    shown = [m for m in phone.shown if m.type != "reaction" and m.number == business.id]
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
