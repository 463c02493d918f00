"""What the guard is asked and what it answers."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from sapa.domain.guard.codes import RULES, Severity


@dataclass(frozen=True, slots=True)
class GuardCase:
    """One text as it would reach one customer (`domain.md` §4).

    `klass`: reminder, care, promo, notice or reply. `segment`: b2c or b2b. `at`: the customer's own wall clock
    when it is to go, None when unknown. `context`: alternatives, any one suffices. `recent`: classes of the
    last nudges, newest first. A `wa_category` says that the text is a WhatsApp template body. The fields from
    `first_contact` on switch their rule on only when they are given.
    """

    text: str
    klass: str
    segment: str = "b2c"
    at: datetime | None = None
    channel: str = "whatsapp"
    name: str = ""
    shop: str = ""
    company: str = ""
    context: tuple[str, ...] = ()
    recent: tuple[str, ...] = ()
    wa_category: str = ""
    first_contact: bool = False
    audience: int = 1
    personal_code: bool = False
    opt_out_button: bool = False
    brand_words: tuple[str, ...] = ()
    pressure_words: tuple[str, ...] = ()
    promo_streak: bool = True

    def with_text(self, text: str) -> "GuardCase":
        return replace(self, text=text)


@dataclass(frozen=True, slots=True)
class Finding:
    """`span`: from and to in the text, None when something is missing. `fix`: the whole text, corrected."""

    code: str
    severity: Severity
    span: tuple[int, int] | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    fix: str | None = None

    @property
    def blocks(self) -> bool:
        return self.severity == "blokir"

    @property
    def overridable(self) -> bool:
        """Whether a supervisor may send it all the same."""
        return RULES[self.code].overridable

    def hint(self, language: str = "id") -> str:
        return RULES[self.code].hint(language, self.values)


@dataclass(frozen=True, slots=True)
class Findings:
    """At most one finding of a code, sorted by code."""

    items: tuple[Finding, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(one.code for one in self.items)

    @property
    def blocked(self) -> bool:
        return any(one.blocks for one in self.items)

    @property
    def blocking(self) -> tuple[str, ...]:
        return tuple(one.code for one in self.items if one.blocks)

    @property
    def overridable(self) -> bool:
        """Whether a supervisor's reason is enough to send what is blocked."""
        return all(one.overridable for one in self.items if one.blocks)

    def blocked_but_for(self, overridden: Collection[str]) -> bool:
        """Whether something blocks that no supervisor has let pass."""
        return any(one.blocks and not (one.overridable and one.code in overridden) for one in self.items)

    def of(self, code: str) -> Finding | None:
        return next((one for one in self.items if one.code == code), None)
