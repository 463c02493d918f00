"""Orders as signed JSON from any shop or script (docs/guides/generic-webhook.md)."""

from sapa.commerce.sources.generic.applying import apply, hear, mapping_of, remember_mapping, source_name
from sapa.commerce.sources.generic.bodies import PATHS, Mapping, Said, facts_of, read
from sapa.commerce.sources.generic.parsing import happenings, parse
from sapa.commerce.sources.generic.signature import verify

__all__ = [
    "PATHS",
    "Mapping",
    "Said",
    "apply",
    "facts_of",
    "happenings",
    "hear",
    "mapping_of",
    "parse",
    "read",
    "remember_mapping",
    "source_name",
    "verify",
]
