"""How strict this run is: every knob of the simulated Meta in one place, changeable while it runs."""

from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from simulator.errors import GraphError, Json


@dataclass(slots=True, kw_only=True)
class Rules:
    """The defaults let a demo run at once; `strict()` is Meta as documented. Durations in seconds."""

    # 3. the window; `async`: accepted, then a failed status with 131047. `sync`: refused
    window_answer: str = "async"
    # 4. statuses
    price_on: str = "sent"
    callback_on_failed: bool = True
    contacts_in_statuses: bool = True
    equal_timestamps: bool = False
    played_rate: float = 0.5
    # 5. webhooks
    webhook_batch: int = 100
    webhook_concurrency: int = 1
    webhook_duplicate_rate: float = 0.0
    webhook_shuffle: bool = False
    webhook_timeout: float = 10.0
    webhook_longest_retry: float = 60.0
    webhook_give_up: float = 7 * 86400.0
    media_url_in_webhooks: bool = False
    # 7. limits; 0 means none
    pair_limit: bool = True
    marketing_cap: int = 0
    management_per_hour: int = 0
    # 8. templates; 0 seconds of review means approved at once
    review_seconds: float = 0.0
    creates_per_hour: int = 0
    most_templates: int = 6000
    require_examples: bool = False
    unique_bodies: bool = False
    limited_edits: bool = False
    recategorise: bool = False
    pacing_first: int = 0
    pacing_hold: float = 1800.0
    pacing_outcome: str = "release"

    @classmethod
    def strict(cls) -> "Rules":
        return cls(
            window_answer="sync",
            marketing_cap=2,
            management_per_hour=5000,
            review_seconds=60.0,
            creates_per_hour=100,
            require_examples=True,
            unique_bodies=True,
            limited_edits=True,
            recategorise=True,
        )

    def changed(self, told: Json) -> "Rules":
        """Raises GraphError 100 for an unknown rule or a value of the wrong kind."""
        known = {field.name: type(getattr(self, field.name)) for field in fields(self)}
        for name, value in told.items():
            if name not in known:
                raise GraphError(100, f"There is no rule {name}; known: {', '.join(known)}")
            if not _fits(value, known[name]):
                raise GraphError(100, f"Rule {name} must be a {known[name].__name__}")
        self._check_choices(told)
        return replace(self, **{name: known[name](value) for name, value in told.items()})

    def _check_choices(self, told: Json) -> None:
        for name, value in told.items():
            if name in CHOICES and value not in CHOICES[name]:
                raise GraphError(100, f"Rule {name} must be one of {', '.join(CHOICES[name])}")

    def listed(self) -> Json:
        return asdict(self)


CHOICES = {
    "window_answer": ("async", "sync"),
    "price_on": ("sent", "delivered"),
    "pacing_outcome": ("release", "drop"),
}


def _fits(value: Any, kind: type) -> bool:
    if kind is bool:
        return isinstance(value, bool)
    if kind is str:
        return isinstance(value, str)
    return isinstance(value, int | float) and not isinstance(value, bool) and value >= 0


def read(text: str) -> tuple[str, Any]:
    """NAME=VALUE of a command line. Raises ValueError when it is neither."""
    name, equals, value = text.partition("=")
    if not equals:
        raise ValueError(f"{text!r} is not NAME=VALUE")
    lowered = value.lower()
    if lowered in ("true", "false"):
        return name, lowered == "true"
    try:
        return name, float(value) if "." in value else int(value)
    except ValueError:
        return name, value
