"""What a recipe is made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sapa.domain.templating import variables_of


@dataclass(frozen=True, slots=True)
class Step:
    """One message of a recipe, in Liquid, for private customers and for companies."""

    id: str
    name: str
    b2c: str
    b2b: str

    def text(self, segment: str) -> str:
        return self.b2b if segment == "b2b" else self.b2c


@dataclass(frozen=True, slots=True)
class Recipe:
    """`triggers`: event names, or delivery.presumed and customer.dormant, which time alone brings about.

    `klass`, `exits`, `priority` and `recipe_cap` are the policy's (`domain.md` §2); `category` is WhatsApp's,
    as we expect it. `settings` are the owner's choices with their defaults; `required` are paths into them
    that must be filled before the recipe can be switched on.
    """

    id: str
    name: str
    triggers: tuple[str, ...]
    klass: str
    category: str
    priority: int
    exits: tuple[str, ...]
    steps: tuple[Step, ...]
    recipe_cap: Mapping[str, int] | None = None
    channels: tuple[str, ...] = ("whatsapp", "email")
    settings: Mapping[str, Any] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    enabled_by_default: bool = False
    response_hours: int = 72

    def step(self, step_id: str) -> Step:
        return next(step for step in self.steps if step.id == step_id)

    def with_defaults(self, settings: Mapping[str, Any]) -> dict[str, Any]:
        return dict(self.settings) | dict(settings)

    @property
    def variables(self) -> frozenset[str]:
        """Every variable path that any of its texts reads."""
        return frozenset(
            path for step in self.steps for text in (step.b2c, step.b2b) for path in variables_of(text)
        )


def missing_settings(recipe: Recipe, settings: Mapping[str, Any]) -> tuple[str, ...]:
    """Required paths that the owner has not filled, such as `promo.kode`."""
    chosen = recipe.with_defaults(settings)
    return tuple(path for path in recipe.required if not filled(path, chosen))


def filled(path: str, settings: Mapping[str, Any]) -> bool:
    """Whether the value is there; a last day (`berlaku_sampai`) must be a date such as 2027-01-31."""
    value: Any = settings
    for part in path.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    text = "" if value is None else str(value).strip()
    return is_date(text) if path.endswith("berlaku_sampai") else bool(text)


def is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
