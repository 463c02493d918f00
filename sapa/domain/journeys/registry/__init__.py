"""Facts that conditions may ask, anchors that times count from, variables that texts may say."""

from collections.abc import Mapping
from types import MappingProxyType

from sapa.domain.journeys.registry.orders import ORDER_FACTS
from sapa.domain.journeys.registry.people import PEOPLE_FACTS
from sapa.domain.journeys.registry.products import PRODUCT_FACTS
from sapa.domain.journeys.registry.subjects import SUBJECT_FACTS
from sapa.domain.journeys.registry.types import UNMET, Fact, FactKind, Variable
from sapa.domain.journeys.registry.variables import VARIABLES, samples

FACTS: Mapping[str, Fact] = MappingProxyType(ORDER_FACTS | PEOPLE_FACTS | PRODUCT_FACTS | SUBJECT_FACTS)

__all__ = ["FACTS", "UNMET", "VARIABLES", "Fact", "FactKind", "Variable", "samples"]
