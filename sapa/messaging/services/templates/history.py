"""What happened to a template, once each."""

from datetime import datetime

from sapa.messaging.models import Template, TemplateHistory

LONGEST, LONGEST_DETAIL = 60, 600


def note(
    template: Template,
    what: str,
    *,
    source: str,
    at: datetime,
    before: object = "",
    after: object = "",
    detail: str = "",
) -> bool:
    """False when it was told before: webhooks come more than once, and the poll sees what they have said."""
    told = {"what": what, "after": str(after or "")[:LONGEST], "at": at, "source": source}
    if TemplateHistory.objects.filter(template=template, **told).exists():
        return False
    TemplateHistory.objects.create(
        template=template, before=str(before or "")[:LONGEST], detail=detail[:LONGEST_DETAIL], **told
    )
    return True


def is_old(template: Template, what: str, at: datetime) -> bool:
    """Something newer of this kind is known: webhooks come in any order."""
    newer = TemplateHistory.objects.filter(template=template, what=what, at__gt=at, source="webhook")
    return newer.exists()
