"""Settings of one installation: `SAPA_*` variables, read once and typed; listed in `docs/settings.md`."""

import functools
import os
from collections.abc import Callable, Mapping
from email.utils import parseaddr
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator
from pydantic_core import ErrorDetails, PydanticCustomError

from .endpoint import Endpoint
from .mail_server import MailServer
from .sentences import SentenceError

PREFIX = "SAPA_"
ELSEWHERE = frozenset({"SAPA_CHROMIUM", "SAPA_FAILPOINT"})


EXPECTED = {
    "int_parsing": "harus berupa bilangan bulat",
    "bool_parsing": "harus 0 atau 1",
    "literal_error": "harus {expected}",
    "greater_than_equal": "paling kecil {ge}",
    "less_than_equal": "paling besar {le}",
    "string_pattern_mismatch": "harus berbentuk {pattern}",
    "web_address": "harus diawali http:// atau https://",
    "endpoints": "harus berupa host:port, dipisah koma",
    "mail_server": "harus berbentuk smtp://pengguna:sandi@host:port (atau smtps://, smtp+plain://)",
    "mail_address": "harus berupa alamat surel, boleh dengan nama: Toko Sari <sapa@toko.example>",
}


class SettingsError(SentenceError):
    """A variable holds something that cannot be used; the sentences name it and say what is expected."""


def default_home() -> Path:
    """`/var/lib/sapa` for root, whose own home the database's user cannot enter; else the XDG data folder."""
    if os.geteuid() == 0:
        return Path("/var/lib/sapa")
    return Path("~/.local/share/sapa").expanduser()


class Instance(BaseModel):
    """Settings of this installation; those of a shop live in its workspace."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)

    home: Path = Field(default_factory=default_home, description="Folder of data, keys, media and logs.")
    demo: bool = Field(default=False, description="Demo mode: a clock that can be moved and a simulator.")
    debug: bool = Field(
        default=False, description="Show details of errors in the browser; never on a public server."
    )
    url: str = Field(
        default="http://127.0.0.1:8000",
        description="Public address of this server, used in links and webhooks.",
    )
    host: str = Field(default="127.0.0.1", description="Address on which `sapa serve` listens.")
    port: int = Field(default=8000, ge=1, le=65535, description="Port on which `sapa serve` listens.")
    workers: int = Field(default=1, ge=0, le=64, description="Worker processes that `sapa serve` starts.")
    language: Literal["id", "en"] = Field(default="id", description="Language of pages and commands.")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="How much is written to the log."
    )
    keys: SecretStr | None = Field(
        default=None,
        description="Key ring `id:key,…` (base64, 32 bytes, newest first) instead of the file in home.",
    )
    egress_allow: tuple[Endpoint, ...] = Field(
        default=(),
        description="`host:port,…` in private networks that Sapa may call; all others are refused.",
    )
    graph_url: str = Field(
        default="https://graph.facebook.com", description="Base address of WhatsApp's Graph API."
    )
    graph_version: str = Field(
        default="v26.0", pattern=r"^v\d+\.\d+$", description="Version of the Graph API."
    )
    max_body: int = Field(
        default=3_000_000, ge=1_000, description="Largest webhook body that is accepted, in bytes."
    )
    mail_url: SecretStr | None = Field(
        default=None,
        description="Server that takes Sapa's mail, `smtp://user:password@host:587`; without it none is sent.",
    )
    mail_from: str = Field(
        default="", description="Sender of Sapa's mail; empty: `sapa@` and the host of `SAPA_URL`."
    )
    pg_bin: Path | None = Field(
        default=None,
        description="Folder with PostgreSQL's programs (postgres, initdb); found by itself when empty.",
    )
    pg_user: str | None = Field(
        default=None,
        description="System user that runs PostgreSQL when Sapa runs as root; chosen by itself when empty.",
    )

    @field_validator("home", "pg_bin")
    @classmethod
    def _absolute(cls, path: Path | None) -> Path | None:
        return path.expanduser().absolute() if path else None

    @field_validator("url", "graph_url")
    @classmethod
    def _web_address(cls, address: str) -> str:
        if not address.startswith(("http://", "https://")):
            raise PydanticCustomError(
                "web_address", "an address beginning with http:// or https:// is expected"
            )
        return address.rstrip("/")

    @field_validator("egress_allow", mode="before")
    @classmethod
    def _endpoints(cls, listed: object) -> object:
        if not isinstance(listed, str):
            return listed
        try:
            return tuple(Endpoint.parse(part) for part in listed.split(",") if part.strip())
        except ValueError:
            raise PydanticCustomError("endpoints", "host:port,… is expected") from None

    @field_validator("mail_url")
    @classmethod
    def _mail_server(cls, written: SecretStr | None) -> SecretStr | None:
        try:
            MailServer.parse(written.get_secret_value() if written else "smtp://none")
        except ValueError:
            raise PydanticCustomError("mail_server", "smtp://user:password@host:port is expected") from None
        return written

    @field_validator("mail_from")
    @classmethod
    def _mail_address(cls, written: str) -> str:
        name, at, host = parseaddr(written)[1].rpartition("@")
        if written and not (name and at and host and written.isprintable()):
            raise PydanticCustomError("mail_address", "an e-mail address is expected")
        return written

    @property
    def mail_server(self) -> MailServer | None:
        return MailServer.parse(self.mail_url.get_secret_value()) if self.mail_url else None

    @property
    def mail_sender(self) -> str:
        return self.mail_from or f"sapa@{urlsplit(self.url).hostname or 'localhost'}"

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> Self:
        """Empty variables count as absent. Raises SettingsError naming every bad variable."""
        given = {name: environ.get(PREFIX + name.upper(), "").strip() for name in cls.model_fields}
        try:
            return cls.model_validate({name: value for name, value in given.items() if value})
        except ValidationError as error:
            raise SettingsError(_told(error, _in_indonesian), _told(error, lambda e: e["msg"])) from None


def _told(error: ValidationError, say: Callable[[ErrorDetails], str]) -> str:
    return "; ".join(f"{PREFIX}{str(e['loc'][0]).upper()}: {say(e)}" for e in error.errors())


def _in_indonesian(error: ErrorDetails) -> str:
    told = EXPECTED.get(error["type"], "nilai ini tidak bisa dipakai").format(**error.get("ctx", {}))
    return told.replace(" or ", " atau ")


def unknown_variables(environ: Mapping[str, str]) -> list[str]:
    """Names beginning with `SAPA_` that mean nothing: most often a slip of the pen."""
    known = {PREFIX + name.upper() for name in Instance.model_fields} | ELSEWHERE
    return sorted(name for name in environ if name.startswith(PREFIX) and name not in known)


@functools.cache
def instance() -> Instance:
    """The settings of this process; `instance.cache_clear()` reads the environment again."""
    return Instance.from_environ(os.environ)
