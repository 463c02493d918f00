"""A transport that answers as it is told, for tests of delivery."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connections

from sapa.base.scope import workspace_scope
from sapa.messaging.channels.whatsapp import parse
from sapa.messaging.delivery import deliver_once
from sapa.messaging.models import Attempt, Channel, Message
from sapa.messaging.schemas import Letter, Outcome, Outgoing, Sender
from sapa.messaging.services import queue, receive, register_template, template_pushed
from tests.rooms.messaging.bodies import body, status

Answer = Callable[[Letter], Outcome]


def accepted(letter: Letter) -> Outcome:
    return Outcome("accepted", wamid=f"wamid.{letter.message_id}.{letter.n}", http=200)


def refused(code: int, http: int = 400) -> Answer:
    return lambda _: Outcome("refused", code=code, http=http)


def server_error(letter: Letter) -> Outcome:
    return Outcome("unknown", http=503)


def dies(letter: Letter) -> Outcome:
    """The process is killed between commit and answer."""
    raise KeyboardInterrupt


@dataclass
class Wire:
    """Remembers every letter; `answer` may be changed between calls."""

    answer: Answer = accepted
    letters: list[Letter] = field(default_factory=list)

    def send(self, channel: Sender, message: Letter, token: str) -> Outcome:
        self.letters.append(message)
        return self.answer(message)


@dataclass
class Post:
    """The shop's way out, with real commits and every role."""

    channel: Channel
    workspace_id: int
    wire: Wire = field(default_factory=Wire)

    @contextmanager
    def inside(self) -> Iterator[None]:
        with workspace_scope(self.workspace_id):
            yield

    def queue(self, now: datetime, *outgoing: Outgoing) -> list[int]:
        with self.inside():
            return queue(outgoing=outgoing, now=now)

    def deliver(self, now: datetime) -> int:
        return deliver_once(now=now, transport=self.wire)

    def template(self, now: datetime, source: str) -> int:
        with self.inside():
            template = register_template(
                channel_id=self.channel.pk, name="belum_bayar", category="utility", source=source, now=now
            )
            return template.pk

    def approve(self, template_id: int, now: datetime) -> None:
        with self.inside():
            template_pushed(template_id=template_id, external_id="12", status="APPROVED", now=now)

    def message(self, pk: int) -> Message:
        with self.inside():
            return Message.objects.get(id=pk)

    def attempts(self, pk: int) -> list[Attempt]:
        with self.inside():
            return list(Attempt.objects.filter(message_id=pk).order_by("n"))

    def hear(self, now: datetime, *statuses: dict[str, object]) -> None:
        with self.inside():
            receive(channel=Channel.objects.get(), parsed=parse(body(statuses=list(statuses))), now=now)

    def hear_of(self, letter: Letter, word: str, now: datetime, wamid: str = "wamid.late") -> None:
        self.hear(now, status(wamid, word, now, letter.token))


def leases_run_out() -> None:
    with connections["dispatch"].cursor() as cursor:
        cursor.execute(
            "UPDATE messaging_message SET lease_until = '2000-01-01Z' WHERE lease_until IS NOT NULL"
        )
