"""The words of a digest: numbers and links, in the language of whoever reads it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sapa.accounts.models import Membership
from sapa.accounts.selectors import workspace
from sapa.base.scope import current_workspace_id
from sapa.domain import formats
from sapa.domain.digests import OFF
from sapa.inbox.models import DigestMail
from sapa.inbox.selectors.digests import Tidings, choice_of, listeners, span_of, tidings
from sapa.inbox.services.digests.choosing import stops_with

WEEK = 7


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    url: str


def written(row: DigestMail, now: datetime) -> EmailMultiAlternatives | None:
    """None when there is nothing to tell, or nobody who wants it any more."""
    person, choice = listeners().get(row.user_id), choice_of(row.user_id)
    if person is None or choice.rhythm == OFF:
        return None
    span = span_of(choice.rhythm, now)
    with translation.override(person.user.language or settings.LANGUAGE_CODE):
        lines = list(_lines(tidings(person, span), span.first))
        return _mail(row, person, lines) if lines else None


def _lines(told: Tidings, since: date) -> Iterator[Line]:
    day = formats.day(since, translation.get_language() or settings.LANGUAGE_CODE)
    if n := told.waiting:
        text = ngettext(
            "%d customer of yours waits for an answer.", "%d customers of yours wait for an answer.", n
        )
        yield _line(text % n, "inbox:list", "?tab=mine")
    if n := told.tickets:
        text = ngettext("%d ticket of yours is due today.", "%d tickets of yours are due today.", n)
        yield _line(text % n, "tickets:list", "?tab=mine")
    if n := told.mentions:
        text = ngettext("%d unseen note names you.", "%d unseen notes name you.", n)
        yield _line(text % n, "inbox:notices")
    if n := told.missed:
        text = ngettext(
            "%(n)d promise was missed since %(day)s.", "%(n)d promises were missed since %(day)s.", n
        )
        yield _line(text % {"n": n, "day": day}, "inbox:performance_rows", f"?hari={WEEK}", "broken")
    if n := told.untaken:
        text = ngettext("%d conversation is not taken.", "%d conversations are not taken.", n)
        yield _line(text % n, "inbox:list", "?tab=unassigned")
    if n := told.low:
        text = ngettext("%(n)d low score came since %(day)s.", "%(n)d low scores came since %(day)s.", n)
        yield _line(text % {"n": n, "day": day}, "feedback:overview")


def _mail(row: DigestMail, person: Membership, lines: list[Line]) -> EmailMultiAlternatives:
    shop = " ".join(workspace().name.split())
    ends = _address("inbox:digest_stop", stops_with(row.user_id))
    told = {"shop": shop, "lines": lines, "ends": ends, "change": _address("inbox:notices")}
    headers = {
        "Message-ID": f"<digest.{current_workspace_id()}.{row.user_id}.{row.day:%Y%m%d}@{_host()}>",
        "List-Unsubscribe": f"<{ends}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }
    mail = EmailMultiAlternatives(
        _("%(shop)s: what waits today") % {"shop": shop},
        render_to_string("inbox/digest_mail.txt", told),
        to=[person.user.email],
        headers=headers,
    )
    mail.attach_alternative(render_to_string("inbox/digest_mail.html", told), "text/html")
    return mail


def _line(text: str, name: str, query: str = "", *args: object) -> Line:
    return Line(text, _address(name, *args) + query)


def _address(name: str, *args: object) -> str:
    return settings.SAPA.url + reverse(name, args=args)


def _host() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
