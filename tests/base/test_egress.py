"""No request of Sapa reaches into a private network unless the installation says so."""

import gzip
import socket
from collections.abc import AsyncIterator, Iterator

import aiohttp
import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.test_utils import TestServer

from sapa.base.egress import AnswerTooLargeError, EgressRefusedError, egress_session, fetch, is_public
from sapa.base.endpoint import Endpoint

PRIVATE = [
    "127.0.0.1",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "169.254.169.254",
    "0.0.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1%eth0",
    "fd00::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
]


class Names(AbstractResolver):
    """Answers with the next address of the list at each question, like a name server that rebinds."""

    def __init__(self, *answers: str) -> None:
        self._answers: Iterator[str] = iter(answers)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        answer = next(self._answers)
        return [ResolveResult(hostname=host, host=answer, port=port, family=socket.AF_INET, proto=0, flags=0)]

    async def close(self) -> None:
        pass


@pytest.fixture
async def neighbour() -> AsyncIterator[TestServer]:
    """A server inside the shop's network; `asked` lists the paths that reached it."""
    asked: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        asked.append(request.path)
        if request.path == "/moved":
            raise web.HTTPFound("/elsewhere")
        if request.path == "/bomb":
            return web.Response(body=gzip.compress(b"0" * 5_000_000), headers={"Content-Encoding": "gzip"})
        return web.Response(text="halo")

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    server = TestServer(app, host="127.0.0.1")
    server.asked = asked  # type: ignore[attr-defined]
    await server.start_server()
    yield server
    await server.close()


def allowed(server: TestServer, host: str = "127.0.0.1") -> list[Endpoint]:
    assert server.port
    return [Endpoint(host, server.port)]


@pytest.mark.parametrize("address", PRIVATE)
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["157.240.13.54", "2a03:2880:f10c:83::1", "64:ff9b::9df0:d36"])
def test_public_addresses(address: str) -> None:
    assert is_public(address)


async def refused(session: aiohttp.ClientSession, url: str) -> bool:
    async with session:
        with pytest.raises(aiohttp.ClientConnectorError) as error:
            await fetch(session, "GET", url)
    return isinstance(error.value.os_error, EgressRefusedError)


async def test_a_written_private_address_is_refused(neighbour: TestServer) -> None:
    assert await refused(egress_session(allow=()), f"http://127.0.0.1:{neighbour.port}/")
    assert neighbour.asked == []  # type: ignore[attr-defined]


async def test_a_name_that_leads_inside_is_refused(neighbour: TestServer) -> None:
    session = egress_session(allow=(), resolver=Names("127.0.0.1"))
    assert await refused(session, f"http://toko.example:{neighbour.port}/")
    assert neighbour.asked == []  # type: ignore[attr-defined]


async def test_a_name_that_changes_its_answer_is_refused(neighbour: TestServer) -> None:
    names = Names("157.240.13.54", "127.0.0.1")
    assert (await names.resolve("toko.example"))[0]["host"] == "157.240.13.54"
    assert await refused(egress_session(allow=(), resolver=names), f"http://toko.example:{neighbour.port}/")


async def test_another_port_of_an_allowed_host_is_refused(neighbour: TestServer) -> None:
    session = egress_session(allow=[Endpoint("127.0.0.1", 1)])
    assert await refused(session, f"http://127.0.0.1:{neighbour.port}/")


async def test_an_allowed_endpoint_answers(neighbour: TestServer) -> None:
    async with egress_session(allow=allowed(neighbour)) as session:
        answer = await fetch(session, "POST", str(neighbour.make_url("/")), json={"a": 1})
    assert (answer.status, answer.body) == (200, b"halo")


async def test_an_allowed_name_answers(neighbour: TestServer) -> None:
    session = egress_session(allow=allowed(neighbour, "simulator"), resolver=Names("127.0.0.1"))
    async with session:
        answer = await fetch(session, "GET", f"http://Simulator:{neighbour.port}/")
    assert answer.body == b"halo"


async def test_redirects_are_not_followed(neighbour: TestServer) -> None:
    async with egress_session(allow=allowed(neighbour)) as session:
        with pytest.raises(aiohttp.TooManyRedirects) as error:
            await fetch(session, "GET", str(neighbour.make_url("/moved")))
    assert error.value.status == 302
    assert neighbour.asked == ["/moved"]  # type: ignore[attr-defined]


async def test_a_large_answer_is_not_read_to_its_end(neighbour: TestServer) -> None:
    async with egress_session(allow=allowed(neighbour)) as session:
        with pytest.raises(AnswerTooLargeError):
            await fetch(session, "GET", str(neighbour.make_url("/bomb")), largest=1_000_000)
