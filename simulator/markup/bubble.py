"""One message on a phone: its parts, its ticks, and what can be tapped on it."""

from html import escape

from simulator import words
from simulator.icons import TICKS, icon
from simulator.markup.frame import NAMED, local, summary
from simulator.phones import Message, Phone
from simulator.samples import WEBP
from simulator.simulator import Simulator
from simulator.templates import Button

FACES = ("👍", "❤️", "😂", "😮", "🙏")
PICTURES = ("image/png", "image/jpeg", "image/webp")
TAPPED = {"location": "place", "flow": "form", "catalog": "cart", "otp": "copy"}


def hidden(**told: str) -> str:
    fields = (f'<input type="hidden" name="{k}" value="{escape(v)}">' for k, v in told.items() if v)
    return "".join(fields)


def bubble(simulator: Simulator, phone: Phone, message: Message) -> str:
    side = "theirs" if message.direction == "out" else "mine"
    failed = " failed" if message.status == "failed" else ""
    text = f'<p class="text">{words.rich(message.text)}</p>' if has_text(message) else ""
    foot = f'<p class="foot">{escape(message.footer)}</p>' if message.footer else ""
    reason = f'<p class="why">{words.failure(message.error)}</p>' if failed else ""
    face = f'<span class="reaction">{escape(message.reaction)}</span>' if message.reaction else ""
    parts = (
        quoted(simulator, message),
        header(message),
        attached(simulator, phone, message),
        text,
        foot,
        meta(simulator, message),
        reason,
        face,
    )
    inside = f'<div class="bubble">{"".join(parts)}</div>{actions(phone, message)}'
    return f'<li class="{side}{failed}"><div class="line">{inside}</div>{answers(phone, message)}</li>'


def has_text(message: Message) -> bool:
    return bool(message.text) and message.type not in ("location", "contacts")


def header(message: Message) -> str:
    if not message.header or message.type == "document":
        return ""
    return f'<p class="head">{escape(message.header)}</p>'


def meta(simulator: Simulator, message: Message) -> str:
    stamp = words.clock(local(message.at, simulator))
    app = '<span class="app">aplikasi</span>' if message.source == "app" else ""
    return f'<p class="meta">{app}<time>{stamp}</time>{ticks(message)}</p>'


def quoted(simulator: Simulator, message: Message) -> str:
    original = simulator.network.messages.get(message.context)
    return f'<p class="quoted">{escape(summary(original))}</p>' if original else ""


def attached(simulator: Simulator, phone: Phone, message: Message) -> str:
    if message.type == "location":
        name, _, address = message.text.partition("\n")
        small = f"<small>{escape(address)}</small>" if address else ""
        return f'<p class="file place">{icon("place")}<span>{escape(name)}{small}</span></p>'
    if message.type == "contacts":
        lines = [f"<span>{escape(line)}</span>" for line in message.text.split("\n")]
        return f'<p class="file">{icon("card")}<span class="cards">{"".join(lines)}</span></p>'
    if message.type in NAMED and not message.media and not message.text:
        return f'<p class="file">{icon("file")}{NAMED[message.type]}</p>'
    return media(simulator, phone, message) if message.media else ""


def media(simulator: Simulator, phone: Phone, message: Message) -> str:
    found = simulator.network.media.find(message.media)
    drawn = found and found.content != WEBP and message.type != "document"
    if found and drawn and found.mime_type.split(";")[0] in PICTURES:
        return (
            f'<img src="/phones/media/{found.id}" alt="{NAMED.get(message.type, "Gambar")}" loading="lazy">'
        )
    if message.type == "audio" and message.direction == "out":
        return played(phone, message)
    name = (found.filename if found else "") or message.header or NAMED.get(message.type, "Lampiran")
    picture = {"audio": "voice", "video": "video", "image": "photo", "sticker": "sticker"}.get(
        message.type, "file"
    )
    if message.media.startswith(("http://", "https://")):
        link = f'<a href="{escape(message.media)}" target="_blank" rel="noreferrer">{escape(name)}</a>'
        return f'<p class="file">{icon(picture)}{link}</p>'
    return f'<p class="file">{icon(picture)}{escape(name)}</p>'


def played(phone: Phone, message: Message) -> str:
    """Tapping it is listening to it."""
    label = "Sudah diputar" if message.status == "played" else "Putar pesan suara"
    button = f'<button name="deed" value="play" aria-label="{label}">{icon("play")}</button>'
    return f"""<form class="voice" method="post" action="/phones/{phone.digits}/deed">
{hidden(number=message.number)}{button}<span class="wave" aria-hidden="true"></span></form>"""


def ticks(message: Message) -> str:
    if message.direction == "in":
        label, name = "Dibaca toko" if message.status == "read" else "Terkirim ke toko", "two"
    else:
        label, name = words.STATUS[message.status], TICKS[message.status]
    inside = f'{icon(name)}<span class="sr">{label}</span>'
    return f'<span class="tick {message.status}" title="{label}">{inside}</span>'


# What can be tapped


def actions(phone: Phone, message: Message) -> str:
    """Reactions and answers to one message of the shop."""
    if message.direction == "in" or message.status == "failed" or not phone.online:
        return ""
    about = hidden(type="reaction", message_id=message.wamid, number=message.number)
    faces = "".join(f'<button name="text" value="{one}">{one}</button>' for one in FACES)
    none = f'<button name="text" value="" aria-label="Hapus reaksi">{icon("block")}</button>'
    away = none if message.reaction else ""
    reply = f'<a href="/phones/{phone.digits}?reply={escape(message.wamid)}">{icon("reply")}<span>Balas</span></a>'
    return f"""<details class="act"><summary aria-label="Reaksi atau balas">{icon("smile")}</summary>
<form class="faces" method="post" action="/phones/{phone.digits}/answer">{about}{faces}{away}{reply}</form></details>"""


def answers(phone: Phone, message: Message) -> str:
    if not message.buttons or message.status == "failed":
        return ""
    taps = [tap(phone, message, one) for one in message.buttons]
    if all(one.kind == "list_reply" for one in message.buttons):
        opened = f"<summary>{icon('rows')}Lihat pilihan</summary>"
        return f'<details class="answers rows">{opened}{"".join(taps)}</details>'
    return f'<div class="answers">{"".join(taps)}</div>'


def tap(phone: Phone, message: Message, button: Button) -> str:
    title = escape(button.title)
    if button.kind == "url":
        href = escape(button.url) if button.url.startswith(("https://", "http://")) else "#"
        return f'<a href="{href}" target="_blank" rel="noreferrer">{icon("link")}{title}</a>'
    if button.kind == "call":
        return f'<a href="tel:{escape(button.url)}">{icon("call")}{title}</a>'
    if button.kind == "code":
        code = escape(button.description)
        return f'<button type="button" data-copy="{code}">{icon("copy")}{title}<small>{code}</small></button>'
    told = {"id": button.id, "context": message.wamid, "number": message.number, **answer_of(button)}
    more = f"<small>{escape(button.description)}</small>" if button.description else ""
    picture = icon(TAPPED.get(button.kind, "reply"))
    form = f'<form method="post" action="/phones/{phone.digits}/answer">{hidden(**told)}'
    return f"{form}<button>{picture}{title}{more}</button></form>"


def answer_of(button: Button) -> dict[str, str]:
    if button.kind == "location":
        return {"type": "location"}
    if button.kind == "flow":
        return {"type": "nfm_reply", "text": "Formulir dikirim"}
    if button.kind in ("catalog", "otp"):
        return {"type": "text", "text": button.title}
    return {"type": button.kind, "text": button.title}
