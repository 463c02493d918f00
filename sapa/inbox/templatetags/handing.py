"""What waits for anybody, above the list, and after how long somebody is told."""

from django import template

from sapa.inbox.selectors.handoffs import untaken
from sapa.inbox.services.handoffs.reminding import MOST_MINUTES, minutes_until_reminded

register = template.Library()


@register.inclusion_tag("inbox/_untaken.html", takes_context=True)
def untaken_alarm(context: template.Context) -> dict[str, object]:
    """Hand-offs that nobody took in time; nothing where there are none."""
    return {"untaken": untaken(), "zone": context.get("zone")}


@register.inclusion_tag("inbox/_handoff_reminder.html", takes_context=True)
def handoff_reminder(context: template.Context) -> dict[str, object]:
    """The setting, where all promises of service are chosen."""
    told = {name: context.get(name) for name in ("can", "csrf_token")}
    return {**told, "minutes": minutes_until_reminded(), "most": MOST_MINUTES}
