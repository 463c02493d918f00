"""Rows of a file in batches, read in a thread of their own while the database writes the batch before."""

import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from queue import Full, Queue
from threading import Event, Thread
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")
R = TypeVar("R")
SELDOM = (100_000, 20, 20)
DEPTH = 2
LOOK = 0.2  # seconds between two looks whether anybody still wants to read
SWITCH = 0.0005  # seconds a thread that has heard from the database waits for one that reads: usually ten times that


class Batch(NamedTuple, Generic[T, R]):
    """`position`: how far into the file the reader had come. `ready`: what was made of the rows meanwhile."""

    rows: list[T]
    position: int
    ready: R


@contextmanager
def side_by_side() -> Iterator[None]:
    """For two threads of which one often waits for the database.

    Rows come and go by the million without a circle among them: looking for circles took a third of the time.
    """
    usual, switch = gc.get_threshold(), sys.getswitchinterval()
    gc.set_threshold(*SELDOM)
    sys.setswitchinterval(SWITCH)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        sys.setswitchinterval(switch)


@contextmanager
def batches_of(
    rows: Callable[[], Iterator[T]], position: Callable[[], int], prepare: Callable[[list[T]], R], size: int
) -> Iterator[Iterator[Batch[T, R]]]:
    """Batches of `size`; what reading raises is raised at the place where the batch is asked for.

    `prepare` must not ask the database. The thread has ended when the context is left.
    """
    queue: Queue[Batch[T, R] | BaseException | None] = Queue(DEPTH)
    left = Event()
    given = (rows, position, prepare, size, queue, left)
    reader = Thread(target=_read, args=given, name="import reader", daemon=True)
    reader.start()
    try:
        yield _given(queue)
    finally:
        left.set()
        reader.join()


def _read(
    rows: Callable[[], Iterator[T]],
    position: Callable[[], int],
    prepare: Callable[[list[T]], R],
    size: int,
    queue: "Queue[Batch[T, R] | BaseException | None]",
    left: Event,
) -> None:
    try:
        source = rows()
        while batch := list(islice(source, size)):
            if not _put(queue, Batch(batch, position(), prepare(batch)), left):
                return
        _put(queue, None, left)
    except BaseException as error:  # raised again where the rows are used
        _put(queue, error, left)


def _put(
    queue: "Queue[Batch[T, R] | BaseException | None]",
    given: Batch[T, R] | BaseException | None,
    left: Event,
) -> bool:
    while not left.is_set():
        try:
            queue.put(given, timeout=LOOK)
            return True
        except Full:
            continue
    return False


def _given(queue: "Queue[Batch[T, R] | BaseException | None]") -> Iterator[Batch[T, R]]:
    while (given := queue.get()) is not None:
        if isinstance(given, BaseException):
            raise given
        yield given
