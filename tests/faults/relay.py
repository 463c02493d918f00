"""A line to the provider that can be cut: `python -m tests.faults.relay PORT TO` carries bytes until it is killed."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from tests.faults.home import line
from tests.faults.test_serve import free_port


@dataclass
class Relay:
    """Where nobody listens while it is cut: connections are refused, as with a provider that is down."""

    to: int
    port: int = field(default_factory=free_port)
    process: "subprocess.Popen[str] | None" = None

    def join(self) -> None:
        command = [sys.executable, "-m", "tests.faults.relay", str(self.port), str(self.to)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert line(self.process) == "joined"

    def cut(self) -> None:
        if self.process:
            self.process.kill()
            self.process.communicate()
            self.process = None

    @contextmanager
    def down(self) -> Iterator[None]:
        self.cut()
        yield
        self.join()


async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while some := await reader.read(65536):
            writer.write(some)
            await writer.drain()
    writer.close()


async def serve(port: int, to: int) -> None:
    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", to)
        await asyncio.gather(carry(reader, back), carry(there, writer))

    server = await asyncio.start_server(meet, "127.0.0.1", port)
    sys.stdout.write("joined\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), int(sys.argv[2])))
