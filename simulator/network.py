"""The network between business numbers and their customers, in business time and without HTTP."""

import pickle
from datetime import datetime

from simulator import carrying, deeds, ids, inbound, sending
from simulator.accounts import Account, Business, Number
from simulator.agenda import Agenda, BodyDue, DeedDue, Event, ReplyDue, StatusDue
from simulator.config import Config
from simulator.errors import GraphError, Json
from simulator.faults import Faults
from simulator.ledger import Ledger
from simulator.media import MediaStore
from simulator.phones import Message, Phone, Phones
from simulator.pricing import Pricing
from simulator.rules import Rules
from simulator.templates import Template, Templates

KEPT = ("rules", "business", "phones", "media", "messages", "pricing", "agenda", "traces", "echoes")


class Network:
    """Deterministic: one seed and one order of calls per phone give the same ids, statuses and answers.

    All datetimes are aware. Call `due_webhooks` up to an instant before `send` at that instant.
    """

    def __init__(self, config: Config, ledger: Ledger | None = None, faults: Faults | None = None) -> None:
        self.config = config
        self.ledger = ledger or Ledger(config.ledger)
        self.faults = faults or Faults(config.seed)
        self.version = 0
        self.reset()

    def reset(self) -> None:
        """Forgets phones, messages, templates and everything planned; the ledger keeps what it has."""
        self.rules: Rules = self.config.rules
        self.business = Business(self.config)
        self.phones = Phones(self.config.seed)
        self.media = MediaStore(self.config.seed)
        self.messages: dict[str, Message] = {}
        self.pricing = Pricing()
        self.agenda = Agenda()
        self.traces = 0
        self.echoes = 0
        self.version += 1

    def snapshot(self) -> bytes:
        return pickle.dumps({name: getattr(self, name) for name in KEPT})

    def restore(self, kept: bytes) -> None:
        """Only of what `snapshot` of this process gave."""
        for name, value in pickle.loads(kept).items():  # noqa: S301 (our own bytes, never from outside)
            setattr(self, name, value)
        self.version += 1
        for phone in self.phones.all():
            phone.version = self.version

    @property
    def templates(self) -> Templates:
        """Those of the first account."""
        return self.business.accounts[self.config.waba_id].templates

    # What the business asks for

    def send(self, request: Json, at: datetime, number_id: str | None = None) -> tuple[int, Json]:
        """POST /{phone_number_id}/messages: the HTTP status and the body. 200 means accepted, not sent."""
        try:
            number = self.business.number(number_id) if number_id else self.business.primary
            if request.get("status") == "read":
                return 200, sending.mark_read(self, number, request, at)
            return 200, sending.accept(self, number, request, at)
        except GraphError as error:
            return error.status, self.refusal(error)

    def refusal(self, error: GraphError) -> Json:
        self.traces += 1
        return error.body(ids.trace(self.config.seed, self.traces))

    def create_template(self, account: Account, body: Json, at: datetime) -> Template:
        """Raises GraphError 100 or 80007."""
        return deeds.create(self, account, body, at)

    # What the customers do

    def inbound(self, number: str, answer: Json, at: datetime, to: Number | None = None) -> str:
        """The customer writes, taps or sends: {type?, text?, …} as `inbound.write` takes it.

        Gives the wamid. Raises GraphError 100 when the answer has no known type or lacks its content.
        """
        message, body = inbound.write(self, self.phones.get(number), answer, at, to or self.business.primary)
        if body is not None:
            self.plan_body(at, body)
        return message.wamid

    def read(self, number: str, at: datetime) -> None:
        """The customer looks at the chat."""
        inbound.read(self, self.phones.get(number), at)

    def announce(self, at: datetime, body: Json) -> None:
        """Any other webhook, such as a template that was paused."""
        self.plan_body(at, body)

    # Time

    def next_at(self) -> datetime | None:
        """When the next webhook is due."""
        return self.agenda.next_at()

    def next_answer_at(self) -> datetime | None:
        """When the next webhook is due that is more than sent, delivered or read."""
        return self.agenda.next_answer_at()

    def due_webhooks(self, until: datetime) -> list[tuple[datetime, Json]]:
        """Statuses and answers due up to and including `until`, in time order, each with its instant."""
        return [(at, body) for at, event in self.agenda.taken(until) for body in self._happen(event, at)]

    @property
    def pending(self) -> int:
        return len(self.agenda)

    def _happen(self, event: Event, at: datetime) -> list[Json]:
        if isinstance(event, StatusDue):
            body = carrying.advance(self, self.messages[event.wamid], event.status, at)
        elif isinstance(event, ReplyDue):
            body = self._answer(event, at)
        elif isinstance(event, DeedDue):
            return deeds.happen(self, event, at)
        else:
            body = event.body
        return [] if body is None else [body]

    def _answer(self, event: ReplyDue, at: datetime) -> Json | None:
        """Nobody answers who has blocked the business or switched the phone off meanwhile."""
        to = self.business.numbers.get(event.number, self.business.primary)
        phone = self.phones.get(event.phone)
        return (
            inbound.write(self, phone, {"text": event.text}, at, to)[1]
            if inbound.can_write(phone, to)
            else None
        )

    # Bookkeeping

    def keep(self, phone: Phone, message: Message) -> None:
        phone.messages.append(message)
        self.messages[message.wamid] = message
        self.changed(phone)

    def show(self, phone: Phone, message: Message, at: datetime) -> None:
        """The message is on the phone from now on."""
        if message.shown_at is None:
            message.shown_at = at
            self.ledger.write(message)
            self.changed(phone)

    def changed(self, phone: Phone) -> None:
        self.version += 1
        phone.version = self.version

    def plan(self, at: datetime, event: StatusDue | ReplyDue | DeedDue) -> None:
        key = (
            event.wamid
            if isinstance(event, StatusDue)
            else event.phone
            if isinstance(event, ReplyDue)
            else ""
        )
        self.agenda.add(at, key, event)

    def plan_body(self, at: datetime, body: Json) -> None:
        self.agenda.add(at, "", BodyDue(body))
