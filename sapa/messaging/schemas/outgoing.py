"""What is wanted to leave, and the gate's last word about it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from sapa.messaging.models import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One wanted message; `key` makes it unique in the workspace; without `channel_id`: the default channel.

    With `template`, `text` is what the customer will read, and what is sent where no template is needed.
    Smaller priorities leave first. `content` is anything but plain text: {"type": image, interactive, location …,
    and the part of that name in the Cloud API's shape}, its media named by `media` (our row's id). `parts` are the
    template's other parameters: {"header": {…}, "buttons": [{"index", "sub_type", …}]}.
    """

    contact_id: int
    klass: str
    kind: str
    category: str
    by: str
    text: str
    key: str
    template: str | None = None
    language: str = "id"
    parameters: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, Any] = field(default_factory=dict)
    content: Mapping[str, Any] = field(default_factory=dict)
    channel_id: int | None = None
    order_id: int | None = None
    follow_up_id: int | None = None
    author_id: int | None = None
    not_before: datetime | None = None
    deadline: datetime | None = None
    delivery_class: str = "once"
    priority: int = 50
    reply_to_wamid: str = ""


@dataclass(frozen=True, slots=True)
class GateVerdict:
    action: Literal["send", "wait", "drop"]
    reasons: Sequence[str] = ()
    at: datetime | None = None
    form: Literal["template", "freeform"] | None = None


Gate = Callable[[Sequence[Message], datetime], Mapping[int, GateVerdict]]
