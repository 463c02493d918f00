"""One page that stands by itself: figures beside their gates, by set and language, failures by kind."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from statistics import quantiles

from tests.assistant.gates.judging import GATES, Judged
from tests.assistant.gates.kinds import kinds_of
from tests.assistant.gates.playing import Result
from tests.assistant.gates.sets import SEED, everything
from tests.assistant.scoring.rows import LANGUAGES

STYLE = (Path(__file__).parent / "page.css").read_text("utf-8")
LANGUAGE_FIGURE = {
    "messages": "intent lenient",
    "questions": "right",
    "conversations": "passed",
    "injections": "held",
}
COUNT = {
    "messages": "messages",
    "questions": "answerable",
    "conversations": "conversations",
    "injections": "injections",
}
KIND_NAMES = {
    "messages": ("Pesan", "messages"),
    "questions": ("Pertanyaan", "questions"),
    "conversations": ("Percakapan", "conversations"),
    "injections": ("Injeksi", "injections"),
}
MOST_KINDS = 25
GATE_MS = 150


def page(results: Sequence[Result], verdicts: Sequence[Judged]) -> str:
    body = "".join(
        [
            head(verdicts),
            section("Gerbang", "Gates", gates_table(verdicts)),
            section("Menurut kumpulan", "By set", sets_table(results)),
            section("Menurut bahasa", "By language", language_table(results)),
            section("Kecepatan", "Speed", speed_table(results)),
            section("Kegagalan menurut jenis", "Failures by kind", "".join(map(failures, told(results)))),
        ]
    )
    return (
        "<!doctype html><html lang=id><meta charset=utf-8>"
        '<meta name=viewport content="width=device-width,initial-scale=1">'
        f"<title>Asisten: angka dan gerbang</title><style>{STYLE}</style><main>{body}</main></html>\n"
    )


def head(verdicts: Sequence[Judged]) -> str:
    met = sum(each.met for each in verdicts)
    extent = "semua dimainkan" if everything() else f"sebagian percakapan, benih {SEED}"
    english = "everything played" if everything() else f"part of the conversations, seed {SEED}"
    made = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    return (
        f"<header><h1>Asisten: angka dan gerbang {en('The assistant: figures and gates')}</h1>"
        f"<p class=sum><b class={'ok' if met == len(verdicts) else 'no'}>{met}/{len(verdicts)}</b> "
        f"gerbang terpenuhi {en('gates met')}</p><p class=note>{made} · {extent} {en(english)}</p></header>"
    )


def en(text: str) -> str:
    return f"<span class=en lang=en>{escape(text)}</span>"


def section(indonesian: str, english: str, inside: str) -> str:
    return f"<section><h2>{indonesian} {en(english)}</h2>{inside}</section>"


def table(heads: Iterable[str], rows: Iterable[Sequence[str]], *, stacked: bool = False) -> str:
    """The first cell of a row names it; cells are HTML already; `stacked` on narrow screens."""
    top = "".join(f"<th scope=col>{each}</th>" for each in heads)
    body = "".join(
        f"<tr><th scope=row>{row[0]}</th>" + "".join(f"<td>{cell}</td>" for cell in row[1:]) + "</tr>"
        for row in rows
    )
    return (
        f"<div class='wide{' stack' if stacked else ''}' tabindex=0 role=region aria-label=tabel><table>"
        f"<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def gates_table(verdicts: Sequence[Judged]) -> str:
    rows = []
    for gate in GATES:
        of = {each.group: each for each in verdicts if each.gate is gate}
        cells = [mark(of[group]) if group in of else "–" for group in ("development", "blind", "fresh")]
        sign = "≥" if gate.weight else "≤"
        rows.append([f"{gate.indonesian} {en(gate.figure)}", f"{sign} {number(gate.bound)}", *cells])
    heads = [f"Angka {en('figure')}", f"Gerbang {en('gate')}"]
    said = (
        "<p class=note>Terbuka: kumpulan yang dibaca saat membuat aturan. Buta: toko lain yang tidak dibaca. "
        "Baru: ditulis paling akhir, dilihat sekali. "
        + en(
            "Open: read while the rules were written. Blind: other shops, not read. Fresh: the newest, seen once."
        )
        + "</p>"
    )
    return said + table([*heads, f"Terbuka {en('open')}", f"Buta {en('blind')}", f"Baru {en('fresh')}"], rows)


def mark(verdict: Judged) -> str:
    state, word = ("ok", "✓") if verdict.met else ("no", f"di bawah gerbang {en('below the gate')}")
    return f"<b class={state}>{number(verdict.value)}</b> <small class={state}>{word}</small>"


def number(value: float) -> str:
    return f"{value:g}" if float(value).is_integer() and value != 1 else f"{value:.3f}".replace(".", ",")


def sets_table(results: Sequence[Result]) -> str:
    rows = [
        [
            f"{escape(result.of.name)} {en(KIND_NAMES[result.kind][1])}",
            str(int(sum_of(result))),
            "<br>".join(
                f"{gate.indonesian}: <b>{number(result.score.figures[gate.figure])}</b>"
                for gate in GATES
                if gate.kind == result.kind and (gate.weight or result.score.figures[gate.figure])
            )
            or f"tidak ada yang keliru {en('nothing went wrong')}",
        ]
        for result in results
    ]
    heads = [f"Kumpulan {en('set')}", f"Jumlah {en('count')}", f"Angka {en('figures')}"]
    return table(heads, rows, stacked=True)


def sum_of(result: Result) -> float:
    figures = result.score.figures
    return figures[COUNT[result.kind]] + (figures["unanswerable"] if result.kind == "questions" else 0)


def language_table(results: Sequence[Result]) -> str:
    rows = [
        [f"{names[0]} {en(names[1])}", *(language_share(results, kind, language) for language in LANGUAGES)]
        for kind, names in KIND_NAMES.items()
    ]
    return table([f"Lulus {en('passed')}", *LANGUAGES], rows)


def language_share(results: Sequence[Result], kind: str, language: str) -> str:
    """Over all sets: figures are named `passed [jv, 12]`."""
    start = f"{LANGUAGE_FIGURE[kind]} [{language}, "
    found = [
        (value, int(name.removeprefix(start).rstrip("]")))
        for result in results
        if result.kind == kind
        for name, value in result.score.figures.items()
        if name.startswith(start)
    ]
    whole = sum(count for _, count in found)
    if not whole:
        return "–"
    return f"{number(sum(value * count for value, count in found) / whole)} <small>({whole})</small>"


def speed_table(results: Sequence[Result]) -> str:
    rows = []
    for kind, names in KIND_NAMES.items():
        taken = sorted(each for result in results if result.kind == kind for each in result.seconds)
        if len(taken) > 1:
            cuts = quantiles(taken, n=20)
            rows.append(
                [
                    f"{names[0]} {en(names[1])}",
                    f"{cuts[9] * 1000:.1f}",
                    f"{cuts[18] * 1000:.1f}",
                    f"{GATE_MS}",
                ]
            )
    unit = en("milliseconds of one answer on this machine; told, not asserted")
    return table([f"Milidetik {unit}", "p50", "p95", f"Gerbang {en('gate')}"], rows)


def told(results: Sequence[Result]) -> list[list[Result]]:
    """Sets whose kinds of failure may be told, by kind."""
    return [[one for one in results if one.kind == kind and one.of.told] for kind in KIND_NAMES]


def failures(results: Sequence[Result]) -> str:
    """Sentences only of the development sets: whoever writes rules reads this page too."""
    names = KIND_NAMES[results[0].kind]
    found = kinds_of(results)
    rows = [[escape(kind), str(count)] for kind, count in found[:MOST_KINDS]]
    lines = [line for one in results if one.of.group == "development" for line in one.score.failures]
    listed = "".join(f"<li>{escape(line)}</li>" for line in lines)
    shown = f"<details><summary>{len(lines)} kalimat {en('sentences')}</summary><ul>{listed}</ul></details>"
    inside = table([f"Jenis {en('kind')}", f"Jumlah {en('count')}"], rows) if rows else "<p class=ok>0</p>"
    return f"<h3>{names[0]} {en(names[1])}</h3>{inside}{shown if lines else ''}"
