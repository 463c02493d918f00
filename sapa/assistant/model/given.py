"""What a turn is taken with where a model was asked before it."""

from dataclasses import dataclass

from sapa.domain.understanding.types import Understood


@dataclass(frozen=True, slots=True)
class Given:
    """`reading`: in place of the turn's own; `said`: a passage of the answer as it stands, `anew`: in other words."""

    reading: Understood | None = None
    said: str = ""
    anew: str = ""


NOTHING = Given()
