"""A template as the business account keeps it, and what a phone shows of one."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime

from simulator.errors import Json


@dataclass(slots=True)
class Template:
    """`ttl`: message_send_ttl_seconds. `held`: wamids that wait for the pacing's verdict."""

    id: str
    name: str
    language: str
    category: str
    parameter_format: str
    components: list[Json]
    status: str = "APPROVED"
    quality: str = "GREEN"
    reason: str = "NONE"
    correct_category: str = ""
    previous_category: str = ""
    allow_category_change: bool = True
    ttl: int | None = None
    source: str = ""
    pauses: int = 0
    review: int = 0
    sends: int = 0
    paced: bool = False
    held: list[str] = field(default_factory=list)
    edits: deque[datetime] = field(default_factory=deque)

    def part(self, kind: str) -> Json:
        return next((c for c in self.components if c.get("type", "").upper() == kind), {})

    def listed(self) -> Json:
        entry: Json = {
            "id": self.id,
            "name": self.name,
            "language": self.language,
            "category": self.category,
            "status": self.status,
            "parameter_format": self.parameter_format,
            "components": self.components,
            "quality_score": {"score": self.quality},
            "rejected_reason": self.reason,
        }
        told = {
            "correct_category": self.correct_category,
            "previous_category": self.previous_category,
            "message_send_ttl_seconds": self.ttl,
            "source": self.source,
        }
        return {**entry, **{key: value for key, value in told.items() if value}}


@dataclass(frozen=True, slots=True)
class Button:
    """A tappable answer on the phone. `kind`: button (template), button_reply, list_reply, url, call, code, flow."""

    kind: str
    id: str
    title: str
    url: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Rendered:
    """`media`: id or address of the header's picture, film or document."""

    text: str
    header: str = ""
    footer: str = ""
    buttons: tuple[Button, ...] = ()
    media: str = ""
