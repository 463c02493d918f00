"""Message templates as Meta wants them: what is wrong with a draft, its components, and how one is filled in."""

from sapa.domain.message_templates.adopting import adopted
from sapa.domain.message_templates.checking import LIMITS, Problem, is_fine, length_of, problems
from sapa.domain.message_templates.components import components, paths_of, request
from sapa.domain.message_templates.draft import Draft, named
from sapa.domain.message_templates.filling import Filled, filled, places, values_of, with_fallbacks

__all__ = [
    "LIMITS",
    "Draft",
    "Filled",
    "Problem",
    "adopted",
    "components",
    "filled",
    "is_fine",
    "length_of",
    "named",
    "paths_of",
    "places",
    "problems",
    "request",
    "values_of",
    "with_fallbacks",
]
