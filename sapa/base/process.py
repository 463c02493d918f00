"""Processes: children that never outlive the one that started them, the collector, the event loop."""

import asyncio
import ctypes
import gc
import os
import sys
from collections.abc import Callable, Coroutine
from typing import Any

PR_SET_PDEATHSIG = 1
M_MMAP_THRESHOLD, M_ARENA_MAX = -3, -8
LARGE = 128 * 1024


def dies_with_parent(number: int) -> Callable[[], None] | None:
    """A `preexec_fn`: the kernel sends the child this signal when its parent ends, even by kill -9 (Linux).

    Start such children from a thread that lives as long as they shall: the kernel watches the thread.
    """
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None, use_errno=True)
    parent = os.getpid()

    def ask_kernel() -> None:
        libc.prctl(PR_SET_PDEATHSIG, number)
        if os.getppid() != parent:
            os._exit(1)

    return ask_kernel


def spare_collector() -> None:
    """For processes that make many short-lived rows: counting references frees them, looking for circles is in vain.

    Circles are still found, only more rarely; a quarter of a worker's time went there.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def return_memory() -> None:
    """For processes that live long: what a large buffer took goes back when it is freed, and threads share two heaps.

    Left alone, glibc keeps ever larger buffers and gives each of a worker's threads a heap of its own.
    """
    if sys.platform != "linux":
        return
    libc = ctypes.CDLL(None)
    if hasattr(libc, "mallopt"):  # musl has none
        libc.mallopt(M_MMAP_THRESHOLD, LARGE)
        libc.mallopt(M_ARENA_MAX, 2)


def take_turns() -> None:
    """For processes of many threads that mostly wait for the database: who has its answer waits a millisecond for a
    thread that calculates, not five, and so the event loop too.
    """
    sys.setswitchinterval(0.001)


def run_fast(work: Coroutine[Any, Any, None]) -> None:
    """By the faster event loop where there is one."""
    try:
        from uvloop import run
    except ImportError:
        asyncio.run(work)
    else:
        run(work)
