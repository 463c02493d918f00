"""Facts that conditions may ask, anchors that times count from, variables that texts may say."""

from sapa.domain.journeys.registry.types import UNMET, Fact, FactKind, Variable

FACTS: dict[str, Fact] = {}
VARIABLES: dict[str, Variable] = {}

__all__ = ["FACTS", "UNMET", "VARIABLES", "Fact", "FactKind", "Variable"]
