"""A shop with real processes whose WhatsApp is a simulator: what the phones saw is the oracle (decisions.md 41)."""

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sapa.base.signatures import sign
from sapa.lab.demo.keepsake import ACCOUNT_ID, PHONE_NUMBER_ID, Keepsake, keepsake
from sapa.lab.demo.seed import FIRST_MOMENT
from tests.faults.home import laid_home, line
from tests.faults.relay import Relay
from tests.faults.test_serve import free_port
from tests.routes.servers import ask, wait_for

CUSTOMERS = 120


@dataclass
class Place:
    """A shop with real processes; the simulator stands apart and outlives the house."""

    home: Path
    port: int = field(default_factory=free_port)
    phones: int = field(default_factory=free_port)
    workers: int = 1
    customers: int = CUSTOMERS
    relay: "Relay | None" = None
    serving: "subprocess.Popen[str] | None" = None
    insider: "subprocess.Popen[str] | None" = None

    @property
    def kept(self) -> Keepsake:
        return keepsake(self.home)

    @property
    def environ(self) -> dict[str, str]:
        known = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        provider = self.relay.port if self.relay else self.phones
        return known | {
            "SAPA_HOME": str(self.home),
            "SAPA_DEMO": "1",
            "SAPA_WORKERS": str(self.workers),
            "SAPA_PORT": str(self.port),
            "SAPA_URL": f"http://127.0.0.1:{self.port}",
            "SAPA_GRAPH_URL": f"http://127.0.0.1:{provider}",
            "SAPA_EGRESS_ALLOW": f"127.0.0.1:{provider}",
            "SAPA_LOG_LEVEL": "error",
            "DJANGO_SETTINGS_MODULE": "sapa.config.settings",
        }

    def start(self) -> None:
        command = [sys.executable, "-m", "sapa.config.cli", "serve"]
        self.serving = subprocess.Popen(command, env=self.environ, text=True, stdout=subprocess.PIPE)
        assert line(self.serving).startswith("Sapa: http://")

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        assert self.serving
        self.serving.send_signal(how)
        code = self.serving.wait(60)
        self.serving.communicate()
        return code

    @contextmanager
    def working(self, failpoint: str = "") -> "Iterator[subprocess.Popen[str]]":
        """One worker more; with a failpoint it dies there. Stopped at the end if it still lives."""
        command = [sys.executable, "-m", "sapa.config.cli", "worker", "--attached"]
        environ = self.environ | ({"SAPA_FAILPOINT": failpoint} if failpoint else {})
        worker = subprocess.Popen(command, env=environ, text=True)
        try:
            yield worker
        finally:
            worker.terminate()
            worker.wait(60)

    def run(self, *words: str) -> str:
        command = [sys.executable, *words]
        done = subprocess.run(command, env=self.environ, check=True, capture_output=True, text=True)
        return done.stdout

    def control(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        headers = {"Content-Type": "application/json"}
        sent = json.dumps(body).encode() if body else b""
        return json.loads(ask(self.phones, method, f"/_control/{path}", sent, headers).body)

    def worker(self) -> int:
        """The process of the only worker."""
        assert self.serving
        children = Path(f"/proc/{self.serving.pid}/task/{self.serving.pid}/children").read_text().split()
        workers = [pid for pid in children if "worker" in Path(f"/proc/{pid}/cmdline").read_text()]
        return int(workers[0]) if workers else 0

    def kill_database(self) -> None:
        """As the system does when memory runs out; the supervisor starts it again."""
        note = next(self.home.rglob("postmaster.pid"))
        os.kill(int(note.read_text().split("\n", 1)[0]), signal.SIGKILL)

    def approve_templates(self) -> None:
        """The provider says that every template may be used again."""
        for template in self.control("GET", "state")["templates"]:
            named = {name: template[name] for name in ("name", "language")}
            self.control("POST", "templates", {**named, "status": "APPROVED"})

    def order_all(self, batch: str) -> None:
        """Everybody ordered five hours ago and has not paid: the reminders are due now."""
        placed = FIRST_MOMENT.replace(hour=3).isoformat()
        orders = [
            {
                "order": {
                    "id": f"{batch}-{number}",
                    "placed_at": placed,
                    "goods": "Kopi",
                    "total": 90000,
                    "links": {"pay": "https://tokosari.test/bayar"},
                },
                "customer": {
                    "name": "Dewi",
                    "phone": f"+62812{ord(batch)}{number:05}",
                    "postcode": "10110",
                    "province": "DKI Jakarta",
                },
            }
            for number in range(self.customers)
        ]
        body = json.dumps({"orders": orders}).encode()
        headers = {"X-Sapa-Signature": sign(body, self.kept.app_secret)}
        assert ask(self.port, "POST", f"/hooks/generic/{self.kept.source}/", body, headers).status == 200

    def received(self, batch: str) -> Counter[str]:
        """Messages by phone, as the phones saw them."""
        told = self.control("GET", "messages")["messages"]
        return Counter(one["phone"] for one in told if f"pesanan {batch}-" in one["text"])

    def states(self, batch: str) -> dict[str, int]:
        found: dict[str, int] = self.inside("states", batch)
        return found

    def inside(self, wanted: str, batch: str = "") -> Any:
        """What `tests/faults/insider.py` answers; asked anew when the database was away."""
        if self.insider is not None and self.insider.poll() is not None:
            self.insider.communicate()
            self.insider = None
        if self.insider is None:
            command = [sys.executable, "-m", "tests.faults.insider"]
            pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
            self.insider = subprocess.Popen(command, env=self.environ, **pipes)
        assert self.insider.stdin
        self.insider.stdin.write(json.dumps([wanted, batch]) + "\n")
        self.insider.stdin.flush()
        if not (told := line(self.insider)):
            raise OSError("no answer")
        return json.loads(told)

    def settled(self, batch: str, *uncertain: str) -> bool:
        """Whatever a phone saw is known as accepted, everybody else's stands in one of these states."""
        seen, states = len(self.received(batch)), self.states(batch)
        everybody = sum(states.values()) == self.customers
        return everybody and states.pop("accepted", 0) == seen and set(states) <= set(uncertain)


@contextmanager
def simulator(place: Place) -> Iterator[None]:
    door = f"http://127.0.0.1:{place.port}/hooks/whatsapp/{place.kept.endpoint}/"
    command = [sys.executable, "-m", "simulator", "--port", str(place.phones), "--webhook", door]
    command += ["--app-secret", place.kept.app_secret, "--token", place.kept.token]
    command += ["--phone-number-id", PHONE_NUMBER_ID, "--waba-id", ACCOUNT_ID]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert line(process).startswith("Ponsel")
        yield
    finally:
        process.kill()
        process.communicate()


def until(condition: Callable[[], Any]) -> None:
    def quietly() -> Any:
        try:
            return condition()
        except OSError:
            return False

    wait_for(quietly, seconds=40)


@contextmanager
def open_shop(workers: int = 1, customers: int = CUSTOMERS, *, relayed: bool = False) -> Iterator[Place]:
    """`relayed`: the line to the provider can be cut."""
    with laid_home() as home:
        place = Place(home, workers=workers, customers=customers)
        place.relay = Relay(place.phones) if relayed else None
        with simulator(place):
            try:
                if place.relay:
                    place.relay.join()
                place.start()
                place.run("-m", "sapa.config.cli", "demo", "--prepare")
                until(lambda: place.control("POST", "clock", {"now": FIRST_MOMENT.isoformat()}))
                with contextlib.nullcontext() if workers else place.working():
                    until(lambda: len(place.control("GET", "state")["templates"]) >= 4)
                yield place
            finally:
                for process in filter(None, (place.insider, place.serving)):
                    process.terminate()
                    process.communicate(timeout=60)
                if place.relay:
                    place.relay.cut()
