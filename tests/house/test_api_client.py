"""The client for Python is what the API's document says, and stands alone."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from types import ModuleType
from typing import Any, get_type_hints

import pytest

from sapa.config.client import written_client

HOUSE = Path(__file__).parents[2]
CLIENT = HOUSE / "clients/python/sapa_client.py"
WORDS = [f"sebuah_kata_yang_panjang_{number}" for number in range(4)]
BROKEN_OFF = -1
STRANGE = {
    "info": {"title": "Sapa"},
    "components": {
        "schemas": {
            "Page_Row_": {
                "properties": {
                    "items": {"type": "array", "items": {"$ref": "#/x/Row"}},
                    "next": {"type": "string"},
                },
                "required": ["items"],
            },
            "Row": {"properties": {"from": {"type": ["string", "null"]}, "state": {"enum": WORDS}}},
        }
    },
    "paths": {
        "/rows/{class}": {
            "get": {
                "operationId": "list_rows",
                "parameters": [
                    {"name": "cursor", "in": "query", "schema": {"type": "string"}},
                    {"name": "class", "in": "path", "required": True, "schema": {"type": "string"}},
                    {"name": "state", "in": "query", "schema": {"type": "array", "items": {"enum": WORDS}}},
                ],
                "responses": {
                    "200": {"content": {"application/json": {"schema": {"$ref": "#/x/Page_Row_"}}}}
                },
            },
            "delete": {
                "operationId": "remove_row",
                "parameters": [
                    {"name": "class", "in": "path", "required": True, "schema": {"type": "string"}}
                ],
                "responses": {"204": {"description": "gone"}},
            },
        }
    },
}


def loaded(source: str) -> ModuleType:
    module = ModuleType("sapa_client")
    exec(compile(source, "sapa_client.py", "exec"), module.__dict__)  # noqa: S102 (our own file)
    return module


@pytest.fixture
def calls() -> list[tuple[str, str, str]]:
    """Method, path and Idempotency-Key of what the server heard."""
    return []


@pytest.fixture
def answers() -> list[tuple[int, Any]]:
    """Overloaded at the first call, then a page that ends, then nothing more to say."""
    return [(503, {}), (200, {"items": [{"state": "a"}], "next": "b"}), (200, {"items": []})]


@pytest.fixture
def server(calls: list[tuple[str, str, str]], answers: list[tuple[int, Any]]) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.rfile.read(int(self.headers.get("content-length", 0)))
            calls.append((self.command, self.path, self.headers.get("idempotency-key", "")))
            status, told = answers.pop(0) if answers else (204, None)
            self.send_response(200 if status == BROKEN_OFF else status)
            if status == BROKEN_OFF:
                self.send_header("content-length", "99")
            self.send_header("retry-after", "0")
            self.send_header("location", "/elsewhere")
            self.end_headers()
            self.wfile.write(json.dumps(told).encode() if told is not None else b"")

        def do_POST(self) -> None:
            self.do_GET()

        def do_DELETE(self) -> None:
            self.do_GET()

        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_the_file_is_what_the_document_says() -> None:
    document = json.loads((HOUSE / "docs/openapi.json").read_text())
    assert CLIENT.read_text() == written_client(document), "run: sapa api client"


def test_every_operation_is_a_method_and_every_type_is_whole() -> None:
    document = json.loads((HOUSE / "docs/openapi.json").read_text())
    names = {told["operationId"] for path in document["paths"].values() for told in path.values()}
    module = loaded(CLIENT.read_text())
    assert names <= set(vars(module.Sapa))
    for name in names:
        assert get_type_hints(getattr(module.Sapa, name), module.__dict__)


def test_pages_are_read_to_the_end_and_strange_names_have_places(server: str, calls: list[Any]) -> None:
    sapa = loaded(written_client(STRANGE)).Sapa("k", server)
    assert list(sapa.all_rows("a/b", state=[WORDS[0], WORDS[1]])) == [{"state": "a"}]
    assert sapa.remove_row("a") is None
    first, again, second, removed = (path for _method, path, _key in calls)
    assert first == again == f"/rows/a%2Fb?state={WORDS[0]}&state={WORDS[1]}"
    assert second.startswith("/rows/a%2Fb?cursor=b&")
    assert removed == "/rows/a"


def test_a_call_that_is_made_again_has_the_same_key(server: str, calls: list[Any]) -> None:
    loaded(CLIENT.read_text()).Sapa("k", server).tell_contact({"phone": "0812"})
    (_post, _path, first), (_again, _same, second) = calls
    assert first == second != ""


def test_an_answer_that_broke_off_is_asked_for_again(
    calls: list[Any], answers: list[tuple[int, Any]], server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers[:] = [(BROKEN_OFF, {}), (200, {"name": "Toko Sari"})]
    client = loaded(CLIENT.read_text())
    monkeypatch.setattr(client.time, "sleep", lambda _seconds: None)
    assert client.Sapa(key="k", url=server).workspace() == {"name": "Toko Sari"}
    assert len(calls) == 2


def test_it_calls_web_addresses_only() -> None:
    with pytest.raises(ValueError, match="https"):
        loaded(CLIENT.read_text()).Sapa("k", "file:///etc/passwd")


def test_the_key_follows_no_redirect(
    calls: list[tuple[str, str, str]], answers: list[tuple[int, Any]], server: str
) -> None:
    answers[:] = [(302, {}), (200, {})]
    client = loaded(CLIENT.read_text())
    with pytest.raises(client.SapaProblem) as refused:
        client.Sapa(key="k", url=server).workspace()
    assert (refused.value.status, len(calls)) == (302, 1)
