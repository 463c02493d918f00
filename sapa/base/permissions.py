"""Who may do what: roles, capabilities and the mark a view carries. `docs/permissions.md` lists the same table."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

V = TypeVar("V", bound=Callable[..., Any])


class Role(StrEnum):
    OWNER = "pemilik"
    SUPERVISOR = "supervisor"
    AGENT = "agen"
    SERVICE = "cs"
    ANALYST = "analis"
    INTEGRATOR = "integrator"


class Capability(StrEnum):
    HOME_VIEW = "home.view"
    INBOX_VIEW = "inbox.view"
    INBOX_REPLY = "inbox.reply"
    FOLLOWUPS_VIEW = "followups.view"
    FOLLOWUPS_CANCEL = "followups.cancel"
    RECIPES_CHANGE = "recipes.change"
    CONTACTS_VIEW = "contacts.view"
    CONTACTS_CHANGE = "contacts.change"
    ORDERS_VIEW = "orders.view"
    ORDERS_CHANGE = "orders.change"
    ORDERS_IMPORT = "orders.import"
    SOURCES_MANAGE = "sources.manage"
    CHANNELS_MANAGE = "channels.manage"
    EVENTS_OPERATE = "events.operate"
    SETTINGS_CHANGE = "settings.change"
    TEAM_MANAGE = "team.manage"
    DEMO_CLOCK = "demo.clock"
    GUARD_OVERRIDE = "guard.override"
    TASKS_WORK = "tasks.work"
    API_MANAGE = "api.manage"
    DATA_EXPORT = "data.export"
    PHONES_VIEW = "phones.view"
    PRODUCTS_CHANGE = "products.change"
    INBOX_MANAGE = "inbox.manage"
    TEAM_VIEW = "team.view"
    FEEDBACK_MANAGE = "feedback.manage"
    ARTICLES_MANAGE = "articles.manage"
    ASSISTANT_MANAGE = "assistant.manage"


_C = Capability
_VIEW_WORK = {_C.HOME_VIEW, _C.INBOX_VIEW, _C.FOLLOWUPS_VIEW, _C.CONTACTS_VIEW, _C.ORDERS_VIEW}
_WORK = _VIEW_WORK | {
    *(_C.INBOX_REPLY, _C.FOLLOWUPS_CANCEL, _C.CONTACTS_CHANGE, _C.DEMO_CLOCK, _C.TASKS_WORK),
    *(_C.PHONES_VIEW, _C.ORDERS_CHANGE),
}

CAPABILITIES: dict[Role, frozenset[Capability]] = {
    Role.OWNER: frozenset(Capability),
    Role.SUPERVISOR: frozenset(
        _WORK
        | {
            _C.ORDERS_IMPORT,
            _C.RECIPES_CHANGE,
            _C.EVENTS_OPERATE,
            _C.GUARD_OVERRIDE,
            _C.DATA_EXPORT,
            _C.PRODUCTS_CHANGE,
            _C.INBOX_MANAGE,
            _C.TEAM_VIEW,
            _C.FEEDBACK_MANAGE,
            _C.ARTICLES_MANAGE,
            _C.ASSISTANT_MANAGE,
        }
    ),
    Role.AGENT: frozenset(_WORK),
    Role.SERVICE: frozenset(_WORK),
    Role.ANALYST: frozenset((_VIEW_WORK - {_C.INBOX_VIEW}) | {_C.DATA_EXPORT, _C.TEAM_VIEW}),
    Role.INTEGRATOR: frozenset(
        {
            _C.HOME_VIEW,
            _C.ORDERS_VIEW,
            _C.ORDERS_IMPORT,
            _C.SOURCES_MANAGE,
            _C.CHANNELS_MANAGE,
            _C.EVENTS_OPERATE,
        }
    ),
}


def allowed(role: str, capability: Capability) -> bool:
    return capability in CAPABILITIES[Role(role)]


def requires(capability: Capability) -> Callable[[V], V]:
    """Marks a view; the workspace middleware refuses (403) whoever lacks the capability."""

    def mark(view: V) -> V:
        view.capability = capability  # type: ignore[attr-defined]
        return view

    return mark


def public(view: V) -> V:
    """Marks a view that needs no log-in."""
    view.capability = None  # type: ignore[attr-defined]
    return view
