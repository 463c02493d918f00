"""The assistant's pages beside each other, for whoever may open them."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from sapa.base.permissions import Capability, allowed


def tabs(request: HttpRequest, current: str) -> list[dict[str, object]]:
    role = request.membership.role  # type: ignore[attr-defined]
    pages = (
        (Capability.ASSISTANT_MANAGE, "assistant:overview", _("Overview")),
        (Capability.ASSISTANT_MANAGE, "assistant:bench", _("Try it out")),
        (Capability.ASSISTANT_MANAGE, "assistant:cases", _("Kept cases")),
        (Capability.TEAM_VIEW, "assistant:figures", _("Figures")),
        (Capability.ASSISTANT_MANAGE, "assistant:reviews", _("Weekly review")),
        (Capability.ASSISTANT_MANAGE, "assistant:model", _("Language model")),
        (Capability.ASSISTANT_MANAGE, "assistant:corrections", _("Taught")),
    )
    return [
        {"label": label, "url": reverse(name), "current": name == current}
        for need, name, label in pages
        if allowed(role, need)
    ]
