"""The server that takes mail, as it is written in settings."""

from typing import NamedTuple, Self
from urllib.parse import unquote, urlsplit

PORTS = {"smtp": 587, "smtps": 465, "smtp+plain": 25}


class MailServer(NamedTuple):
    """`way`: `smtp` (turned into TLS by STARTTLS), `smtps` (TLS from the first byte), `smtp+plain` (none)."""

    way: str = ""
    host: str = ""
    port: int = 0
    user: str = ""
    password: str = ""

    @classmethod
    def parse(cls, written: str) -> Self:
        """`smtp://user:password@host:587`; signs of user and password may be percent-encoded. Raises ValueError."""
        parts = urlsplit(written.strip())
        if parts.scheme not in PORTS or not parts.hostname or parts.path not in ("", "/") or parts.query:
            raise ValueError("smtp://user:password@host:port is expected")
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        return cls(parts.scheme, parts.hostname, parts.port or PORTS[parts.scheme], user, password)
