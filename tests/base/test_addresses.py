"""An address that people give is looked at before it is kept."""

import socket

import pytest

from sapa.base import addresses
from sapa.base.addresses import fault_of
from sapa.base.endpoint import Endpoint
from sapa.base.instance import instance

NAMES = {"toko.example": ["93.184.216.34"], "rumah.example": ["93.184.216.34", "192.168.1.7"]}


@pytest.fixture(autouse=True)
def names(monkeypatch: pytest.MonkeyPatch) -> None:
    def found(host: str, port: int, **_options: object) -> list[tuple[object, ...]]:
        if host not in NAMES:
            raise socket.gaierror
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in NAMES[host]]

    monkeypatch.setattr(socket, "getaddrinfo", found)


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("https://toko.example/sapa?x=1", ""),
        ("https://TOKO.example.:8443/", ""),
        ("https://rumah.example/", "not_public"),
        ("https://tidak-ada.example/", "not_found"),
        ("https://[::ffff:10.0.0.1]/", "not_public"),
        ("http://toko.example/", "not_https"),
        ("https:///kosong", "not_an_address"),
        ("https://toko.example/a b", "not_an_address"),
        ("https://toko.example/" + "a" * 500, "not_an_address"),
        ("https://" + "a" * 64 + ".example/", "not_an_address"),
        ("javascript:alert(1)", "not_an_address"),
        ("https://[::1/", "not_an_address"),
    ],
)
def test_what_may_not_be_called_has_a_reason(url: str, fault: str) -> None:
    assert fault_of(url) == fault


def test_the_installation_may_allow_a_neighbour_on_one_port(monkeypatch: pytest.MonkeyPatch) -> None:
    neighbour = instance().model_copy(update={"egress_allow": (Endpoint("rumah.example", 8080),)})
    monkeypatch.setattr(addresses, "instance", lambda: neighbour)
    assert fault_of("http://rumah.example:8080/sapa") == ""
    assert fault_of("https://rumah.example/sapa") == "not_public"
