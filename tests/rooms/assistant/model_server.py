"""A server that speaks like chat completions: answers what a test or a recording says, on the loopback only."""

import hashlib
import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.request import Request, urlopen

from sapa.base.endpoint import Endpoint
from sapa.base.instance import instance

RECORD_FROM = (
    "SAPA_RECORD_MODEL"  # address of a real server; with it, what is not recorded yet is asked there
)


@dataclass(frozen=True, slots=True)
class Raw:
    """Bytes as they leave, after `wait` seconds."""

    body: bytes
    status: int = 200
    wait: float = 0.0


@dataclass
class Server:
    """`answers`: in turn, the last one for ever: a text (the model's words), a status, or `Raw`; or a function of the
    request. `meanwhile`: called while the request is open."""

    address: str = ""
    answers: list[Any] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    meanwhile: Callable[[], None] | None = None

    def says(self, *commands: dict[str, Any]) -> None:
        self.answers.append(json.dumps({"commands": list(commands)}))

    def answer(self, body: dict[str, Any]) -> Raw:
        told = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        told = told(body) if callable(told) else told
        if isinstance(told, int):
            return Raw(b"{}", told)
        return Raw(completion(told)) if isinstance(told, str) else told

    def shown(self, place: int = -1) -> dict[str, Any]:
        """What the model was shown of the conversation."""
        found: dict[str, Any] = json.loads(self.asked[place]["messages"][1]["content"])
        return found


def completion(words: str, *, tokens: tuple[int, int] | None = (900, 30), finish: str = "stop") -> bytes:
    choice = {"index": 0, "message": {"role": "assistant", "content": words}, "finish_reason": finish}
    used = {"usage": {"prompt_tokens": tokens[0], "completion_tokens": tokens[1]}} if tokens else {}
    return json.dumps({"id": "1", "object": "chat.completion", "choices": [choice], **used}).encode()


def recorded(path: Path) -> Callable[[dict[str, Any]], Raw]:
    """Answers by what the model is shown. What is not recorded fails the test, or is recorded from a real server."""

    def play(body: dict[str, Any]) -> Raw:
        known = json.loads(path.read_text()) if path.exists() else {}
        key = hashlib.sha256(body["messages"][1]["content"].encode()).hexdigest()[:16]
        if key not in known and (real := os.environ.get(RECORD_FROM)):
            asked = Request(f"{real}/chat/completions", json.dumps(body).encode())  # noqa: S310
            asked.add_header("Content-Type", "application/json")
            with urlopen(asked, timeout=120) as answer:  # noqa: S310 (an address that a person gave)
                known[key] = json.loads(answer.read())
            path.write_text(json.dumps(known, indent=1, ensure_ascii=False) + "\n")
        return Raw(json.dumps(known[key]).encode()) if key in known else Raw(b"not recorded", 404)

    return play


@contextmanager
def serving() -> Iterator[Server]:
    told = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            told.asked.append(body)
            told.keys.append(self.headers.get("authorization", ""))
            if told.meanwhile:
                told.meanwhile()
            raw = told.answer(body)
            time.sleep(raw.wait)
            try:
                self.send_response(raw.status)
                self.send_header("content-type", "application/json")
                self.end_headers()
                self.wfile.write(raw.body)
            except OSError:
                return  # whoever asked waits no more

        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

    class Listening(ThreadingHTTPServer):
        daemon_threads = True

    server = Listening(("127.0.0.1", 0), Handler)
    told.address = f"http://127.0.0.1:{server.server_port}/v1"
    thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    before = instance().egress_allow
    object.__setattr__(instance(), "egress_allow", (Endpoint("127.0.0.1", server.server_port),))
    try:
        yield told
    finally:
        object.__setattr__(instance(), "egress_allow", before)
        server.shutdown()
        server.server_close()
        thread.join()
