"""`sapa serve` as an operator meets it: one house, plain refusals, nothing left behind."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sapa.base.instance import Instance, instance
from sapa.base.postgres.server import postmaster_pid
from sapa.config.health import Finding, examine, home, keys, port, variables
from sapa.config.house import answers

from .home import line, short_home


@pytest.fixture(scope="module")
def settings() -> Iterator[Instance]:
    """One home for all, so that only the first start makes tables."""
    with short_home() as folder:
        yield Instance(home=folder, port=free_port())


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def sapa(settings: Instance, *words: str) -> "subprocess.Popen[str]":
    environ = {
        **os.environ,
        "SAPA_HOME": str(settings.home),
        "SAPA_PORT": str(settings.port),
        "SAPA_WORKERS": "0",
    }
    environ.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "sapa.config.cli", *words]
    return subprocess.Popen(command, env=environ, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


@pytest.fixture
def house(settings: Instance) -> Iterator["subprocess.Popen[str]"]:
    process = sapa(settings, "serve")
    try:
        assert line(process).startswith("Sapa: http://"), process.communicate()[1]
        yield process
    finally:
        process.kill()
        process.communicate()
        wait_for(lambda: postmaster_pid(settings.home / "postgres/data") == "")


def wait_for(condition: "object") -> None:
    assert callable(condition)
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def answering(settings: Instance) -> bool:
    return answers("127.0.0.1", settings.port)


def database(settings: Instance) -> str:
    return postmaster_pid(settings.home / "postgres/data")


@pytest.mark.slow
def test_it_answers_until_it_is_asked_to_stop_and_leaves_nothing(
    settings: Instance, house: "subprocess.Popen[str]"
) -> None:
    assert answering(settings)
    house.terminate()
    assert house.wait(60) == 0
    assert not answering(settings)
    assert database(settings) == ""


@pytest.mark.slow
def test_a_second_house_on_the_same_data_is_refused(
    settings: Instance, house: "subprocess.Popen[str]"
) -> None:
    second = sapa(settings.model_copy(update={"port": free_port()}), "serve")
    said = second.communicate(timeout=60)[1]
    assert second.returncode == 1
    assert f"sedang dipakai server Sapa lain (proses {house.pid})" in said


@pytest.mark.slow
def test_a_killed_database_comes_back_by_itself(settings: Instance, house: "subprocess.Popen[str]") -> None:
    first = database(settings)
    os.kill(int(first), signal.SIGKILL)
    wait_for(lambda: database(settings) not in {"", first})


@pytest.mark.slow
def test_kill_9_of_the_house_takes_web_and_database_along(
    settings: Instance, house: "subprocess.Popen[str]"
) -> None:
    house.kill()
    wait_for(lambda: not answering(settings))
    wait_for(lambda: database(settings) == "")


@pytest.mark.slow
def test_check_is_content_while_it_serves(settings: Instance, house: "subprocess.Popen[str]") -> None:
    check = sapa(settings, "check")
    said = check.communicate(timeout=60)[0]
    assert "✗" not in said
    assert check.returncode == 0


def test_a_port_in_use_is_refused_before_anything_is_started(settings: Instance) -> None:
    with socket.create_server(("127.0.0.1", settings.port)):
        refused = sapa(settings, "serve")
        said = refused.communicate(timeout=60)[1]
    assert refused.returncode == 1
    assert f"Alamat 127.0.0.1:{settings.port} tidak bisa dipakai" in said
    assert database(settings) == ""


def wrong(findings: Iterator[Finding]) -> list[str]:
    return [finding.sentence for finding in findings if not finding.good]


def test_check_names_a_wrong_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAPA_PORT", "http")
    instance.cache_clear()
    try:
        assert [said.split(":")[0] for said in wrong(examine())] == ["SAPA_PORT"]
    finally:
        monkeypatch.undo()
        instance.cache_clear()


def test_check_finds_a_misspelt_setting(settings: Instance, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAPA_HOEM", "/x")
    assert len(wrong(variables(settings))) == 1


def test_check_finds_passwords_that_others_may_read(tmp_path: Path) -> None:
    (tmp_path / "postgres.json").touch(0o644)
    assert len(wrong(keys(Instance(home=tmp_path)))) == 1


def test_check_finds_a_taken_port(settings: Instance) -> None:
    assert wrong(port(settings)) == []
    with socket.create_server(("127.0.0.1", settings.port)):
        assert len(wrong(port(settings))) == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_check_finds_a_home_it_cannot_write(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    assert len(wrong(home(Instance(home=closed)))) == 1


def test_a_home_that_is_not_there_yet_is_fine(tmp_path: Path) -> None:
    assert wrong(home(Instance(home=tmp_path / "a" / "b"))) == []
