"""Mail of the installation, tried from the command line."""

from django.core.mail import EmailMessage

from sapa.base.instance import instance
from sapa.base.mail import MailNotTakenError, MailUncertainError, send_mail, sends_mail
from sapa.config.words import _, gettext_noop

MAIL_TROUBLES = {
    "unreachable": gettext_noop("The mail server %(where)s does not answer: see SAPA_MAIL_URL."),
    "unsafe": gettext_noop(
        "The mail server %(where)s has no valid encryption: see smtp and smtps in SAPA_MAIL_URL."
    ),
    "login": gettext_noop("The mail server %(where)s does not take user and password of SAPA_MAIL_URL."),
    "refused": gettext_noop("The mail server %(where)s refuses mail from %(sender)s to this address."),
    "later": gettext_noop("The mail server %(where)s takes no mail now: try again in some minutes."),
}


def tried(address: str) -> str:
    """Blank when the mail was taken, else what is wrong in one sentence."""
    settings = instance()
    server = settings.mail_server
    if server is None or not sends_mail():
        return _("No mail is sent: SAPA_MAIL_URL is empty.")
    words = _("Mail of Sapa arrives here."), _("This was sent by «sapa mail test».")
    where = {"where": f"{server.host}:{server.port}", "sender": settings.mail_sender}
    try:
        send_mail(EmailMessage(*words, to=[address]))
    except MailNotTakenError as error:
        return _(MAIL_TROUBLES[error.code]) % where
    except MailUncertainError:
        return _("%(where)s broke off while it took the mail: look whether it arrived.") % where
    return ""
