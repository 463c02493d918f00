"""What a journey is: data that people read, edit and exchange as YAML; a recipe is a journey that comes along.

Times, conditions and texts stand in it in a small language (docs/journeys.md). Nothing here decides.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

UNITS = ("m", "h", "d", "wd")
END = "end"
SUBJECTS = (
    *("contact", "order", "shipment", "subscription", "period", "invoice", "return", "ticket"),
    *("interaction", "dormancy", "product", "cycle", "survey", "feature", "quarter", "campaign"),
    "message",
)


@dataclass(frozen=True, slots=True)
class Words:
    """The same words in both languages of the interface."""

    id: str
    en: str

    def in_language(self, language: str) -> str:
        return self.en if language.startswith("en") else self.id


@dataclass(frozen=True, slots=True)
class Shift:
    """`unit`: m and h are elapsed time, d calendar days in the customer's zone, wd working days."""

    amount: int
    unit: str


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant counted from an anchor: trigger, previous, due, now, or a fact that is an instant.

    `clock`: "at" that wall time on the local date, "until" the first such wall time at or after; `minute` of
    the local day. `source` is the text that it was read from.
    """

    source: str
    anchor: str
    shifts: tuple[Shift, ...] = ()
    clock: Literal["", "at", "until"] = ""
    minute: int = 0


@dataclass(frozen=True, slots=True)
class Condition:
    """`op`: is, =, !=, >, >=, <, <=, in, contains, known, unknown. `code`: the reason told when it fails.

    `value`: bool, number, text, tuple of texts and numbers, date, or a Moment for facts that are instants.
    `only`: asked at planning alone or before sending alone; blank for both.
    """

    source: str
    fact: str
    op: str
    value: Any = None
    code: str = ""
    only: Literal["", "planning", "sending"] = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Texts:
    """One wording in Liquid, for private customers and for companies."""

    b2c: str
    b2b: str
    line: int = field(default=0, compare=False)

    def of(self, segment: str) -> str:
        return self.b2b if segment == "b2b" else self.b2c


@dataclass(frozen=True, slots=True)
class Setting:
    """What the owner chooses when switching on; `path` such as promo.kode is a variable or a fact too."""

    path: str
    kind: Literal["yes_no", "number", "text", "date", "link", "numbers"]
    label: Words
    help: Words = Words("", "")
    default: Any = None
    required: bool = False


@dataclass(frozen=True, slots=True)
class Window:
    """When a step is due and until when it is useful: the earliest known end wins."""

    due: Moment
    expires: tuple[Moment, ...]
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class MessageStep:
    """One message. `on`: only for these triggers. `when`: asked at planning and once more before sending.

    `variants`: one wording, or two of which half of the enrolments get each. `klass` and `category` blank:
    the journey's. `next` blank: the step that follows.
    """

    id: str
    name: Words
    window: Window
    variants: tuple[Texts, ...]
    window_b2b: Window | None = None
    on: tuple[str, ...] = ()
    when: tuple[Condition, ...] = ()
    klass: str = ""
    category: str = ""
    customer_initiated: bool = False
    holiday_relevant: bool = False
    next: str = ""
    line: int = field(default=0, compare=False)

    def window_of(self, segment: str) -> Window:
        return self.window_b2b if segment == "b2b" and self.window_b2b else self.window


@dataclass(frozen=True, slots=True)
class Case:
    """All conditions hold: go on with step `next`."""

    when: tuple[Condition, ...]
    next: str
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class BranchStep:
    """Judged at `due`, or earlier as soon as a case that asks for the reply holds."""

    id: str
    name: Words
    due: Moment
    cases: tuple[Case, ...]
    otherwise: str = ""
    on: tuple[str, ...] = ()
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class TaskStep:
    """A person's work: call, visit, message or check; `text` is what to say or do, in Liquid."""

    id: str
    name: Words
    window: Window
    kind: Literal["call", "visit", "message", "check"]
    text: Texts
    on: tuple[str, ...] = ()
    when: tuple[Condition, ...] = ()
    next: str = ""
    line: int = field(default=0, compare=False)


Step = MessageStep | BranchStep | TaskStep


@dataclass(frozen=True, slots=True)
class Reentry:
    """`each` subject once, `once` in a customer's life, or again `after` so many days since the last start."""

    rule: Literal["each", "once", "after"] = "each"
    days: int = 0


@dataclass(frozen=True, slots=True)
class Replaces:
    """A newly planned message takes the place of waiting ones of this journey: of the same subject or contact.

    `days`: only those due within so many days of it; 0 without limit. `code`: the reason the older one keeps.
    """

    scope: Literal["none", "subject", "contact"] = "none"
    days: int = 0
    code: str = "superseded"


@dataclass(frozen=True, slots=True)
class Trigger:
    """Events of the log, or what time alone brings about (`TIMED`); `when`: asked once, at the start."""

    on: tuple[str, ...]
    subject: str
    when: tuple[Condition, ...] = ()


TIMED = (
    *("delivery.presumed", "customer.dormant", "subscription.ending", "refill.due", "customer.quarterly"),
    "campaign.started",
)


@dataclass(frozen=True, slots=True)
class Definition:
    """`klass`, `exits`, `priority`, `cap` are the policy's (`domain.md` §2); `category` WhatsApp's, as expected.

    `about` says in one sentence what it does and when. `conditions` hold for every message of it, at planning
    and before sending. `cap`: {"max", "days"} sent messages of this journey to one customer.
    """

    id: str
    name: Words
    about: Words
    goal: Literal["relation", "information", "action"]
    audience: Literal["prospect", "customer"]
    klass: str
    category: str
    priority: int
    trigger: Trigger
    exits: tuple[str, ...]
    steps: tuple[Step, ...]
    channels: tuple[str, ...] = ("whatsapp", "email")
    channels_b2b: tuple[str, ...] = ()
    reentry: Reentry = Reentry()
    replaces: Replaces = Replaces()
    conditions: tuple[Condition, ...] = ()
    cap: Mapping[str, int] | None = None
    settings: tuple[Setting, ...] = ()
    response_hours: int = 72
    success: Words = Words("", "")
    icon: str = "sparkles"
    extra: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    def channels_of(self, segment: str) -> tuple[str, ...]:
        """In the order in which they are tried; companies may have their own order."""
        return self.channels_b2b if segment == "b2b" and self.channels_b2b else self.channels

    def step(self, step_id: str) -> Step:
        return next(step for step in self.steps if step.id == step_id)

    def message(self, step_id: str) -> MessageStep:
        found = self.step(step_id)
        if not isinstance(found, MessageStep):
            raise KeyError(step_id)
        return found

    @property
    def messages(self) -> tuple[MessageStep, ...]:
        return tuple(step for step in self.steps if isinstance(step, MessageStep))

    def with_defaults(self, chosen: Mapping[str, Any]) -> dict[str, Any]:
        """The owner's choices, nested by the parts of their paths, over the defaults."""
        found: dict[str, Any] = {}
        for setting in self.settings:
            _put(found, setting.path, setting.default)
        return _merged(found, chosen)


def _put(tree: dict[str, Any], path: str, value: Any) -> None:
    *outer, last = path.split(".")
    for name in outer:
        tree = tree.setdefault(name, {})
    tree[last] = value


def _merged(base: dict[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    found = dict(base)
    for name, value in over.items():
        inner = found.get(name)
        both = isinstance(inner, dict) and isinstance(value, Mapping)
        found[name] = _merged(inner, value) if both and isinstance(inner, dict) else value
    return found
