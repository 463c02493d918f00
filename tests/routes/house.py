"""Toko Sari's house for one test: a shop that orders come into, phones that ring, a clock that can be moved."""

import asyncio
import json
import threading
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from sapa.base.clock import business_now, demo_target, set_demo_now, set_demo_target
from sapa.base.scope import workspace_scope
from sapa.base.signatures import sign, timestamp_of
from sapa.config import worker
from sapa.journeys.models import FollowUp
from sapa.lab.demo.cast import OWNER
from sapa.lab.demo.clock import advance
from sapa.lab.demo.keepsake import Keepsake
from sapa.lab.demo.phones import tell_clock
from sapa.messaging.channels.whatsapp.client import client
from sapa.messaging.delivery import deliver_once
from sapa.messaging.models import Message
from sapa.messaging.schemas import Letter, Outcome, Sender
from tests.routes.browser import Browser
from tests.routes.cast import Customer
from tests.routes.servers import PATIENCE_SECONDS, Answer, Phones, Web, ask

DELIVERY, CLOCK = "delivery", "demo clock"


class Wire:
    """The real client, called step by step."""

    def __init__(self, stack: ExitStack) -> None:
        self._loop = asyncio.new_event_loop()
        stack.callback(self._loop.close)
        opened = client()
        self._client = self._loop.run_until_complete(opened.__aenter__())
        stack.callback(lambda: self._loop.run_until_complete(opened.__aexit__(None, None, None)))

    def send(self, channel: Sender, message: Letter, token: str) -> Outcome:
        return self._loop.run_until_complete(self._client.send(channel, message, token))


class HouseClock:
    """Business time; it never goes back."""

    def __init__(self, house: "House") -> None:
        self._house = house

    def now(self) -> datetime:
        return business_now()

    def to(self, moment: datetime) -> None:
        """Plays forward: whatever falls due on the way happens at its time."""
        set_demo_target(moment)
        self._house.settle()

    def wait(self, span: timedelta) -> None:
        self.to(self.now() + span)

    def jump(self, moment: datetime) -> None:
        """As after a night without a worker: nothing happens on the way."""
        tell_clock(set_demo_now(moment))


@contextmanager
def working() -> Iterator[None]:
    """The real loops of `sapa worker` in a thread; whoever asks must wait."""
    stop, loop = asyncio.Event(), asyncio.new_event_loop()
    thread = threading.Thread(target=lambda: loop.run_until_complete(worker.run(stop)), name="worker")
    thread.start()
    try:
        yield
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join()
        loop.close()


@dataclass(frozen=True)
class Phone:
    """One customer's phone on the simulator."""

    port: int
    number: str

    @property
    def messages(self) -> list[dict[str, Any]]:
        """What the shop sent, oldest first."""
        asked = ask(self.port, "GET", f"/_control/messages?phone={quote(self.number)}")
        found = json.loads(asked.body)["messages"]
        return [one for one in found if one["dir"] == "out"]

    @property
    def texts(self) -> list[str]:
        return [one["text"] for one in self.messages]

    @property
    def times(self) -> list[datetime]:
        return [datetime.fromisoformat(one["at"]) for one in self.messages]

    def says(self, text: str, **how: Any) -> None:
        """`how`: what `/_control/inbound` takes beside, such as type="image" or a name."""
        body = json.dumps({"from": self.number, "text": text, **how}).encode()
        headers = {"Content-Type": "application/json"}
        assert ask(self.port, "POST", "/_control/inbound", body, headers).status == 200


@dataclass
class House:
    web: Web
    phones: Phones
    kept: Keepsake
    workspace_id: int
    stack: ExitStack
    paused: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.clock = HouseClock(self)
        self._wire = Wire(self.stack)

    # What the shop's own system says

    def order(self, number: str, customer: Customer | None = None, **said: Any) -> int:
        """Posts an order as a shop would; gives the HTTP status. Without a customer: news of a known order."""
        return self.post(self.order_body(number, customer, **said)).status

    def order_body(self, number: str, customer: Customer | None = None, **said: Any) -> bytes:
        order: dict[str, Any] = {"id": number, **said}
        body: dict[str, Any] = {"order": order}
        if customer:
            new = {"placed_at": self.clock.now().isoformat(), "goods": "Kopi Gayo 1 kg", "total": 185000}
            order.update({"links": {"pay": f"https://tokosari.test/bayar/{number}"}, **new, **said})
            body["customer"] = {name: getattr(customer, name) for name in Customer.__dataclass_fields__}
        return json.dumps(body, default=str).encode()

    def post(self, body: bytes, **headers: str) -> Answer:
        """Signed, unless headers say otherwise."""
        timestamp = timestamp_of(self.clock.now())
        given = {
            "X-Sapa-Timestamp": timestamp,
            "X-Sapa-Signature": sign(body, self.kept.app_secret, timestamp),
        }
        named = {name.replace("_", "-"): text for name, text in headers.items()}
        sent = {name: text for name, text in (given | named).items() if text}
        return ask(self.web.port, "POST", f"/hooks/generic/{self.kept.source}/", body, sent)

    # What people see and do

    def browser(self, email: str = OWNER[0]) -> Browser:
        return Browser(self.web.port, email)

    def phone(self, customer: Customer) -> Phone:
        return Phone(self.phones.port, customer.phone)

    # What the worker does

    def settle(self, *, without: Collection[str] = ()) -> None:
        """Works until nothing is left to do now, and the clock stands where it was sent."""
        self.paused = set(without)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while self._busy():
            assert time.monotonic() < deadline, "the house does not come to rest"

    def _busy(self) -> bool:
        """The phones are asked first: what they delivered by then is worked on in this round."""
        quiet = self.phones.quiet()
        return bool(self._work()) or not quiet or self._play()

    def _work(self) -> int:
        """One round of every loop of the worker."""
        steps = [(name, step) for name, step, _ in worker.steps() if name not in {CLOCK, *self.paused}]
        done = sum(step(now=business_now()) for _, step in steps)
        if DELIVERY not in self.paused:
            done += deliver_once(now=business_now(), transport=self._wire)
        return done + self._chores()

    def _chores(self) -> int:
        from procrastinate.contrib.django import app
        from procrastinate.contrib.django.models import ProcrastinateJob

        waiting = ProcrastinateJob.objects.filter(status="todo").count()
        if waiting:
            with app.replace_connector(app.connector.get_worker_connector()) as chores:  # type: ignore[attr-defined]
                chores.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)
        return waiting

    def _play(self) -> bool:
        """One step of the demo clock, if it was sent somewhere; where it waits, something has just fallen due."""
        if DELIVERY in self.paused or demo_target() is None:
            return False
        return bool(advance(now=business_now())) or not self.paused

    def running(self) -> AbstractContextManager[None]:
        return working()

    # What stands in the books

    @contextmanager
    def inside(self) -> Iterator[None]:
        with workspace_scope(self.workspace_id):
            yield

    def follow_ups(self, **wanted: Any) -> list[FollowUp]:
        with self.inside():
            return list(FollowUp.objects.filter(**wanted).select_related("order").order_by("pk"))

    def follow_up(self, **wanted: Any) -> FollowUp:
        [only] = self.follow_ups(**wanted)
        return only

    def sent(self) -> list[Message]:
        with self.inside():
            return list(Message.objects.filter(direction="out", state="accepted").order_by("pk"))

    def counts(self, *models: Any) -> Mapping[str, int]:
        with self.inside():
            return {model.__name__: model.objects.count() for model in models}
