"""How the log-in library is fitted to Sapa."""

from collections.abc import Mapping
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.http import HttpRequest


class Argon2Hasher(Argon2PasswordHasher):
    """Argon2id at 19 MiB (stack.md 2): the library's default needs 100 MB for every check."""

    memory_cost = 19_456
    time_cost = 2
    parallelism = 1


class ClosedSignup(DefaultAccountAdapter):  # type: ignore[misc]
    """People are invited by the owner of a workspace; nobody signs up by himself."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False


def name_tried(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str:
    """Whose log-in was tried, for counting wrong passwords."""
    tried = (credentials or {}).get("email") or request.POST.get("login", "")
    return str(tried).strip().lower()
