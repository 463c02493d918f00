"""The customers' phones: who they are, how they behave, and the messages that both ends know."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from simulator import ids
from simulator.errors import Json
from simulator.templates import Button

WINDOW = timedelta(hours=24)
FREE_ENTRY = timedelta(hours=72)
GREETED = re.compile(
    r"\b(?:Halo|Hai|Yth\.?|Selamat \w+)[ ,]+(?:(?:Kak|Ibu|Bu|Bapak|Pak|Mas|Mbak)\b\.?[ ]*)?"
    r"((?:[A-Z][\w'’.-]*)(?: [A-Z][\w'’.-]*){0,3})[,.!?]"
)
TITLES = {"Kak", "Ibu", "Bu", "Bapak", "Pak", "Mas", "Mbak", "Kakak"}


@dataclass(slots=True)
class Message:
    """`direction` out = from the business. `status` is what the business knows; nobody saw a failed one.

    `shown_at`: when it reached the phone, None while it is held or the phone is off.
    """

    wamid: str
    phone: str
    direction: Literal["in", "out"]
    type: str
    text: str
    at: datetime
    number: str = ""
    status: str = "accepted"
    error: int | None = None
    category: str = "service"
    template: str = ""
    callback: str | None = None
    context: str = ""
    header: str = ""
    footer: str = ""
    buttons: tuple[Button, ...] = ()
    media: str = ""
    reaction: str = ""
    pricing: Json | None = None
    conversation: Json | None = None
    shown_at: datetime | None = None
    sent_at: datetime | None = None
    expires: datetime | None = None
    held: bool = False
    charged: bool = False
    voice: bool = False
    source: str = ""


@dataclass(slots=True)
class Thread:
    """What one number and one customer are to each other. `taken`: the app holds the talk, not Meta's agent."""

    wrote_at: datetime | None = None
    pair_clock: datetime | None = None
    free_entry_since: datetime | None = None
    free_entry_until: datetime | None = None
    stopped: bool = False
    blocked: bool = False
    taken: bool = False
    offers: list[datetime] = field(default_factory=list)

    def window_open(self, at: datetime) -> bool:
        return self.wrote_at is not None and at < self.wrote_at + WINDOW

    def answered(self, at: datetime) -> None:
        """The first answer within a day of an advert's click opens 72 free hours."""
        since = self.free_entry_since
        if since is not None and at < since + WINDOW:
            self.free_entry_until = at + FREE_ENTRY
        self.free_entry_since = None

    def free_entry(self, at: datetime) -> bool:
        return self.free_entry_until is not None and at < self.free_entry_until


@dataclass(slots=True)
class Phone:
    """`hidden` phones write under a username: webhooks about them carry the user id only.

    `fails_with`: every message to it is accepted and fails later. `reads` None: as the delays say.
    `waiting`: wamids on their way to a phone that is off.
    """

    number: str
    user_id: str
    name: str = ""
    username: str = ""
    hidden: bool = False
    fails_with: int | None = None
    experiment: bool = False
    online: bool = True
    reads: bool | None = None
    messages: list[Message] = field(default_factory=list)
    threads: dict[str, Thread] = field(default_factory=dict)
    waiting: list[str] = field(default_factory=list)
    typing_until: datetime | None = None
    received: int = 0
    written: int = 0
    version: int = 0
    moved_to: str = ""
    aliases: list[str] = field(default_factory=list)

    @property
    def digits(self) -> str:
        return self.number.lstrip("+")

    @property
    def unread(self) -> int:
        return sum(m.direction == "out" and m.status in ("sent", "delivered") for m in self.shown)

    @property
    def shown(self) -> list[Message]:
        """What the customer sees: own messages, and those of a business that arrived or were said to fail."""
        return [m for m in self.messages if m.shown_at is not None or m.status == "failed"]

    def thread(self, number_id: str) -> Thread:
        found = self.threads.get(number_id)
        if found is None:
            found = self.threads[number_id] = Thread()
        return found


class Phones:
    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._by_number: dict[str, Phone] = {}
        self._by_user: dict[str, Phone] = {}

    def __len__(self) -> int:
        return len(self._by_number)

    def all(self) -> list[Phone]:
        return list(self._by_number.values())

    def find(self, number: str) -> Phone | None:
        return self._by_number.get(number)

    def of_user(self, user_id: str) -> Phone | None:
        return self._by_user.get(user_id)

    def get(self, number: str) -> Phone:
        """The phone of this number; a new number is a new phone."""
        phone = self._by_number.get(number)
        if phone is None:
            phone = Phone(number=number, user_id=ids.user_id(self._seed, number))
            self._by_number[number] = self._by_user[phone.user_id] = phone
        return phone

    def rename_user(self, phone: Phone, user_id: str) -> None:
        """The old id leads nowhere afterwards."""
        del self._by_user[phone.user_id]
        phone.aliases.append(phone.user_id)
        phone.user_id = user_id
        self._by_user[user_id] = phone


def e164(raw: str, country_code: str) -> str:
    """Digits with a plus. Without one the business's country code goes in front, as Meta does it."""
    digits = re.sub(r"\D", "", raw)
    return f"+{digits}" if raw.strip().startswith("+") else f"+{country_code}{digits}"


def greeted_name(text: str) -> str:
    """The name by which the business greets this customer, if it greets by name."""
    found = GREETED.search(text)
    return "" if found is None or found[1] in TITLES else found[1].rstrip(".")
