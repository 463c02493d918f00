"""One Procrastinate job for each message: asynchronous tasks, fifty at once, `aiohttp` with connections kept."""

import asyncio
import os
import sys

import aiohttp
from procrastinate import App, PsycopgConnector

from benchmarks.peers.letters import HEADERS, URL, letter

AT_ONCE = 50
app = App(connector=PsycopgConnector(conninfo=os.environ.get("PEERS_DATABASE", ""), max_size=10))
sessions: list[aiohttp.ClientSession] = []


@app.task(name="send", pass_context=False)
async def send(number: int) -> None:
    async with sessions[0].post(URL, json=letter(number), headers=HEADERS) as answer:
        answer.raise_for_status()
        await answer.read()


async def plan(count: int) -> None:
    async with app.open_async():
        await app.schema_manager.apply_schema_async()
        await send.batch_defer_async(*({"number": number} for number in range(count)))


async def work() -> None:
    async with app.open_async(), aiohttp.ClientSession() as session:
        sessions.append(session)
        await app.run_worker_async(concurrency=AT_ONCE, wait=False, install_signal_handlers=False)


if __name__ == "__main__":
    asyncio.run(plan(int(sys.argv[2])) if sys.argv[1] == "plan" else work())
