"""What was understood so far."""

from collections.abc import Iterator, Mapping
from typing import Any

from sapa.messaging.channels.whatsapp import json
from sapa.messaging.schemas import (
    AccountChange,
    Call,
    Echo,
    IdentityChange,
    InboundMessage,
    KnownPerson,
    Parsed,
    PastMessage,
    Preference,
    Status,
    TemplateChange,
)

LONGEST_WORD = 80


class Found:
    """Elements in the order in which they came."""

    def __init__(self) -> None:
        self.messages: list[InboundMessage] = []
        self.statuses: list[Status] = []
        self.echoes: list[Echo] = []
        self.identities: list[IdentityChange] = []
        self.history: list[PastMessage] = []
        self.people: list[KnownPerson] = []
        self.calls: list[Call] = []
        self.preferences: list[Preference] = []
        self.templates: list[TemplateChange] = []
        self.account: list[AccountChange] = []
        self.unknown: dict[str, None] = {}
        self.errors: list[int] = []

    def odd(self, word: str) -> None:
        """Something at this place is not understood; listed once however often it comes."""
        self.unknown[word[:LONGEST_WORD]] = None

    def listed(self, value: Mapping[str, Any], key: str) -> Iterator[dict[str, Any]]:
        """The objects under this key. Anything that is no list of objects is odd; a lone object is read too."""
        given = value.get(key)
        if isinstance(given, list):
            for one in given:
                if isinstance(one, dict):
                    yield one
                else:
                    self.odd(f"{key}.item")
        elif given is not None:
            self.odd(key)
            yield from json.items(given)

    def read_errors(self, value: Mapping[str, Any]) -> None:
        for error in self.listed(value, "errors"):
            code = json.code(error.get("code"))
            if code is None:
                self.odd("errors.code")
            else:
                self.errors.append(code)

    def parsed(self) -> Parsed:
        return Parsed(**{name: tuple(found) for name, found in vars(self).items()})
