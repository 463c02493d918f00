"""Which waiting messages of a journey give way to newly planned ones."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from sapa.domain.journeys.definition import Definition
from sapa.domain.journeys.facts import KnownFollowUp, PlannedFollowUp


def replaced(
    definition: Definition, planned: Sequence[PlannedFollowUp], known: Iterable[KnownFollowUp]
) -> list[str]:
    """Keys of the customer's waiting follow-ups that these replace, for the reason `replaces.code`.

    `planned` is everything that one trigger planned: messages planned together do not replace each other.
    """
    if definition.replaces.scope == "none":
        return []
    together = {one.key for one in planned}
    waiting = (one for one in known if one.recipe == definition.id and one.state == "waiting")
    others = (one for one in waiting if one.key not in together)
    return [one.key for one in others if any(gives_way(definition, one, new) for new in planned)]


def gives_way(definition: Definition, old: KnownFollowUp, new: PlannedFollowUp) -> bool:
    """One of the same subject always; of another one when the whole contact counts and they are close."""
    if subject_in(old.key) == subject_in(new.key):
        return True
    rule = definition.replaces
    close = abs(old.due_at - new.due_at) < timedelta(days=rule.days)
    return rule.scope == "contact" and (not rule.days or close)


def subject_in(key: str) -> str:
    return key.rsplit(":", 1)[0]
