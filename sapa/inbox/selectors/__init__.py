"""Reads of the inbox."""

from sapa.inbox.selectors.story import findings, findings_of, story
from sapa.inbox.selectors.talks import choices, counts, rows

__all__ = ["choices", "counts", "findings", "findings_of", "rows", "story"]
