"""«Understood, and no»: the one exception a service raises when a person can act on the refusal.

A room declares its refusals once, next to the service that raises them, and raises by code:

    TICKET_CLOSED = refusal("ticket_closed", _("Ticket %(number)s is closed."), _("Reopen it first."))
    ...
    raise Refused(TICKET_CLOSED, number=218)

`sapa.web.middleware.RefusedAsConflict` turns it into 409 for pages, htmx and the API. Each declared
code stands in docs/errors.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Refusal:
    """Sentence and remedy are lazily translated and may hold `%(name)s` places."""

    code: str
    sentence: StrOrPromise
    remedy: StrOrPromise


REFUSALS: dict[str, Refusal] = {}


def refusal(code: str, sentence: StrOrPromise, remedy: StrOrPromise) -> str:
    """Declares a refusal and returns its code; a code means one thing only (ValueError)."""
    known = REFUSALS.setdefault(code, Refusal(code, sentence, remedy))
    if str(known.sentence) != str(sentence):
        raise ValueError(f"refusal {code!r} is declared twice with different sentences")
    return code


CHANGED_MEANWHILE = refusal(
    "changed_meanwhile",
    _("This was changed by somebody else in the meantime."),
    _("Load the page again, look at what is new, then try once more."),
)


class Refused(Exception):
    """Carries the code of a declared refusal and the values of its sentence."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

    @property
    def sentence(self) -> str:
        return str(REFUSALS[self.code].sentence) % self.params

    @property
    def remedy(self) -> str:
        return str(REFUSALS[self.code].remedy) % self.params

    def as_json(self) -> dict[str, str]:
        return {"code": self.code, "message": self.sentence, "remedy": self.remedy}
