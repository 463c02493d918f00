"""What goes wrong in a run of chaos, drawn from one seed, and the figures that the phones and the books tell."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sapa.base.signatures import sign
from sapa.lab.demo.seed import FIRST_MOMENT
from tests.faults.place import Place
from tests.routes.servers import ask, wait_for

PATIENCE_SECONDS = 900
PER_BODY = 300
ARRIVED = ("accept_then_timeout", "500_after_accept", "accept_then_reset")
NEVER_ARRIVED = ("timeout", "500_before_accept", "reset")
# reliability.md 1, the mix of the measured designs
MIX: tuple[tuple[str, float], ...] = (
    ("accept_then_timeout", 0.05),
    ("timeout", 0.05),
    ("500_after_accept", 0.03),
    ("500_before_accept", 0.03),
    ("accept_then_reset", 0.02),
    ("reset", 0.02),
    ("rate_limit", 0.03),
)
UNEASY = (("webhook_duplicate", 0.5), ("webhook_delay", 0.3), ("webhook_shuffle", 1.0))


@dataclass
class Crew:
    """Workers of one shop that may be killed at any moment; each is followed by another."""

    place: Place
    count: int
    hands: "list[subprocess.Popen[str]]" = field(default_factory=list)

    def hire(self) -> None:
        while len(self.hands) < self.count:
            command = [sys.executable, "-m", "sapa.config.cli", "worker", "--attached"]
            self.hands.append(subprocess.Popen(command, env=self.place.environ, text=True))

    def kill(self, nth: int) -> None:
        hand = self.hands.pop(nth % len(self.hands))
        hand.kill()
        hand.wait()

    def let_go(self) -> None:
        """They finish what is in flight."""
        for hand in self.hands:
            hand.send_signal(signal.SIGCONT)
            hand.terminate()
        for hand in self.hands:
            hand.wait(120)
        self.hands.clear()


@contextmanager
def crew(place: Place, count: int) -> Iterator[Crew]:
    working = Crew(place, count)
    working.hire()
    try:
        yield working
    finally:
        working.let_go()


@dataclass(frozen=True)
class Figures:
    """Of one run; `twice`: copies beyond the first on any phone for one intent."""

    seed: int
    intents: int
    seen: int
    twice: int
    unknown: int
    quarantined: int
    other: int
    interrupted: int
    never_arrived: int
    kills: int
    seconds: int

    def line(self) -> str:
        return " ".join(f"{name}={value}" for name, value in asdict(self).items())


def order(place: Place, batch: str, numbers: range, **more: Any) -> None:
    """Unpaid since five hours, so that a reminder is due; with `paid_at` a confirmation is."""
    for first in range(0, len(numbers), PER_BODY):
        _post(place, {"orders": [_order(batch, n, more) for n in numbers[first : first + PER_BODY]]})


def paid(at: datetime) -> dict[str, Any]:
    return {"status": "paid", "paid_at": at.isoformat(), "placed_at": (at - timedelta(minutes=5)).isoformat()}


def phone(batch: str, number: int) -> str:
    return f"+62812{ord(batch)}{number:05}"


def unpaid(now: str, *, hours: int, payable_hours: int) -> dict[str, Any]:
    """Placed so many hours ago, and payable for so many from then on."""
    at = datetime.fromisoformat(now) - timedelta(hours=hours)
    until = at + timedelta(hours=payable_hours)
    return {"placed_at": at.isoformat(), "payment_deadline": until.isoformat()}


def jump(place: Place, moment: str) -> None:
    """Business time, here and on the phones."""
    now = place.inside("clock_to", moment)
    with suppress(OSError):
        place.control("POST", "clock", {"now": now})


def ended_silence(place: Place) -> bool:
    """A silent number is asked at once instead of minutes later."""
    if place.inside("pace")["closed"]:
        place.inside("let_silence_end")
    return True


def by_second(place: Place, batch: str, since: str) -> "Counter[int]":
    told = place.control("GET", "messages")["messages"]
    mine = [one for one in told if one["dir"] == "out" and f"pesanan {batch}-".lower() in one["text"].lower()]
    times = [datetime.fromisoformat(one["at"]) for one in mine]
    return Counter(int(at.timestamp()) for at in times if at >= datetime.fromisoformat(since))


def _order(batch: str, number: int, more: dict[str, Any]) -> dict[str, Any]:
    told = {
        "id": f"{batch}-{number}",
        "placed_at": FIRST_MOMENT.replace(hour=3).isoformat(),
        "goods": "Kopi",
        "total": 90000,
        "links": {"pay": "https://tokosari.test/bayar"},
    }
    customer = {
        "name": "Dewi",
        "phone": phone(batch, number),
        "postcode": "10110",
        "province": "DKI Jakarta",
    }
    return {"order": told | more, "customer": customer}


def _post(place: Place, body: dict[str, Any]) -> None:
    raw = json.dumps(body).encode()
    headers = {"X-Sapa-Signature": sign(raw, place.kept.app_secret)}
    assert ask(place.port, "POST", f"/hooks/generic/{place.kept.source}/", raw, headers).status == 200


def seen(place: Place, batch: str) -> "Counter[str]":
    """Messages by phone and text, as the phones saw them."""
    told = place.control("GET", "messages")["messages"]
    mine = [one for one in told if one["dir"] == "out" and f"pesanan {batch}-".lower() in one["text"].lower()]
    return Counter(f"{one['phone']} {one['text']}" for one in mine)


def hits(place: Place, kinds: tuple[str, ...]) -> int:
    return sum(rule["hits"] for rule in place.control("GET", "state")["faults"] if rule["kind"] in kinds)


def quiet(place: Place) -> bool:
    """No webhook is on its way but receipts of phones that are switched off."""
    return int(place.control("GET", "state")["webhook"]["waiting"]) == 0


def patiently(condition: Callable[[], Any]) -> None:
    """The house may be away for a while, and the machine busy."""

    def asked() -> Any:
        with suppress(OSError, ValueError):
            return condition()
        return False

    wait_for(asked, PATIENCE_SECONDS)


def stir(place: Place, workers: Crew, rng: random.Random, *, kills: int, databases: int) -> None:
    """Kills at moments of the seed while work goes on; the killed are followed at once."""
    deeds = ["worker"] * kills + ["database"] * databases
    rng.shuffle(deeds)
    for deed in deeds:
        time.sleep(rng.uniform(0.2, 3.0))
        if deed == "database":
            with suppress(StopIteration, ProcessLookupError):
                place.kill_database()
        else:
            workers.kill(rng.randrange(workers.count))
            workers.hire()


def seeds(most: int = 3) -> list[int]:
    """`SAPA_CHAOS_SEEDS=1,2,3` chooses them."""
    told = os.environ.get("SAPA_CHAOS_SEEDS", "")
    return [int(one) for one in told.split(",")] if told else list(range(1, most + 1))


def intents() -> int:
    """`SAPA_CHAOS_INTENTS=10000` for a long run."""
    return min(int(os.environ.get("SAPA_CHAOS_INTENTS", "600")), 10_000)
