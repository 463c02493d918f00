"""A host and a port, as they are written in settings."""

from typing import NamedTuple, Self


class Endpoint(NamedTuple):
    host: str
    port: int

    @classmethod
    def parse(cls, written: str) -> Self:
        """`host:port`, or `[::1]:port` for IPv6. Raises ValueError."""
        host, separator, port = written.strip().rpartition(":")
        host = host.removeprefix("[").removesuffix("]").lower().rstrip(".")
        if not (separator and host and port.isdecimal() and 0 < int(port) < 65536):
            raise ValueError(f"host:port is expected, not {written.strip()!r}")
        return cls(host, int(port))

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"
