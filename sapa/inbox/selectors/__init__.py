"""Reads of the inbox."""

from sapa.inbox.selectors.story import findings, story
from sapa.inbox.selectors.talks import TABS, owner_name, rows

__all__ = ["TABS", "findings", "owner_name", "rows", "story"]
