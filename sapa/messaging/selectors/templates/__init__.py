"""Templates: which may be used, how they stand, what wants a person."""

from sapa.messaging.selectors.templates.standing import (
    Recategorised,
    drafts,
    may_be_sent,
    recategorised,
    unusable,
)

__all__ = ["Recategorised", "drafts", "may_be_sent", "recategorised", "unusable"]
