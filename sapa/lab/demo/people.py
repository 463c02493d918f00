"""Logging in to the demo with one click: a signed link for each of its people."""

from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.urls import reverse

from sapa.accounts.models import User
from sapa.lab.demo.cast import OWNER, STRANGER, TEAM

SALT = "sapa.demo.log-in"


@dataclass(frozen=True, slots=True)
class LoginLink:
    """`role` is empty for the one who belongs to no workspace."""

    name: str
    role: str
    url: str


def login_links() -> list[LoginLink]:
    """In the order of the cast; whoever is not in the database is left out. Only in demo mode."""
    if not settings.SAPA.demo:
        raise RuntimeError("Log-in links exist only in demo mode")
    people = [*((email, name, role.value) for email, name, role in (OWNER, *TEAM)), (*STRANGER, "")]
    ids = dict(User.objects.filter(email__in=[email for email, *_rest in people]).values_list("email", "pk"))
    return [LoginLink(name, role, _url(ids[email])) for email, name, role in people if email in ids]


def _url(user_id: int) -> str:
    return settings.SAPA.url + reverse("lab:log_in", args=[signing.dumps(user_id, salt=SALT)])


def person_of(token: str) -> User | None:
    """Whom the link logs in; None when it was not signed here."""
    try:
        user_id = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return User.objects.filter(pk=user_id, is_active=True).first()
