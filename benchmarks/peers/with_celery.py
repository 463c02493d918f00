"""One Celery task for each message, as its documentation shows it: prefork, Redis, `requests`."""

import os
import sys
from functools import cache

import requests
from celery import Celery

from benchmarks.peers.letters import HEADERS, URL, letter

app = Celery("peers", broker=os.environ.get("PEERS_REDIS", ""))
app.conf.task_ignore_result = True
app.conf.broker_connection_retry_on_startup = True


@app.task(name="send")
def send(number: int) -> None:
    requests.post(URL, json=letter(number), headers=HEADERS, timeout=15).raise_for_status()


@app.task(name="send_kept_alive")
def send_kept_alive(number: int) -> None:
    session().post(URL, json=letter(number), headers=HEADERS, timeout=15).raise_for_status()


@cache
def session() -> requests.Session:
    """One for each process: connections are kept."""
    return requests.Session()


def plan(task: str, count: int) -> None:
    chosen = {"send": send, "send_kept_alive": send_kept_alive}[task]
    with app.producer_or_acquire() as producer:
        for number in range(count):
            chosen.apply_async((number,), producer=producer)


if __name__ == "__main__":
    plan(sys.argv[1], int(sys.argv[2]))
