"""Requests that are kept waiting until somebody releases them: the moment in which a test kills the sender."""

import asyncio

from simulator.errors import Json


class Holds:
    def __init__(self) -> None:
        self._waiting: dict[int, tuple[Json, asyncio.Future[None]]] = {}
        self._seen = 0

    async def wait(self, told: Json, seconds: float) -> None:
        """Returns when released, or after so many seconds of the machine's time."""
        self._seen += 1
        mine, future = self._seen, asyncio.get_running_loop().create_future()
        self._waiting[mine] = (told, future)
        try:
            async with asyncio.timeout(seconds):
                await future
        except TimeoutError:
            pass
        finally:
            del self._waiting[mine]

    def release(self) -> int:
        """Lets all go on; gives how many waited."""
        waiting = list(self._waiting.values())
        for _, future in waiting:
            if not future.done():
                future.set_result(None)
        return len(waiting)

    def listed(self) -> list[Json]:
        return [told for told, _ in self._waiting.values()]
