"""What the registries hold: facts that conditions ask and times count from, variables that texts are filled with."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from sapa.domain.journeys.definition import Words
from sapa.domain.journeys.scene import Scene

FactKind = Literal["yes_no", "number", "text", "instant"]
UNMET = "condition_not_met"


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is known of a scene, under a name such as order.is_paid.

    `read` gives a bool, a whole or broken number, a text, or an aware datetime by `kind`; None when it is not
    known. An unknown fact meets no condition but `unknown`. Facts that are instants are anchors of times too.
    Reasons told when a condition fails that names no code of its own: `yes_code` where no was asked for and
    it is yes, `no_code` where yes was asked for and it is no (or unknown), `code` for every other comparison.
    """

    name: str
    kind: FactKind
    read: Callable[[Scene], Any]
    label: Words
    yes_code: str = UNMET
    no_code: str = UNMET
    code: str = UNMET


@dataclass(frozen=True, slots=True)
class Variable:
    """One thing that a text may say; samples are what a preview shows a private customer and a company."""

    label: Words
    sample: str
    sample_b2b: str = ""

    def sample_of(self, segment: str) -> str:
        return self.sample_b2b if segment == "b2b" and self.sample_b2b else self.sample
