"""`sapa bench`: figures of this machine beside a ceiling measured in the same run."""

import argparse
import json
import sys
from typing import Any

from sapa.config.figures import labels
from sapa.config.parsers import add_command, add_group
from sapa.config.words import _


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    group = add_group(commands, "bench", _("measure one part beside its ceiling"), "sapa bench policy")
    says = _("contact decisions per second on one core, with full trace")
    parser = add_command(group, "policy", says, "sapa bench policy --seconds 2")
    parser.add_argument("--json", action="store_true", help=_("figures as one JSON object"))
    parser.add_argument("--seconds", type=float, default=2.0, help=_("length of one repeat (default 2)"))
    parser.add_argument("--repeats", type=int, default=5, help=_("number of repeats (default 5)"))
    parser.add_argument("--seed", type=int, default=1, help=_("seed of the cases (default 1)"))
    parser.add_argument("--cases", type=int, default=1000, help=_("number of different cases (default 1000)"))
    parser.add_argument(
        "--anyway", action="store_true", help=_("publish although other programs are running")
    )
    parser.set_defaults(run=policy)
    _add_settle(group)
    _add_dispatch(group)
    _add_ingest(group)
    _add_import(group)
    _add_search(group)
    _add_inbox(group)
    _add_live(group)
    _add_assistant(group)


def _add_settle(group: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    says = _("due follow-ups decided and queued per second, beside the raw claim of the same rows")
    parser = add_command(group, "settle", says, "sapa bench settle --contacts 10000 --follow-ups 20000")
    parser.add_argument("--json", action="store_true", help=_("figures as one JSON object"))
    say = parser.add_argument
    say("--contacts", type=int, default=100_000, help=_("number of people (default 100000)"))
    say(
        "--follow-ups", type=int, default=200_000, help=_("due follow-ups, two for a person (default 200000)")
    )
    say("--workers", type=int, nargs="+", default=[1, 2], help=_("worker processes, in turn (default 1 2)"))
    say("--repeats", type=int, default=1, help=_("number of repeats (default 1)"))
    say("--events", type=int, default=10_000, help=_("events that are planned from (default 10000)"))
    anyway = _("publish although other programs are running")
    say("--anyway", action="store_true", help=anyway)
    parser.set_defaults(run=settle)


def _add_dispatch(group: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    says = _("messages per second through the whole delivery engine, beside its HTTP client alone")
    parser = add_command(group, "dispatch", says, "sapa bench dispatch --messages 20000 --workers 2")
    say = parser.add_argument
    say("--json", action="store_true", help=_("figures as one JSON object"))
    say("--messages", type=int, default=20_000, help=_("messages in each repeat (default 20000)"))
    say("--workers", type=int, default=2, help=_("worker processes (default 2)"))
    say("--repeats", type=int, default=5, help=_("number of repeats (default 5)"))
    say("--without-gate", action="store_true", help=_("without the final gate: the engine alone"))
    say("--replies", action="store_true", help=_("answers by a person instead of follow-ups"))
    say("--one-number", action="store_true", help=_("one number at its 1000 messages a second"))
    say("--latency", type=float, default=0.0, metavar="MS", help=_("milliseconds until WhatsApp answers"))
    say("--anyway", action="store_true", help=_("publish although other programs are running"))
    parser.set_defaults(run=dispatch)


def _add_ingest(group: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    says = _("signed webhooks stored per second by the web process, and applied by one worker")
    parser = add_command(group, "ingest", says, "sapa bench ingest --connections 64 --seconds 5")
    say = parser.add_argument
    say("--json", action="store_true", help=_("figures as one JSON object"))
    say("--connections", type=int, default=64, help=_("connections at once (default 64)"))
    say("--seconds", type=float, default=3.0, help=_("length of one load (default 3)"))
    say("--messages", type=int, default=10_000, help=_("messages that statuses tell about (default 10000)"))
    say("--repeats", type=int, default=3, help=_("number of repeats (default 3)"))
    say("--anyway", action="store_true", help=_("publish although other programs are running"))
    parser.set_defaults(run=ingest)


def _add_import(group: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    says = _("orders of a file imported per second, beside a plain COPY of the same file")
    parser = add_command(group, "import", says, "sapa bench import --rows 100000")
    say = parser.add_argument
    say("--json", action="store_true", help=_("figures as one JSON object"))
    say("--rows", type=int, default=1_000_000, help=_("rows of the file (default 1000000)"))
    say("--repeats", type=int, default=1, help=_("number of repeats (default 1)"))
    say("--anyway", action="store_true", help=_("publish although other programs are running"))
    parser.set_defaults(run=import_)


def _add_search(group: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    says = _("questions to the search box answered per second, beside one look-up by an index")
    parser = add_command(group, "search", says, "sapa bench search --contacts 100000")
    say = parser.add_argument
    say("--json", action="store_true", help=_("figures as one JSON object"))
    say("--contacts", type=int, default=1_000_000, help=_("number of people (default 1000000)"))
    say("--questions", type=int, default=120, help=_("questions of each kind (default 120)"))
    say("--anyway", action="store_true", help=_("publish although other programs are running"))
    parser.set_defaults(run=search)


def _add_inbox(group: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    says = _("milliseconds of the inbox: lists, conversations, search and answers, beside the bare statement")
    parser = add_command(group, "inbox", says, "sapa bench inbox --conversations 20000 --messages 200000")
    say = parser.add_argument
    say("--json", action="store_true", help=_("figures as one JSON object"))
    say("--conversations", type=int, default=1_000_000, help=_("conversations (default 1000000)"))
    say("--messages", type=int, default=10_000_000, help=_("messages in them (default 10000000)"))
    say("--visits", type=int, default=60, help=_("visits of each kind (default 60)"))
    say("--anyway", action="store_true", help=_("publish although other programs are running"))
    parser.set_defaults(run=inbox)


def _add_live(group: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    says = _("milliseconds from a customer's message to open pages, with many of them on one web process")
    parser = add_command(group, "live", says, "sapa bench live --clients 500 --rate 50 --seconds 60")
    say = parser.add_argument
    say("--json", action="store_true", help=_("figures as one JSON object"))
    say("--clients", type=int, default=500, help=_("open pages (default 500)"))
    say("--pages", type=int, default=8, help=_("of these, pages that fetch what they show (default 8)"))
    say("--rate", type=float, default=50.0, help=_("messages of customers in a second (default 50)"))
    say("--seconds", type=float, default=60.0, help=_("how long customers write (default 60)"))
    say("--anyway", action="store_true", help=_("publish although other programs are running"))
    parser.set_defaults(run=live)


def _add_assistant(group: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    says = _("messages of customers understood and answered per second, and an index of articles")
    parser = add_command(group, "assistant", says, "sapa bench assistant --cases 500 --turns 200")
    say = parser.add_argument
    say("--json", action="store_true", help=_("figures as one JSON object"))
    say("--cases", type=int, default=1000, help=_("number of different messages (default 1000)"))
    say("--repeats", type=int, default=5, help=_("number of repeats (default 5)"))
    say("--seed", type=int, default=1, help=_("seed of the cases (default 1)"))
    say("--turns", type=int, default=500, help=_("messages that are answered (default 500)"))
    say("--customers", type=int, default=10_000, help=_("customers of the shop (default 10000)"))
    sizes = _("passages of each index (default 300 2000)")
    say("--passages", type=int, nargs="+", default=[300, 2000], help=sizes)
    say("--anyway", action="store_true", help=_("publish although other programs are running"))
    parser.set_defaults(run=assistant)


def assistant(args: argparse.Namespace) -> int:
    """Exit 1 as `policy`; 2 when a message was not read, or not answered once."""
    from sapa.lab.bench.assistant import bench_assistant

    figures = bench_assistant(
        holding="sapa.config.worker",
        cases=args.cases,
        repeats=args.repeats,
        seed=args.seed,
        turns=args.turns,
        customers=args.customers,
        passages=args.passages,
        told=progress,
    )
    wrong = figures["missing"] or figures["turn_missing"] or figures["turn_duplicate"]
    return published(args, figures) or (2 if wrong else 0)


def live(args: argparse.Namespace) -> int:
    """Exit 1 as `policy`; 2 when a message was lost, doubled or not told, or a page heard of another shop."""
    from sapa.config.house import workers
    from sapa.lab.bench.live import bench_live

    figures = bench_live(
        web=web_command,
        worker=workers(1)[0].command,
        clients=args.clients,
        pages=args.pages,
        rate=args.rate,
        seconds=args.seconds,
        told=progress,
    )
    wrong = figures["duplicate"] or figures["missing"] or figures["wrong"]
    return published(args, figures) or (2 if wrong else 0)


def inbox(args: argparse.Namespace) -> int:
    """Exit 1 as `policy`; 2 when a page was wrong, an answer was lost or doubled, or a list's queries varied."""
    from sapa.lab.bench.inbox import bench_inbox

    figures = bench_inbox(
        conversations=args.conversations,
        messages=max(args.messages, args.conversations),
        visits=args.visits,
        told=progress,
    )
    varied = [kind for kind, many in figures["queries"].items() if kind.startswith("list ") and len(many) > 1]
    return published(args, figures) or (2 if figures["duplicate"] or figures["missing"] or varied else 0)


def search(args: argparse.Namespace) -> int:
    """Exit 1 as `policy`; 2 when a question was answered wrongly."""
    from sapa.lab.bench.search import bench_search

    figures = bench_search(contacts=args.contacts, questions=args.questions, told=progress)
    return published(args, figures) or (2 if figures["missing"] else 0)


def import_(args: argparse.Namespace) -> int:
    """Exit 1 as `policy`; 2 when an order is missing or there are too many."""
    from sapa.lab.bench.imports import bench_import

    figures = bench_import(rows=args.rows, repeats=args.repeats, told=progress)
    return published(args, figures) or (2 if figures["duplicate"] or figures["missing"] else 0)


def ingest(args: argparse.Namespace) -> int:
    """Exit 1 as `policy`; 2 when an acknowledged body is not in the database or a status was not applied."""
    from sapa.lab.bench.ingest import bench_ingest

    figures = bench_ingest(
        command=web_command,
        connections=args.connections,
        seconds=args.seconds,
        messages=args.messages,
        repeats=args.repeats,
        told=progress,
    )
    return published(args, figures) or (2 if figures["duplicate"] or figures["missing"] else 0)


def web_command(application: str | None, port: int) -> list[str]:
    """The web process of `sapa serve`, or the same program with another application."""
    from sapa.config.house import House, web

    words = list(web(House("127.0.0.1", port, 0)).command)
    return [application if application and word == "sapa.config.asgi:application" else word for word in words]


def dispatch(args: argparse.Namespace) -> int:
    """Exit 1 as `policy`; 2 when a message came twice or not at all."""
    from sapa.lab.bench.dispatch import bench_dispatch

    figures = bench_dispatch(
        told=progress,
        messages=args.messages,
        workers=args.workers,
        repeats=args.repeats,
        gated=not args.without_gate,
        replies=args.replies,
        one_number=args.one_number,
        latency=args.latency,
    )
    wrong = figures["duplicate"] or figures["missing"] or not figures["unique"]
    return published(args, figures) or (2 if wrong else 0)


def progress(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def settle(args: argparse.Namespace) -> int:
    """Exit 1 as `policy`; 2 when a follow-up was lost, decided twice or sent too close to another."""
    from sapa.lab.bench.settle import bench_settle

    figures = bench_settle(
        contacts=args.contacts,
        follow_ups=min(args.follow_ups, 2 * args.contacts),
        workers=args.workers,
        repeats=args.repeats,
        events=args.events,
        told=progress,
    )
    wrong = figures["duplicate"] or figures["missing"] or figures["unique"] != figures["follow_ups"]
    return published(args, figures) or (2 if wrong else 0)


def policy(args: argparse.Namespace) -> int:
    """Exit 1 with a sentence when other programs used more than a tenth of the processor."""
    from sapa.lab.bench import bench_policy

    figures = bench_policy(cases=args.cases, seconds=args.seconds, repeats=args.repeats, seed=args.seed)
    return published(args, figures)


def published(args: argparse.Namespace, figures: dict[str, Any]) -> int:
    from sapa.lab.bench import NOISE_LIMIT

    if figures["other_cpu_pct"] > NOISE_LIMIT and not args.anyway:
        told = _("Other programs used %(busy)d%% of the processor: not published (--anyway publishes).")
        print(told % {"busy": round(figures["other_cpu_pct"])}, file=sys.stderr)
        return 1
    print(json.dumps(figures) if args.json else in_words(figures))
    return 0


def in_words(figures: dict[str, object]) -> str:
    told = labels()
    width = max(len(told.get(name, name)) for name in figures)
    return "\n".join(f"{told.get(name, name):>{width}}: {value}" for name, value in figures.items())
