"""A mail server on this machine: it keeps what it is given, or answers as it is told."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message

SAID = {
    b"MAIL": b"250 ok",
    b"RCPT": b"250 ok",
    b"RSET": b"250 ok",
    b"DATA": b"354 go on",
    b"QUIT": b"221 bye",
}
HELLO = b"250-sari\r\n250 AUTH PLAIN"


@dataclass
class Postbox:
    """`ends`: how the next mails are answered once they are whole, b"" breaks the line; else they are taken."""

    port: int = 0
    mails: list[Message] = field(default_factory=list)
    ends: list[bytes] = field(default_factory=list)
    recipients: bytes = b"250 ok"
    login: bytes = b"235 ok"

    def answer(self, command: bytes) -> bytes:
        told = {b"EHLO": HELLO, b"AUTH": self.login, b"RCPT": self.recipients}
        return told.get(command) or SAID.get(command, b"502 what")

    def end(self, body: bytes) -> bytes:
        said = self.ends.pop(0) if self.ends else b"250 taken"
        if said.startswith(b"250"):
            self.mails.append(message_from_bytes(body))
        return said


class Talk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        box: Postbox = self.server.box  # type: ignore[attr-defined]
        self._say(b"220 sari")
        while line := self.rfile.readline():
            command = line[:4].upper().strip()
            self._say(box.answer(command))
            if command == b"DATA":
                said = box.end(self._body())
                if not said:
                    return
                self._say(said)
            if command == b"QUIT":
                return

    def _body(self) -> bytes:
        lines = iter(self.rfile.readline, b".\r\n")
        return b"".join(line.removeprefix(b".") if line.startswith(b"..") else line for line in lines)

    def _say(self, words: bytes) -> None:
        self.wfile.write(words + b"\r\n")


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True


@contextmanager
def postbox() -> Iterator[Postbox]:
    with Server(("127.0.0.1", 0), Talk) as server:
        box = Postbox(port=server.server_address[1])
        server.box = box  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield box
        finally:
            server.shutdown()
            thread.join()
