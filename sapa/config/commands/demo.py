"""`sapa demo`: a shop to try, with a simulated WhatsApp and a clock that can be moved; or a replay of an order file."""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

from sapa.config.parsers import add_command, day
from sapa.config.words import _

SIMULATOR_PORT = 8090


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    example = "sapa demo --replay orders.csv --from 2017-11-24 --until 2017-11-30"
    says = _("try Sapa with a demo shop, or replay an order file")
    parser = add_command(commands, "demo", says, example)
    parser.add_argument("--host", default="127.0.0.1", help=_("address to listen on"))
    parser.add_argument("--port", type=int, default=8000, help=_("port to listen on"))
    simulator = _("port of the simulated phones")
    parser.add_argument("--simulator-port", type=int, default=SIMULATOR_PORT, help=simulator)
    parser.add_argument("--reload", action="store_true", help=_("start again when a source file changes"))
    parser.add_argument("--prepare", action="store_true", help=argparse.SUPPRESS)
    _add_replay(parser.add_argument_group(_("replay")))
    parser.set_defaults(run=demo)


def _add_replay(group: "argparse._ArgumentGroup") -> None:
    say = group.add_argument
    say("--replay", type=Path, metavar=_("ORDERS.csv"), help=_("let these orders arrive in fast time"))
    say("--from", dest="since", type=day, metavar=_("DAY"), help=_("first day, like 2017-11-24"))
    say("--until", type=day, metavar=_("DAY"), help=_("last day"))
    say("--ledger", type=Path, metavar=_("OUT.jsonl"), help=_("every message the phones saw"))
    say("--inputs", type=Path, metavar=_("OUT.jsonl"), help=_("every event with its time"))
    say("--seed", type=int, default=1, help=_("seed of the simulated customers (default 1)"))
    share = _("share of messages that are answered (default 0.25)")
    say("--reply-rate", type=float, default=0.25, metavar=_("SHARE"), help=share)
    say("--json", action="store_true", help=_("print the account as one JSON object too"))


def demo(args: argparse.Namespace) -> int:
    if args.replay:
        from sapa.lab.replay import replay

        return replay(args)
    _demo_environment(args)
    return _prepare() if args.prepare else _serve(args)


def _demo_environment(args: argparse.Namespace) -> None:
    """Demo mode has a home of its own, so that a real shop's data is never touched."""
    from sapa.base.instance import default_home, instance

    here = f"127.0.0.1:{args.simulator_port}"
    home = default_home()
    given = {
        "SAPA_DEMO": "1",
        "SAPA_HOME": str(home.with_name(f"{home.name}-demo")),
        "SAPA_HOST": args.host,
        "SAPA_PORT": str(args.port),
        "SAPA_URL": f"http://{args.host}:{args.port}",
        "SAPA_GRAPH_URL": f"http://{here}",
        "SAPA_EGRESS_ALLOW": here,
        "SAPA_LOG_LEVEL": "warning",
    }
    for name, value in given.items():
        os.environ.setdefault(name, value)
    instance.cache_clear()


def _prepare() -> int:
    import django

    django.setup()
    from sapa.base.instance import instance
    from sapa.lab.demo.keepsake import keepsake
    from sapa.lab.demo.people import login_links
    from sapa.lab.demo.seed import seed

    seed(keepsake(instance().home), examples=True)
    sys.stdout.write(json.dumps({link.name: link.url for link in login_links()}))
    return 0


def _serve(args: argparse.Namespace) -> int:
    from sapa.base.child import ChildProcess
    from sapa.base.instance import instance
    from sapa.config.house import House, answers, serve
    from sapa.lab.demo.keepsake import ACCOUNT_ID, PHONE_NUMBER_ID, keepsake

    kept = keepsake(instance().home)
    command = [sys.executable, "-m", "simulator", "--port", str(args.simulator_port)]
    command += ["--webhook", f"{instance().url}/hooks/whatsapp/{kept.endpoint}/"]
    command += ["--app-secret", kept.app_secret, "--token", kept.token, "--fresh"]
    command += ["--phone-number-id", PHONE_NUMBER_ID, "--waba-id", ACCOUNT_ID]
    phones = ChildProcess("simulator", command, ready=lambda: answers("127.0.0.1", args.simulator_port))
    links: dict[str, str] = {}
    house = House(
        args.host,
        args.port,
        1,
        args.reload,
        neighbours=[phones],
        prepare=lambda: links.update(_prepare_apart()),
        announce=lambda: _announce(args.simulator_port, links),
    )
    return serve(house)


def _prepare_apart() -> dict[str, str]:
    """In a process of its own, so that the supervisor stays small. Gives each person's log-in link."""
    command = [sys.executable, "-m", "sapa.config.cli", "demo", "--prepare"]
    links: dict[str, str] = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    return links


def _announce(simulator_port: int, links: dict[str, str]) -> None:
    from sapa.base.instance import instance
    from sapa.lab.demo.cast import OWNER, STRANGER, TEAM
    from sapa.lab.demo.keepsake import keepsake

    kept = keepsake(instance().home)
    print("\n" + _("Sapa demo: %(url)s") % {"url": instance().url})
    print(_("Simulated phones: %(url)s") % {"url": f"http://127.0.0.1:{simulator_port}"} + "\n")
    print(_("Everybody's password: %(password)s") % {"password": kept.password})
    for email, name, role in (OWNER, *TEAM):
        print(f"  {email:24} {name} ({role.value})")
    outside = _("no access")
    print(f"  {STRANGER[0]:24} {STRANGER[1]} ({outside})\n")
    print(_("One click to log in:"))
    for name, link in links.items():
        print(f"  {name:6} {link}")
    print()
    for line in _to_try():
        print(line)
    print(_("Stop: Ctrl-C. Data of the demo: %(home)s") % {"home": instance().home}, flush=True)


def _to_try() -> tuple[str, ...]:
    return (
        _("What to try:"),
        _("  1. Sign in as the owner, open Orders → Import and choose a CSV file of your orders."),
        _("  2. See Follow-ups: every message that is planned, when it goes and why."),
        _("  3. Move the demo clock on the page Today; messages arrive on the simulated phones."),
        _("  4. Answer as a customer on a phone; the journey stops and the answer is in the Inbox."),
    )
