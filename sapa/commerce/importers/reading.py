"""Rows of a file in batches, read in a thread of their own while the database writes the batch before."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from queue import Full, Queue
from threading import Event, Thread
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")
SELDOM = (100_000, 20, 20)
DEPTH = 2
LOOK = 0.2  # seconds between two looks whether anybody still wants to read


class Batch(NamedTuple, Generic[T]):
    """`position`: how far into the file the reader had come."""

    rows: list[T]
    position: int


@contextmanager
def seldom_collecting() -> Iterator[None]:
    """Rows come and go by the million without a circle among them: looking for circles took a third of the time."""
    usual = gc.get_threshold()
    gc.set_threshold(*SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


@contextmanager
def batches_of(
    rows: Callable[[], Iterator[T]], position: Callable[[], int], size: int
) -> Iterator[Iterator[Batch[T]]]:
    """Batches of `size`; what reading raises is raised at the place where the batch is asked for.

    The thread has ended when the context is left.
    """
    queue: Queue[Batch[T] | BaseException | None] = Queue(DEPTH)
    left = Event()
    reader = Thread(target=_read, args=(rows, position, size, queue, left), name="import reader", daemon=True)
    reader.start()
    try:
        yield _given(queue)
    finally:
        left.set()
        reader.join()


def _read(
    rows: Callable[[], Iterator[T]],
    position: Callable[[], int],
    size: int,
    queue: "Queue[Batch[T] | BaseException | None]",
    left: Event,
) -> None:
    try:
        source = rows()
        while batch := list(islice(source, size)):
            if not _put(queue, Batch(batch, position()), left):
                return
        _put(queue, None, left)
    except BaseException as error:  # raised again where the rows are used
        _put(queue, error, left)


def _put(
    queue: "Queue[Batch[T] | BaseException | None]", given: Batch[T] | BaseException | None, left: Event
) -> bool:
    while not left.is_set():
        try:
            queue.put(given, timeout=LOOK)
            return True
        except Full:
            continue
    return False


def _given(queue: "Queue[Batch[T] | BaseException | None]") -> Iterator[Batch[T]]:
    while (given := queue.get()) is not None:
        if isinstance(given, BaseException):
            raise given
        yield given
