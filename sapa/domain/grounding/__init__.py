"""Guards on every text that the assistant sends: nothing that is not in the records, nothing that nobody does.

Own rules after assistant.md 4.2. Limit: a true fact said of the wrong order passes, so templates stay the default.
"""

from sapa.domain.grounding.checking import CODES, breaches
from sapa.domain.grounding.evidence import evidence_of
from sapa.domain.grounding.facts import Fact, facts_of

__all__ = ["CODES", "Fact", "breaches", "evidence_of", "facts_of"]
