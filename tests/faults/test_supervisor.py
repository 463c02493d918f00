"""The supervisor restarts what ends, stops everything in order, and leaves nothing behind."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from .home import line, lines, program, short_home

# A child says `begin` when it listens to signals, and is ready from then on.
BEGIN = """
import os, sys
from pathlib import Path
from sapa.base.child import ChildProcess
from sapa.base.supervisor import Supervisor
import sapa.base.supervisor as supervisor
supervisor.FIRST_PAUSE = 0.01
HOME = Path(os.environ["SAPA_HOME"])

def child(name, on_term, then="time.sleep(60)", **options):
    code = "\\n".join((
        "import os, pathlib, signal, subprocess, sys, time",
        f"signal.signal(signal.SIGTERM, {on_term})",
        f"print('begin {name}', os.getpid(), flush=True)",
        f"pathlib.Path({str(HOME)!r}, {name!r}).touch()",
        then,
    ))
    ready = (HOME / name).exists
    return ChildProcess(name, [sys.executable, "-c", code], ready=ready, **options)

def stoppable(name, then="time.sleep(60)"):
    return child(name, f"lambda *_: (print('end {name}', flush=True), sys.exit())", then)

def deaf(**options):
    return child("deaf", "signal.SIG_IGN", **options)

def run(*children):
    sys.exit(Supervisor(children, on_ready=lambda: print("ready", flush=True)).run())
"""
TWO = BEGIN + "run(stoppable('database'), stoppable('web'))"


@pytest.fixture
def home() -> Iterator[Path]:
    with short_home() as folder:
        yield folder


def pid_in(begin: str) -> int:
    return int(begin.split()[-1])


def gone(pid: int) -> bool:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.02)
    return False


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_children_start_in_order_and_stop_in_reverse(home: Path, number: signal.Signals) -> None:
    with program(TWO, home) as house:
        started = [line(house).split()[:2], line(house).split()[:2]]
        assert started == [["begin", "database"], ["begin", "web"]]
        assert line(house) == "ready"
        house.send_signal(number)
        assert lines(house) == ["end web", "end database"]
        assert house.returncode == 0


def test_a_child_that_was_killed_is_started_again(home: Path) -> None:
    with program(BEGIN + "run(stoppable('web'))", home) as house:
        first = pid_in(line(house))
        assert line(house) == "ready"
        os.kill(first, signal.SIGKILL)
        assert pid_in(line(house)) != first
        house.terminate()


def test_a_child_that_keeps_ending_ends_the_house_with_1(home: Path) -> None:
    code = (
        BEGIN + "supervisor.LONGEST_PAUSE = 0.01\nrun(stoppable('web'), stoppable('worker', 'sys.exit(3)'))"
    )
    with program(code, home) as house:
        said = lines(house)
        assert len([each for each in said if each.startswith("begin worker")]) == 8
        assert said[-1] == "end web"
        assert house.returncode == 1


def test_a_child_that_does_not_listen_is_killed_after_its_deadline(home: Path) -> None:
    with program(BEGIN + "run(deaf(stop_seconds=0.2))", home) as house:
        deaf = pid_in(line(house))
        house.terminate()
        assert house.wait(20) == 0
        assert gone(deaf)


def test_a_second_ctrl_c_kills_at_once(home: Path) -> None:
    with program(BEGIN + "run(deaf(stop_seconds=3600))", home) as house:
        deaf = pid_in(line(house))
        assert line(house) == "ready"
        house.send_signal(signal.SIGINT)
        time.sleep(0.5)
        assert house.poll() is None
        house.send_signal(signal.SIGINT)
        assert house.wait(20) == 0
        assert gone(deaf)


def test_kill_9_of_the_supervisor_takes_the_children_along(home: Path) -> None:
    with program(TWO, home) as house:
        children = [pid_in(line(house)), pid_in(line(house))]
        assert line(house) == "ready"
        house.kill()
        assert [gone(pid) for pid in children] == [True, True]


def test_what_a_child_started_ends_with_it(home: Path) -> None:
    starts = "print(subprocess.Popen(['sleep', '60']).pid, flush=True); time.sleep(60)"
    with program(BEGIN + f"run(child('web', 'signal.SIG_DFL', {starts!r}))", home) as house:
        line(house)
        said = {line(house), line(house)}
        house.terminate()
        house.wait(20)
        assert gone(int((said - {"ready"}).pop()))


def test_files_that_change_start_programs_again(home: Path) -> None:
    (home / "views.py").write_text("")
    code = BEGIN + "sys.exit(Supervisor([stoppable('web')], reload_from=HOME).run())"
    with program(code, home) as house:
        first = pid_in(line(house))
        (home / "urls.py").write_text("")
        assert line(house) == "end web"
        assert pid_in(line(house)) != first
        house.terminate()
