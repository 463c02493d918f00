"""How the log-in library is fitted to Sapa."""

import logging
from collections.abc import Mapping
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from sapa.web.errors import Refused, refusal

logger = logging.getLogger(__name__)
MAIL_NOT_SENT = refusal(
    "mail_not_sent",
    _("The mail could not be sent."),
    _("Try again in some minutes, or ask whoever runs the server to look at «sapa check»."),
)


class Argon2Hasher(Argon2PasswordHasher):
    """Argon2id at 19 MiB (stack.md 2): the library's default needs 100 MB for every check."""

    memory_cost = 19_456
    time_cost = 2
    parallelism = 1


class ClosedSignup(DefaultAccountAdapter):  # type: ignore[misc]
    """People are invited by the owner of a workspace; nobody signs up by himself."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Raises Refused: a mail server that is away is no fault of ours, and nobody waits for a mail in vain."""
        try:
            super().send_mail(template_prefix, email, context)
        except OSError as error:
            logger.error("A mail of the log-in pages was not sent: %s", type(error).__name__)
            raise Refused(MAIL_NOT_SENT) from None


def name_tried(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str:
    """Whose log-in was tried, for counting wrong passwords."""
    tried = (credentials or {}).get("email") or request.POST.get("login", "")
    return str(tried).strip().lower()
