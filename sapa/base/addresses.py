"""Addresses that people give us to call: looked at when they are saved, and again by `egress` at every call."""

import ipaddress
import socket
from typing import Literal
from urllib.parse import urlsplit

from .egress import is_public
from .endpoint import Endpoint
from .instance import instance

LONGEST = 500
PORTS = {"https": 443, "http": 80}
Fault = Literal["", "not_an_address", "not_https", "not_found", "not_public"]


def fault_of(url: str) -> Fault:
    """Why it may not be called; empty when it may. Asks the name server, so it may take seconds.

    Plain http and private networks only where `SAPA_EGRESS_ALLOW` names host and port.
    """
    place = _place(url)
    if place is None:
        return "not_an_address"
    scheme, endpoint = place
    if endpoint in instance().egress_allow:
        return ""
    if scheme != "https":
        return "not_https"
    return _fault_of_host(endpoint)


def _place(url: str) -> tuple[str, Endpoint] | None:
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS[parts.scheme]
        host = (parts.hostname or "").rstrip(".").encode("idna").decode()
    except (ValueError, KeyError):
        return None
    strange = len(url) > LONGEST or any(letter.isspace() or not letter.isprintable() for letter in url)
    if strange or not host or parts.username or parts.password or parts.fragment:
        return None
    return parts.scheme, Endpoint(host, port)


def _fault_of_host(endpoint: Endpoint) -> Fault:
    try:
        return "" if is_public(str(ipaddress.ip_address(endpoint.host))) else "not_public"
    except ValueError:
        pass
    try:
        found = socket.getaddrinfo(endpoint.host, endpoint.port, type=socket.SOCK_STREAM)
    except OSError:
        return "not_found"
    return "" if all(is_public(str(each[4][0])) for each in found) else "not_public"
