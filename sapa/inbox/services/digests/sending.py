"""Each digest leaves once: kept as «sending» before it leaves, tried again only when it surely did not."""

import logging
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.core.mail import EmailMultiAlternatives

from sapa.accounts.selectors import workspace, workspace_ids
from sapa.base.mail import MailNotTakenError, MailUncertainError, send_mail, sends_mail
from sapa.base.scope import workspace_scope
from sapa.domain.digests import pause_after
from sapa.inbox.models import DigestMail
from sapa.inbox.selectors.digests import whose_time
from sapa.inbox.services.digests.writing import written

State = DigestMail.State
LOST = timedelta(minutes=10)  # since a worker took it and never came back
KEPT = timedelta(days=90)
logger = logging.getLogger(__name__)


def send_digests(*, now: datetime) -> int:
    """Of every workspace where it is time; returns how many left. Not in a scope. Nothing without a mail server."""
    return sum(_of_shop(workspace_id, now) for workspace_id in workspace_ids()) if sends_mail() else 0


def forget_digests(*, now: datetime) -> None:
    DigestMail.objects.filter(at__lt=now - KEPT).delete()


def _of_shop(workspace_id: int, now: datetime) -> int:
    """What is wrong with one shop keeps no other waiting."""
    try:
        with workspace_scope(workspace_id):
            _prepare(now)
        sent = 0
        while taken := _take(workspace_id, now):
            sent += _send(workspace_id, *taken, now)
    except Exception:
        logger.exception("The digests of a workspace were not sent")
        return 0
    return sent


def _prepare(now: datetime) -> None:
    """A row for each whose hour it is; what a dead worker held, or yesterday could not send, is over."""
    today = _today(now)
    due = [DigestMail(user_id=one, day=today, at=now) for one in whose_time(now)]
    DigestMail.objects.bulk_create(due, ignore_conflicts=True)
    DigestMail.objects.filter(state=State.SENDING, at__lt=now - LOST).update(state=State.UNCERTAIN, at=now)
    DigestMail.objects.filter(state=State.DUE, day__lt=today).update(state=State.FAILED, at=now)


def _take(workspace_id: int, now: datetime) -> tuple[DigestMail, EmailMultiAlternatives] | None:
    """The next one with its mail; those with nothing to tell are settled on the way."""
    with workspace_scope(workspace_id):
        due = DigestMail.objects.filter(state=State.DUE, day=_today(now), at__lte=now).order_by("at", "pk")
        while row := due.select_for_update(skip_locked=True).first():
            mail = written(row, now)
            row.state, row.at = State.SENDING if mail else State.NOTHING, now
            row.tries += 1 if mail else 0
            row.save(update_fields=["state", "at", "tries"])
            if mail:
                return row, mail
    return None


def _send(workspace_id: int, row: DigestMail, mail: EmailMultiAlternatives, now: datetime) -> int:
    try:
        send_mail(mail)
        row.state, row.trouble = State.SENT, ""
    except MailNotTakenError as error:
        pause = pause_after(row.tries) if error.may_help else None
        row.state, row.trouble = State.DUE if pause else State.FAILED, error.code
        row.at = now + (pause or timedelta())
    except MailUncertainError:
        row.state = State.UNCERTAIN
    with workspace_scope(workspace_id):
        row.save(update_fields=["state", "at", "trouble"])
    return int(row.state == State.SENT)


def _today(now: datetime) -> date:
    return now.astimezone(ZoneInfo(workspace().timezone)).date()
