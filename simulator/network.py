"""The network between one business number and its customers, in business time and without HTTP."""

from datetime import datetime, timedelta

from simulator import content, customers, ids, limits, pricing, rates, schedule, webhooks
from simulator.agenda import Agenda, BodyDue, Event, ReplyDue, StatusDue
from simulator.config import Config
from simulator.errors import GraphError, Json
from simulator.ledger import Ledger
from simulator.media import MediaStore, placeholder_picture
from simulator.phones import Message, Phone, Phones, e164, greeted_name
from simulator.templates import Rendered, Template, Templates

TYPING = timedelta(seconds=25)


class Network:
    """Deterministic: one seed and one order of calls per phone give the same ids, statuses and answers.

    All datetimes are aware. Call `due_webhooks` up to an instant before `send` at that instant.
    """

    def __init__(self, config: Config, ledger: Ledger | None = None) -> None:
        self.config = config
        self.ledger = ledger or Ledger(config.ledger)
        self.version = 0
        self.reset()

    def reset(self) -> None:
        """Forgets phones, messages, templates and everything planned; the ledger keeps what it has."""
        self.phones = Phones(self.config.seed)
        self.templates = Templates(self.config.seed)
        self.media = MediaStore(self.config.seed)
        self.messages: dict[str, Message] = {}
        self._pricing = pricing.Pricing(self.config.zone)
        self._throughput = rates.Throughput(self.config.mps)
        self._agenda = Agenda()
        self._traces = 0
        self.version += 1

    # What the business asks for

    def send(self, request: Json, at: datetime) -> tuple[int, Json]:
        """POST /{phone_number_id}/messages: the HTTP status and the body. 200 means accepted, not sent."""
        try:
            if request.get("status") == "read":
                return 200, self._mark_read(request, at)
            return 200, self._accept(request, at)
        except GraphError as error:
            return error.status, self.refusal(error)

    def refusal(self, error: GraphError) -> Json:
        self._traces += 1
        return error.body(ids.trace(self.config.seed, self._traces))

    def _mark_read(self, request: Json, at: datetime) -> Json:
        message = self.messages.get(str(request.get("message_id")))
        if message is None or message.direction != "in":
            raise GraphError(131009, "Parameter 'message_id' is not a message of a customer")
        phone = self.phones.get(message.phone)
        for earlier in phone.messages:
            if earlier.direction == "in" and earlier.at <= message.at:
                earlier.status = "read"
        if request.get("typing_indicator"):
            phone.typing_until = at + TYPING
        self._changed(phone)
        return {"success": True}

    def _accept(self, request: Json, at: datetime) -> Json:
        with limits.well_shaped():
            kind = limits.check(request)
            phone = self._recipient(request)
            template, shown = self._shown(kind, request)
            context = str((request.get("context") or {}).get("message_id", ""))
        rates.take_pair(phone, at)
        self._throughput.take(at)
        phone.received += 1
        message = Message(
            wamid=ids.wamid(self.config.seed, phone.number, "out", phone.received),
            phone=phone.number,
            direction="out",
            type=kind,
            text=shown.text,
            at=at,
            category=template.category.lower() if template else "service",
            template=template.name if template else "",
            callback=request.get("biz_opaque_callback_data"),
            context=context,
            header=shown.header,
            footer=shown.footer,
            buttons=shown.buttons,
            media=content.media_reference(request[kind]),
        )
        self._carry(phone, message, at)
        return content.accepted(request, phone, message)

    def _shown(self, kind: str, request: Json) -> tuple[Template | None, Rendered]:
        if kind == "template":
            return self.templates.render(request["template"])
        self._check_media(request[kind])
        return None, content.shown(kind, request)

    def _recipient(self, request: Json) -> Phone:
        if not request.get("to"):
            phone = self.phones.of_user(str(request["recipient"]))
            if phone is None:
                raise GraphError(131009, "Parameter 'recipient' is not a known user id of this business")
            return phone
        number = e164(str(request["to"]), self.config.country_code)
        if not 8 <= len(number) <= 16:
            raise GraphError(131009, "Parameter 'to' is not a valid phone number")
        if number == "+" + self.config.display_digits:
            raise GraphError(131021, "Sender and recipient phone number is the same")
        return self.phones.get(number)

    def _check_media(self, part: object) -> None:
        media_id = part.get("id") if isinstance(part, dict) else None
        if media_id and self.media.find(str(media_id)) is None:
            raise GraphError(131053, f"Media with id {media_id} was not found")

    def _carry(self, phone: Phone, message: Message, at: datetime) -> None:
        self._keep(phone, message)
        message.error = self._failure(phone, message, at)
        settings: Json = {
            "seed": self.config.seed,
            "wamid": message.wamid,
            "at": at,
            "delays": self.config.delays,
        }
        if message.error is not None:
            self._plan(schedule.failure(**settings), StatusDue(message.wamid, "failed"))
            return
        self.ledger.write(message)
        phone.name = phone.name or greeted_name(message.text)
        phone.typing_until = None
        if message.type == "reaction":
            return
        reply = self._reply(phone, message) if self.config.auto else None
        for when, status in schedule.statuses(**settings, reply_at=reply.at if reply else None):
            self._plan(when, StatusDue(message.wamid, status))
        if reply:
            self._plan(reply.at, ReplyDue(phone.number, reply.text))

    def _failure(self, phone: Phone, message: Message, at: datetime) -> int | None:
        if phone.fails_with is not None:
            return phone.fails_with
        return None if message.template or phone.window_open(at) else 131047

    def _reply(self, phone: Phone, message: Message) -> customers.Reply | None:
        outgoing = customers.Outgoing(
            phone=phone.number,
            wamid=message.wamid,
            nth=phone.received,
            text=message.text,
            at=message.at,
            template=bool(message.template),
        )
        return customers.answer(outgoing, seed=self.config.seed, reply_rate=self.config.reply_rate)

    # What the customers do

    def inbound(self, number: str, answer: Json, at: datetime) -> str:
        """The customer writes or taps: {type?, text, id?, description?, message_id?, context?}.

        Gives the wamid. Raises GraphError 100 when the answer has no known type or no text.
        """
        message, body = self._write(self.phones.get(number), answer, at)
        self._plan_body(at, body)
        return message.wamid

    def read(self, number: str, at: datetime) -> None:
        """The customer looks at the chat."""
        for message in self.phones.get(number).messages:
            if message.direction == "out" and message.status in ("sent", "delivered"):
                self._plan(at, StatusDue(message.wamid, "read"))

    def announce(self, at: datetime, body: Json) -> None:
        """Any other webhook, such as a template that was paused."""
        self._plan_body(at, body)

    def _write(self, phone: Phone, answer: Json, at: datetime) -> tuple[Message, Json]:
        kind = content.answer_kind(answer)
        phone.written += 1
        wamid = ids.wamid(self.config.seed, phone.number, "in", phone.written)
        sent_type, sent = content.answer_content(
            kind, answer, self._picture(wamid) if kind == "image" else None
        )
        message = Message(
            wamid=wamid,
            phone=phone.number,
            direction="in",
            type=sent_type,
            text=str(answer.get("text", "")),
            at=at,
            status="sent",
            context=str(answer.get("context", "")),
            media=str(sent.get("id", "")) if kind == "image" else "",
        )
        self._keep(phone, message)
        self.ledger.write(message)
        self.read(phone.number, at)
        if kind == "reaction":
            self._react(sent)
        else:
            phone.wrote_at = max(at, phone.wrote_at or at)
        return message, webhooks.inbound(self.config, phone, message, sent)

    def _picture(self, wamid: str) -> Json:
        media = self.media.add(placeholder_picture(self.config.seed, wamid), "image/png", wamid)
        return {"id": media.id, "mime_type": media.mime_type, "sha256": media.sha256}

    def _react(self, reaction: Json) -> None:
        if target := self.messages.get(str(reaction.get("message_id"))):
            target.reaction = str(reaction.get("emoji", ""))

    # Time

    def next_at(self) -> datetime | None:
        """When the next webhook is due."""
        return self._agenda.next_at()

    def next_answer_at(self) -> datetime | None:
        """When the next webhook is due that is more than sent, delivered or read."""
        return self._agenda.next_answer_at()

    def due_webhooks(self, until: datetime) -> list[tuple[datetime, Json]]:
        """Statuses and answers due up to and including `until`, in time order, each with its instant."""
        happened = ((at, self._happen(event, at)) for at, event in self._agenda.taken(until))
        return [(at, body) for at, body in happened if body is not None]

    @property
    def pending(self) -> int:
        return len(self._agenda)

    def _happen(self, event: Event, at: datetime) -> Json | None:
        if isinstance(event, StatusDue):
            return self._advance(self.messages[event.wamid], event.status, at)
        if isinstance(event, ReplyDue):
            return self._write(self.phones.get(event.phone), {"text": event.text}, at)[1]
        return event.body

    def _advance(self, message: Message, status: str, at: datetime) -> Json | None:
        """Statuses only move forward; a late one says nothing."""
        if schedule.RANK[status] <= schedule.RANK[message.status]:
            return None
        priced = status == "sent" or (status != "failed" and message.status in ("accepted", "sent"))
        phone, message.status = self.phones.get(message.phone), status
        if priced and message.pricing is None:
            message.pricing = self._pricing.of(message.category, at=at, in_window=phone.window_open(at))
        self._changed(phone)
        return webhooks.status(self.config, phone, message, at, message.pricing if priced else None)

    # Bookkeeping

    def _keep(self, phone: Phone, message: Message) -> None:
        phone.messages.append(message)
        self.messages[message.wamid] = message
        self._changed(phone)

    def _changed(self, phone: Phone) -> None:
        self.version += 1
        phone.version = self.version

    def _plan(self, at: datetime, event: StatusDue | ReplyDue) -> None:
        self._agenda.add(at, event.wamid if isinstance(event, StatusDue) else event.phone, event)

    def _plan_body(self, at: datetime, body: Json) -> None:
        self._agenda.add(at, "", BodyDue(body))
