"""The one way out: every HTTP request of Sapa to the world begins here (decisions.md 34).

Addresses inside private networks are refused when the socket is made, after names were resolved, so neither
a written address, nor a name, nor a name that changes its answer leads into the shop's own network.
Exceptions are listed by the installation in `SAPA_EGRESS_ALLOW`, never by a workspace.
"""

import ipaddress
import socket
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver
from yarl import URL

from .endpoint import Endpoint
from .instance import instance

CONNECT_SECONDS = 5
TOTAL_SECONDS = 15
LARGEST_ANSWER = 3_000_000
NAT64 = ipaddress.ip_network("64:ff9b::/96")

SocketAddress = tuple[Any, ...]
AddressInfo = tuple[int, int, int, str, SocketAddress]


class EgressRefusedError(OSError):
    """Not a public address; nothing was sent. Arrives as `os_error` of aiohttp's ClientConnectorError."""


class AnswerTooLargeError(aiohttp.ClientError):
    """The answer is larger than was allowed; it was not read further."""


class Answer(NamedTuple):
    status: int
    headers: Mapping[str, str]
    body: bytes


def egress_session(
    *,
    allow: Iterable[Endpoint] | None = None,
    limit: int = 256,
    total_seconds: float = TOTAL_SECONDS,
    resolver: AbstractResolver | None = None,
) -> aiohttp.ClientSession:
    """A keep-alive session without redirects (TooManyRedirects), proxies, cookies or a second try of a POST.

    `limit` is the number of connections at once. Close it, and read answers through `fetch`.
    """
    door = Door(instance().egress_allow if allow is None else allow)
    connector = aiohttp.TCPConnector(
        limit=limit,
        resolver=WatchedResolver(door, resolver or ThreadedResolver()),
        socket_factory=door.socket,
    )
    timeout = aiohttp.ClientTimeout(
        total=total_seconds, connect=CONNECT_SECONDS, sock_connect=CONNECT_SECONDS
    )
    return aiohttp.ClientSession(
        connector=connector,
        timeout=timeout,
        cookie_jar=aiohttp.DummyCookieJar(),
        middlewares=(_refuse_redirects,),
    )


async def fetch(
    session: aiohttp.ClientSession,
    method: str,
    url: str | URL,
    *,
    largest: int = LARGEST_ANSWER,
    **request: Any,
) -> Answer:
    """Asks and reads at most `largest` bytes, counted after decompression.

    Raises AnswerTooLargeError and what aiohttp raises: ClientConnectorError and ConnectionTimeoutError mean
    that nothing was sent.
    """
    async with session.request(method, url, **request) as response:
        body = bytearray()
        async for chunk in response.content.iter_any():
            body += chunk
            if len(body) > largest:
                response.close()
                raise AnswerTooLargeError(f"the answer is larger than {largest} bytes")
        return Answer(response.status, response.headers, bytes(body))


class Door:
    """Decides, per socket, whether it may be made."""

    def __init__(self, allow: Iterable[Endpoint]) -> None:
        self._allow = frozenset(allow)
        self._opened: set[tuple[str, int]] = set()

    def knows(self, host: str, port: int, resolved: str) -> None:
        """An allowed name was resolved: its address is allowed on that port."""
        if Endpoint(host.lower().rstrip("."), port) in self._allow:
            self._opened.add((resolved, port))

    def socket(self, info: AddressInfo) -> socket.socket:
        family, kind, protocol, _, address = info
        host, port = str(address[0]), int(address[1])
        if not (is_public(host) or Endpoint(host, port) in self._allow or (host, port) in self._opened):
            raise EgressRefusedError(f"{Endpoint(host, port)} is not a public address")
        return socket.socket(family, kind, protocol)


class WatchedResolver(AbstractResolver):
    def __init__(self, door: Door, inner: AbstractResolver) -> None:
        self._door = door
        self._inner = inner

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        found = await self._inner.resolve(host, port, family)
        for each in found:
            self._door.knows(host, port, each["host"])
        return found

    async def close(self) -> None:
        await self._inner.close()


def is_public(written: str) -> bool:
    """True for addresses of the open internet, looking inside those that carry an IPv4 address."""
    address = ipaddress.ip_address(written.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if address in NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return address.is_global and not (address.is_multicast or address.is_reserved)


async def _refuse_redirects(
    request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
) -> aiohttp.ClientResponse:
    response = await handler(request)
    if response.status in {301, 302, 303, 307, 308}:
        response.close()
        raise aiohttp.TooManyRedirects(
            response.request_info, (response,), status=response.status, message="redirects are not followed"
        )
    return response
