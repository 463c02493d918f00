"""Mail of the installation: one server (`SAPA_MAIL_URL`), through Django's mail framework."""

import smtplib
import ssl
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

NOWHERE = "django.core.mail.backends.dummy.EmailBackend"
TEMPORARY = range(400, 500)


class MailNotTakenError(Exception):
    """Nothing was sent. `code`: unreachable, unsafe, login, refused or later; `status`: the server's, else 0."""

    def __init__(self, code: str, status: int = 0) -> None:
        super().__init__(f"{code} {status}" if status else code)
        self.code, self.status = code, status

    @property
    def may_help(self) -> bool:
        """Whether another try may go better."""
        return self.code != "refused"


class MailUncertainError(Exception):
    """The line broke while the mail was handed over: it may have been sent."""


def sends_mail() -> bool:
    return settings.EMAIL_BACKEND != NOWHERE


def send_mail(message: EmailMessage) -> None:
    """Returns when the server has taken it. Raises MailNotTakenError, MailUncertainError."""
    connection = _opened()
    try:
        connection.send_messages([message])
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPResponseException) as error:
        raise _refused(error) from None
    except smtplib.SMTPNotSupportedError:
        raise MailNotTakenError("refused") from None
    except OSError:
        raise MailUncertainError from None
    finally:
        _hang_up(connection)


def knock() -> None:
    """Connects, logs in and leaves, without a mail. Raises MailNotTakenError."""
    _hang_up(_opened())


def _opened() -> Any:
    connection = get_connection()
    try:
        connection.open()
    except OSError as error:  # smtplib's own are of this kind too
        _hang_up(connection)
        raise _shut(error) from None
    return connection


def _hang_up(connection: Any) -> None:
    with suppress(OSError):
        connection.close()


def _shut(error: OSError) -> MailNotTakenError:
    match error:
        case ssl.SSLError() | smtplib.SMTPNotSupportedError():
            return MailNotTakenError("unsafe")
        case smtplib.SMTPAuthenticationError():
            return MailNotTakenError("login", error.smtp_code)
    return MailNotTakenError("unreachable")


def _refused(error: smtplib.SMTPRecipientsRefused | smtplib.SMTPResponseException) -> MailNotTakenError:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        status = min((code for code, _said in error.recipients.values()), default=0)
    else:
        status = error.smtp_code
    return MailNotTakenError("later" if status in TEMPORARY else "refused", status)
