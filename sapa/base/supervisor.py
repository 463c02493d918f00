"""Keeps an installation's processes alive: starts them in order, restarts what ends, stops in reverse."""

import contextlib
import logging
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from .child import ChildProcess

log = logging.getLogger("sapa.supervisor")

LOOK_SECONDS = 0.2
READY_SECONDS = 60.0
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
STEADY_SECONDS = 10.0
MOST_CRASHES = 8
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
WATCHED = {".py", ".html", ".css", ".js", ".po"}


class Supervised(Protocol):
    """`start` returns soon, `stop` when it has ended; `stop` may come twice."""

    @property
    def name(self) -> str: ...
    def start(self) -> None: ...
    def is_running(self) -> bool: ...
    def is_ready(self) -> bool: ...
    def stop(self) -> None: ...


@dataclass
class Place:
    """One child and how it has been doing. Times are of the monotonic clock."""

    child: Supervised
    began: float = 0.0
    crashes: int = 0
    next_try: float | None = None

    def start(self) -> None:
        """A start that fails counts as an end: it is tried again like one."""
        self.began, self.next_try = time.monotonic(), None
        try:
            self.child.start()
        except (RuntimeError, OSError) as error:
            log.error("%s: %s", self.child.name, error)

    def pause(self) -> float:
        return min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** (self.crashes - 1))


class Supervisor:
    """Run it in the main thread. The first SIGINT or SIGTERM stops all in order, the second at once."""

    def __init__(
        self,
        children: Sequence[Supervised],
        *,
        on_ready: Callable[[], None] = lambda: None,
        reload_from: Path | None = None,
    ) -> None:
        self._places = [Place(child) for child in children]
        self._on_ready = on_ready
        self._tree = SourceTree(reload_from) if reload_from else None
        self._stopping = threading.Event()
        self._gave_up = False

    def run(self) -> int:
        """0 after a stop that was asked for, 1 when a child kept ending."""
        with self._signals():
            try:
                if self._started():
                    self._on_ready()
                while not self._stopping.wait(LOOK_SECONDS):
                    self._look()
            finally:
                self._stop_all()
        return 1 if self._gave_up else 0

    def _started(self) -> bool:
        """True when all of them became ready; one that did not is left to `_care_for`."""
        ready = True
        for place in self._places:
            if self._stopping.is_set():
                return False
            if not place.child.is_running():
                place.start()
            ready &= self._became_ready(place.child)
        return ready

    def _became_ready(self, child: Supervised) -> bool:
        deadline = time.monotonic() + READY_SECONDS
        while not child.is_ready():
            if self._stopping.wait(LOOK_SECONDS / 4) or not child.is_running():
                return False
            if time.monotonic() > deadline:
                log.error("%s is not ready after %.0f s", child.name, READY_SECONDS)
                return False
        return True

    def _look(self) -> None:
        for place in self._places:
            self._care_for(place)
        if self._tree and self._tree.has_changed():
            self._reload()

    def _care_for(self, place: Place) -> None:
        now = time.monotonic()
        if place.child.is_running():
            if now - place.began > STEADY_SECONDS:
                place.crashes = 0
        elif place.next_try is None:
            self._note_end(place, now)
        elif now >= place.next_try:
            place.start()

    def _note_end(self, place: Place, now: float) -> None:
        place.crashes += 1
        if place.crashes >= MOST_CRASHES:
            log.error("%s ended %d times in a row: giving up", place.child.name, MOST_CRASHES)
            self._gave_up = True
            self._stopping.set()
            return
        place.next_try = now + place.pause()
        log.error("%s ended unexpectedly; it starts again in %.1f s", place.child.name, place.pause())

    def _reload(self) -> None:
        log.info("Files have changed: starting again")
        programs = [place for place in self._places if isinstance(place.child, ChildProcess)]
        for place in reversed(programs):
            place.child.stop()
        for place in programs:
            place.crashes = 0
            place.start()

    def _stop_all(self) -> None:
        for place in reversed(self._places):
            try:
                place.child.stop()
            except Exception:
                log.exception("%s did not stop cleanly", place.child.name)

    @contextlib.contextmanager
    def _signals(self) -> Iterator[None]:
        """SIGHUP that `nohup` has switched off stays off; SIGINT, which shells switch off behind `&`, does not."""
        before = {number: signal.getsignal(number) for number in STOP_SIGNALS}
        for number, handler in before.items():
            if number is not signal.SIGHUP or handler is not signal.SIG_IGN:
                signal.signal(number, self._asked_to_stop)
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _asked_to_stop(self, *_: object) -> None:
        """Again while stopping: programs are killed; the database, never killed, still stops by itself."""
        if self._stopping.is_set():
            for place in self._places:
                if isinstance(place.child, ChildProcess):
                    place.child.kill()
        self._stopping.set()


class SourceTree:
    """Answers whether a source file changed since the last question; looks once a second."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._looked = time.monotonic()
        self._seen = self._newest()

    def has_changed(self) -> bool:
        if time.monotonic() - self._looked < 1.0:
            return False
        before, self._seen = self._seen, self._newest()
        self._looked = time.monotonic()
        return before != self._seen

    def _newest(self) -> tuple[int, float]:
        times = [path.stat().st_mtime for path in self._folder.rglob("*") if path.suffix in WATCHED]
        return len(times), max(times, default=0.0)
