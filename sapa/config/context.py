"""What the shell of every page needs and no room may know: navigation, workspace, business time."""

from dataclasses import dataclass
from typing import Any, cast

from django.db import connection
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from sapa.accounts.models import User
from sapa.base.clock import business_now
from sapa.base.permissions import Capability, allowed
from sapa.inbox.selectors.notices import bell, bell_number
from sapa.journeys.selectors.today import count_of
from sapa.messaging.selectors import waiting_count
from sapa.messaging.stream import position


@dataclass(frozen=True, slots=True)
class NavItem:
    label: str
    url: str
    icon: str
    current: bool
    badge: int | str = 0
    live: str = ""


@dataclass(frozen=True, slots=True)
class MenuItem:
    label: str
    url: str
    icon: str


def house(request: HttpRequest) -> dict[str, Any]:
    """Error pages are made in another thread: a connection opened there would never be closed."""
    membership = getattr(request, "membership", None)
    if membership is None or not connection.in_atomic_block:
        return {"NAV": []}
    workspace = membership.workspace
    return {
        "NAV": [_item(request, *entry[1:]) for entry in _entries() if allowed(membership.role, entry[0])],
        "WORKSPACE_NAME": workspace.name,
        "now": business_now(),
        "zone": workspace.timezone,
        "DEMO": workspace.is_demo,
        "MENU": [MenuItem(*entry[1:]) for entry in _menu() if allowed(membership.role, entry[0])],
        "BELL": _bell(request),
        "LIVE_URL": _live_url(request),
        "SEARCH_URL": reverse("reports:search"),
        "can": {c.name: allowed(membership.role, c) for c in Capability},
    }


def _bell(request: HttpRequest) -> NavItem | None:
    """What this person should see; another icon while they are off duty."""
    if not allowed(request.membership.role, Capability.INBOX_VIEW):  # type: ignore[attr-defined]
        return None
    url, mine = reverse("inbox:notices"), bell(request.user.pk or 0)
    icon = "bell-off" if mine.is_off else "bell"
    live = reverse("inbox:notices_number")
    return NavItem(_("Notices"), url, icon, request.path == url, bell_number(mine.count), live)


def _live_url(request: HttpRequest) -> str:
    """With what this page has seen: it hears of what changed before it was connected too."""
    url = reverse("messaging:live")
    return url if "HX-Request" in request.headers else f"{url}?sejak={position()}"


def _entries() -> list[tuple[Capability, str, str, str]]:
    return [
        (Capability.HOME_VIEW, _("Today"), "reports:home", "house"),
        (Capability.INBOX_VIEW, _("Inbox"), "inbox:list", "message-circle"),
        (Capability.FOLLOWUPS_VIEW, _("Follow-ups"), "journeys:list", "clock"),
        (Capability.CONTACTS_VIEW, _("Customers"), "contacts:list", "users"),
        (Capability.ORDERS_VIEW, _("Orders"), "commerce:orders", "package"),
        (Capability.INBOX_VIEW, _("Tickets"), "tickets:list", "ticket"),
        (Capability.HOME_VIEW, _("Search"), "reports:search", "search"),
        (Capability.EVENTS_OPERATE, _("Operations"), "events:operations", "activity"),
    ]


def _menu() -> list[tuple[Capability, str, str, str]]:
    return [
        (Capability.ORDERS_VIEW, _("Returns"), reverse("commerce:returns"), "undo-2"),
        (Capability.TEAM_VIEW, _("Team"), reverse("inbox:team"), "users-round"),
        (Capability.CONTACTS_VIEW, _("Feedback"), reverse("feedback:overview"), "star"),
        (Capability.FOLLOWUPS_VIEW, _("Recipes"), reverse("journeys:recipes"), "sparkles"),
        (Capability.FOLLOWUPS_VIEW, _("Contact policy"), reverse("journeys:policy"), "shield-check"),
        (Capability.FOLLOWUPS_VIEW, _("Message guard"), reverse("journeys:guard"), "shield-alert"),
        (Capability.HOME_VIEW, _("Channels"), reverse("messaging:channels"), "smartphone"),
        (Capability.FOLLOWUPS_VIEW, _("Costs"), reverse("messaging:costs"), "receipt-text"),
        (Capability.FOLLOWUPS_VIEW, _("Templates"), reverse("messaging:templates"), "layout-template"),
        (Capability.INBOX_VIEW, _("Promise of service"), reverse("inbox:promise"), "timer"),
        (Capability.INBOX_MANAGE, _("Labels"), reverse("inbox:labels"), "tag"),
        (Capability.INBOX_MANAGE, _("Macros"), reverse("inbox:macros"), "list-checks"),
        (Capability.FOLLOWUPS_VIEW, _("Holidays"), reverse("accounts:holidays"), "calendar-days"),
        (Capability.ASSISTANT_MANAGE, _("Assistant"), reverse("assistant:overview"), "bot"),
        (Capability.INBOX_VIEW, _("Knowledge"), reverse("assistant:articles"), "book-open"),
        (Capability.TEAM_VIEW, _("The assistant in figures"), reverse("assistant:figures"), "chart-column"),
        (Capability.INBOX_VIEW, _("Quick replies"), reverse("inbox:quick_replies"), "zap"),
        (Capability.SOURCES_MANAGE, _("Senders"), reverse("commerce:sources"), "plug"),
        (Capability.SOURCES_MANAGE, _("Outgoing webhooks"), reverse("events:webhooks"), "webhook"),
        (Capability.ORDERS_VIEW, _("Products"), reverse("commerce:products"), "shopping-bag"),
        (Capability.DATA_EXPORT, _("Take out files"), reverse("reports:exports"), "download"),
        (Capability.API_MANAGE, _("API keys"), reverse("accounts:api_keys"), "key-round"),
        (Capability.HOME_VIEW, _("Your profile"), reverse("accounts:profile"), "circle-user"),
    ]


def _item(request: HttpRequest, label: str, name: str, icon: str) -> NavItem:
    url = reverse(name)
    elsewhere = request.path.startswith((reverse("inbox:notices"), reverse("inbox:team")))
    below = url != "/" and request.path.startswith(url) and not elsewhere
    current = request.path == url or below
    return NavItem(label, url, icon, current, *_waiting(request, name))


def _waiting(request: HttpRequest, name: str) -> tuple[int, str]:
    """How many want a person there, and the address that tells it anew."""
    if name == "inbox:list":
        return waiting_count(), reverse("inbox:number")
    may = allowed(request.membership.role, Capability.TASKS_WORK)  # type: ignore[attr-defined]
    if name != "reports:home" or not may:
        return 0, ""
    return count_of(now=business_now(), user=cast(User, request.user)), reverse("journeys:today_number")
