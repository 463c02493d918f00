"""The customers' phones: who they are and the messages that both ends know."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from simulator import ids
from simulator.errors import Json
from simulator.templates import Button

WINDOW = timedelta(hours=24)
GREETED = re.compile(
    r"\b(?:Halo|Hai|Yth\.?|Selamat \w+)[ ,]+(?:(?:Kak|Ibu|Bu|Bapak|Pak|Mas|Mbak)\b\.?[ ]*)?"
    r"((?:[A-Z][\w'’.-]*)(?: [A-Z][\w'’.-]*){0,3})[,.!?]"
)
TITLES = {"Kak", "Ibu", "Bu", "Bapak", "Pak", "Mas", "Mbak", "Kakak"}


@dataclass(slots=True)
class Message:
    """`direction` out = from the business. `status` is what the business knows; nobody saw a failed one."""

    wamid: str
    phone: str
    direction: Literal["in", "out"]
    type: str
    text: str
    at: datetime
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


@dataclass(slots=True)
class Phone:
    """`hidden` phones write under a username: webhooks about them carry the user id only."""

    number: str
    user_id: str
    name: str = ""
    username: str = ""
    hidden: bool = False
    fails_with: int | None = None
    messages: list[Message] = field(default_factory=list)
    wrote_at: datetime | None = None
    pair_clock: datetime | None = None
    typing_until: datetime | None = None
    received: int = 0
    written: int = 0
    version: int = 0

    @property
    def digits(self) -> str:
        return self.number.lstrip("+")

    @property
    def unread(self) -> int:
        return sum(m.direction == "out" and m.status in ("sent", "delivered") for m in self.messages)

    def window_open(self, at: datetime) -> bool:
        return self.wrote_at is not None and at < self.wrote_at + WINDOW


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


def e164(raw: str, country_code: str) -> str:
    """Digits with a plus. Without one the business's country code goes in front, as Meta does it."""
    digits = re.sub(r"\D", "", raw)
    return f"+{digits}" if raw.strip().startswith("+") else f"+{country_code}{digits}"


def greeted_name(text: str) -> str:
    """The name by which the business greets this customer, if it greets by name."""
    found = GREETED.search(text)
    return "" if found is None or found[1] in TITLES else found[1].rstrip(".")
