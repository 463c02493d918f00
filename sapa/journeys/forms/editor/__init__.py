"""The editor of a journey: a draft that comes and goes with the page, its buttons, and how it is shown."""

from sapa.journeys.forms.editor.actions import apply
from sapa.journeys.forms.editor.draft import CLOSED, WHOLE, Draft, NotADraft, draft_from
from sapa.journeys.forms.editor.showing import Editor, editor_of, text_fields, variables

__all__ = [
    "CLOSED",
    "WHOLE",
    "Draft",
    "Editor",
    "NotADraft",
    "apply",
    "draft_from",
    "editor_of",
    "text_fields",
    "variables",
]
