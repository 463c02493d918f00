"""Which templates may be used now, and as what: asked for every batch of messages, by set."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sapa.base.rows import fetch
from sapa.base.scope import current_workspace_id
from sapa.domain.message_templates import Draft
from sapa.messaging.models import Template
from sapa.messaging.services.templates import APPROVED, CATEGORY_CHANGED, TEMPLATE_PAUSED, draft_of

MARKETING = "marketing"
CHANGED = """
SELECT name, category, accepted_category FROM messaging_template
WHERE workspace_id = %(workspace)b AND wanted_category <> '' AND category <> wanted_category ORDER BY channel_id DESC
"""
STANDING = """
SELECT channel_id, name, bool_or(status = 'APPROVED'),
    bool_or(status = 'APPROVED' AND (category <> 'marketing' OR wanted_category IN ('', category)
        OR accepted_category = category))
FROM messaging_template WHERE workspace_id = %(workspace)b AND name = ANY(%(names)b::text[])
GROUP BY channel_id, name
"""
Key = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Recategorised:
    """A template whose category is not the wanted one. `accepted`: somebody agreed to `category`."""

    category: str
    accepted: bool

    @property
    def is_held(self) -> bool:
        """Only what became dearer and stricter waits for a person."""
        return self.category == MARKETING and not self.accepted


def recategorised() -> dict[str, Recategorised]:
    """By name; most workspaces have none."""
    rows = fetch(CHANGED, {"workspace": current_workspace_id()})
    return {name: Recategorised(category, accepted == category) for name, category, accepted in rows}


def unusable(wanted: Iterable[Key]) -> dict[Key, str]:
    """Of these channels and names those that may not be used now, with the reason: template_paused (not approved
    in any language, too) or category_changed."""
    keys = set(wanted)
    if not keys:
        return {}
    names = sorted({name for _channel, name in keys})
    found = dict.fromkeys(keys, TEMPLATE_PAUSED)
    for channel_id, name, approved, agreed in fetch(
        STANDING, {"workspace": current_workspace_id(), "names": names}
    ):
        key = (channel_id, name)
        if key in found and approved:
            found[key] = "" if agreed else CATEGORY_CHANGED
    return {key: code for key, code in found.items() if code}


def may_be_sent(rows: Sequence[Template]) -> set[int]:
    """Ids of those that a person or a program may send: approved in their language as what they are, written here."""
    stopped = unusable((row.channel_id, row.name) for row in rows)
    ready = (row for row in rows if row.status == APPROVED and not row.archived and row.source)
    return {row.pk for row in ready if (row.channel_id, row.name) not in stopped}


def drafts(names: Iterable[str]) -> dict[str, Draft]:
    """How these templates are filled, by name, on the number that was connected first."""
    rows = Template.objects.filter(name__in=set(names), language="id").exclude(source="")
    return {row.name: draft_of(row) for row in rows.order_by("-channel_id")}
