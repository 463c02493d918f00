"""Message templates: our Liquid source, its form at the provider, and what the provider says of it."""

from sapa.messaging.services.templates.category import CATEGORY_CHANGED, accept_category, category_told
from sapa.messaging.services.templates.changes import apply_template_changes
from sapa.messaging.services.templates.editing import (
    TEMPLATE_FOREIGN,
    TEMPLATE_LOCKED,
    archive,
    ask_deletion,
    ask_unpause,
    bind,
    duplicate,
    edits_left,
    found_in,
    of_journey,
    save_template,
)
from sapa.messaging.services.templates.history import note
from sapa.messaging.services.templates.registering import draft_of, push_body, register_template, samples
from sapa.messaging.services.templates.states import APPROVED, DRAFT, EDITING, TEMPLATE_PAUSED
from sapa.messaging.services.templates.submitting import (
    release_held,
    template_deleted,
    template_pushed,
    template_refused,
    template_unpaused,
)
from sapa.messaging.services.templates.syncing import apply_listed

__all__ = [
    "APPROVED",
    "CATEGORY_CHANGED",
    "DRAFT",
    "EDITING",
    "TEMPLATE_FOREIGN",
    "TEMPLATE_LOCKED",
    "TEMPLATE_PAUSED",
    "accept_category",
    "apply_listed",
    "apply_template_changes",
    "archive",
    "ask_deletion",
    "ask_unpause",
    "bind",
    "category_told",
    "draft_of",
    "duplicate",
    "edits_left",
    "found_in",
    "note",
    "of_journey",
    "push_body",
    "register_template",
    "release_held",
    "samples",
    "save_template",
    "template_deleted",
    "template_pushed",
    "template_refused",
    "template_unpaused",
]
