"""Reads of the inbox."""

from sapa.inbox.selectors.story import findings, findings_of, story
from sapa.inbox.selectors.talks import TABS, owner_name, rows

__all__ = ["TABS", "findings", "findings_of", "owner_name", "rows", "story"]
