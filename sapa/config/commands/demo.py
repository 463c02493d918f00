"""`sapa demo`: a shop to try, with a simulated WhatsApp and a clock that can be moved; or a replay of an order file."""

import argparse
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

SIMULATOR_PORT = 8090
TRY = """
Yang bisa dicoba:
  1. Masuk sebagai pemilik, buka Pesanan → Impor, pilih berkas CSV pesanan Anda.
  2. Lihat Tindak lanjut: setiap pesan yang direncanakan, waktunya, dan alasannya.
  3. Majukan jam demo di halaman Hari ini; pesan tiba di ponsel simulasi.
  4. Balas sebagai pelanggan di ponsel simulasi; alurnya berhenti dan balasannya masuk Kotak masuk.
Berhenti: Ctrl-C. Data demo: {home}
"""


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("demo", help="try Sapa with a demo shop, or replay an order file")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on")
    parser.add_argument(
        "--simulator-port", type=int, default=SIMULATOR_PORT, help="port of the simulated phones"
    )
    parser.add_argument("--reload", action="store_true", help="start again when a source file changes")
    parser.add_argument("--prepare", action="store_true", help=argparse.SUPPRESS)
    replay = parser.add_argument_group("replay")
    replay.add_argument(
        "--replay", type=Path, metavar="ORDERS.csv", help="let these orders arrive in fast time"
    )
    replay.add_argument("--from", dest="since", type=date.fromisoformat, metavar="DATE", help="first day")
    replay.add_argument("--until", type=date.fromisoformat, metavar="DATE", help="last day")
    replay.add_argument("--ledger", type=Path, metavar="OUT.jsonl", help="every message the phones saw")
    replay.add_argument("--inputs", type=Path, metavar="OUT.jsonl", help="every event with its time")
    replay.add_argument("--seed", type=int, default=1, help="of the simulated customers")
    replay.add_argument("--reply-rate", type=float, default=0.25, help="share of messages that are answered")
    replay.add_argument("--json", action="store_true", help="print the account as one JSON object too")
    parser.set_defaults(run=demo)


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
    from sapa.lab.demo.seed import seed

    seed(keepsake(instance().home))
    return 0


def _serve(args: argparse.Namespace) -> int:
    from sapa.base.child import ChildProcess
    from sapa.base.instance import instance
    from sapa.config.house import House, answers, serve
    from sapa.lab.demo.keepsake import ACCOUNT_ID, PHONE_NUMBER_ID, keepsake

    kept = keepsake(instance().home)
    command = [sys.executable, "-m", "simulator", "--port", str(args.simulator_port)]
    command += ["--webhook", f"{instance().url}/hooks/whatsapp/{kept.endpoint}/"]
    command += ["--app-secret", kept.app_secret, "--token", kept.token]
    command += ["--phone-number-id", PHONE_NUMBER_ID, "--waba-id", ACCOUNT_ID]
    phones = ChildProcess("simulator", command, ready=lambda: answers("127.0.0.1", args.simulator_port))
    house = House(
        args.host,
        args.port,
        1,
        args.reload,
        neighbours=[phones],
        prepare=_prepare_apart,
        announce=lambda: _announce(args.simulator_port),
    )
    return serve(house)


def _prepare_apart() -> None:
    """In a process of its own, so that the supervisor stays small."""
    subprocess.run([sys.executable, "-m", "sapa.config.cli", "demo", "--prepare"], check=True)


def _announce(simulator_port: int) -> None:
    from sapa.base.instance import instance
    from sapa.lab.demo.cast import OWNER, STRANGER, TEAM
    from sapa.lab.demo.keepsake import keepsake

    kept = keepsake(instance().home)
    print(f"\nSapa demo: {instance().url}\nPonsel simulasi: http://127.0.0.1:{simulator_port}\n")
    print(f"Kata sandi semua orang: {kept.password}")
    for email, name, role in (OWNER, *TEAM):
        print(f"  {email:24} {name} ({role.value})")
    print(f"  {STRANGER[0]:24} {STRANGER[1]} (tanpa akses)")
    print(TRY.format(home=instance().home), flush=True)
