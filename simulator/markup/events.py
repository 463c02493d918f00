"""The log: every attempt to hand a webhook to the app, newest first."""

import json
from datetime import datetime
from html import escape

from simulator import words
from simulator.courier import Attempt
from simulator.icons import icon
from simulator.markup.frame import head, local, simulated_time
from simulator.simulator import Simulator

SHOWN = 100


def events_page(simulator: Simulator) -> str:
    courier = simulator.courier
    return f"""{head("Catatan webhook · Ponsel simulasi")}
<body class="log" data-log><main><header class="top">
<a class="back always" href="/" aria-label="Semua ponsel">{icon("back")}</a>
<div><h1>Catatan webhook</h1>{simulated_time(simulator)}</div></header>
<p class="where">{where(courier.url)}</p>
<div id="events" data-version="{version(simulator)}">{events(simulator)}</div></main></body></html>"""


def where(url: str | None) -> str:
    return f"Dikirim ke <code>{escape(url)}</code>" if url else "Belum ada alamat tujuan webhook."


def version(simulator: Simulator) -> int:
    log = simulator.courier.log
    return log[-1].nth if log else 0


def events(simulator: Simulator) -> str:
    courier = simulator.courier
    counts = (
        ("diterima", courier.delivered),
        ("percobaan ditolak", courier.refused),
        ("tidak dikirim", courier.dropped),
        ("menunggu", len(courier.waiting)),
    )
    told = "".join(f"<div><dt>{name}</dt><dd>{number}</dd></div>" for name, number in counts)
    newest = list(courier.log)[-SHOWN:][::-1]
    if not newest:
        empty = '<p class="empty">Belum ada webhook. Kirim pesan dari toko atau tulis sebagai pelanggan.</p>'
        return f'<dl class="counts">{told}</dl>{empty}'
    rows = "".join(attempt(simulator, one) for one in newest)
    return f'<dl class="counts">{told}</dl><ol class="attempts">{rows}</ol>'


def attempt(simulator: Simulator, one: Attempt) -> str:
    at = local(datetime.fromisoformat(one.at), simulator)
    good = one.status == 200
    state = str(one.status or one.error)
    again = f'<span class="again">percobaan ke-{one.tries}</span>' if one.tries > 1 else ""
    what = " · ".join(words.update(part) for part in one.fields.split(", "))
    badge = f'<span class="state {"good" if good else "bad"}">{escape(state)}</span>'
    return f"""<li><details id="e{one.nth}"><summary>{badge}
<span class="what">{escape(what)}</span>{again}<time>{at:%H.%M.%S}</time>
<span class="took">{one.milliseconds:g} ms</span></summary>
<p class="url">{escape(one.url)}</p><pre tabindex="0">{escape(pretty(one.raw))}</pre></details></li>"""


def pretty(raw: str) -> str:
    try:
        return json.dumps(json.loads(raw), ensure_ascii=False, indent=2)
    except ValueError:
        return raw
