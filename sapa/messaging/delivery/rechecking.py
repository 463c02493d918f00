"""Once more when everything is decided and nothing committed: numbers and templates may have been stopped meanwhile,
and a person may have taken a conversation over from the assistant.

Who does so afterwards waits for this commit, so nothing is marked as being sent after the stop is written.
"""

from collections.abc import Sequence
from datetime import datetime

from sapa.base.rows import fetch
from sapa.base.scope import current_workspace_id
from sapa.messaging.delivery.asking import Asking
from sapa.messaging.schemas import Letter
from sapa.messaging.selectors.templates import unusable

NUMBERS = """
SELECT stopped FROM messaging_channel WHERE workspace_id = %(workspace)b AND id = ANY(%(ids)b::bigint[])
ORDER BY id FOR SHARE
"""
TEMPLATES = """
SELECT id FROM messaging_template WHERE workspace_id = %(workspace)b AND name = ANY(%(names)b::text[])
ORDER BY id FOR SHARE
"""
# Whoever tells of what leaves has locked these conversations already (marking.py): nobody takes them over now.
TAKEN = """
SELECT 1 FROM messaging_conversation
WHERE workspace_id = %(workspace)b AND id = ANY(%(ids)b::bigint[]) AND owner = 'human' LIMIT 1
"""


class StoppedMeanwhile(Exception):
    """To be decided anew."""


def recheck(leaving: Sequence[tuple[Asking, Letter]], now: datetime) -> None:
    """Last of all that a transaction locks. Raises StoppedMeanwhile."""
    given = {"workspace": current_workspace_id(), "ids": sorted({one.channel.pk for one, _ in leaving})}
    if leaving and any(stopped for (stopped,) in fetch(NUMBERS, given)):
        raise StoppedMeanwhile
    needed = {(one.channel.pk, letter.template) for one, letter in leaving if _needs_it(one, letter, now)}
    if needed:
        fetch(TEMPLATES, {"workspace": current_workspace_id(), "names": sorted({name for _, name in needed})})
    if unusable(needed) or _taken(leaving):
        raise StoppedMeanwhile


def _taken(leaving: Sequence[tuple[Asking, Letter]]) -> bool:
    """What the assistant said is not sent once a person has the conversation (product.md rule 36)."""
    talks = sorted({one.message.conversation_id for one, _ in leaving if one.of_assistant})
    return bool(talks) and bool(fetch(TAKEN, {"workspace": current_workspace_id(), "ids": talks}))


def _needs_it(one: Asking, letter: Letter, now: datetime) -> bool:
    """As in holding.py: with the window open the provider's word counts."""
    return bool(letter.template) and not one.window_is_open(now)
