"""The address of the database: DATABASE_URL first, else a socket in the home folder; nothing is started."""

from pathlib import Path

import pytest

from sapa.base.instance import SettingsError
from sapa.base.postgres import connection_url, database_params
from sapa.base.postgres.address import LONGEST_SOCKET_PATH, parse_url, socket_folder


def test_database_url_comes_first(tmp_path: Path) -> None:
    url = "postgresql://budi:a%40b@db.example:6432/toko?sslmode=require"
    assert database_params(tmp_path, {"DATABASE_URL": url}) == {
        "host": "db.example",
        "port": "6432",
        "user": "budi",
        "password": "a@b",
        "dbname": "toko",
        "sslmode": "require",
    }
    assert connection_url(tmp_path, {"DATABASE_URL": url}) == url


@pytest.mark.parametrize("url", ["mysql://a@b/c", "postgresql://a@b", "postgresql://a@b:x/c", "nonsense"])
def test_what_is_no_postgresql_address_is_refused(url: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="DATABASE_URL"):
        database_params(tmp_path, {"DATABASE_URL": url})


def test_the_embedded_database_keeps_its_password(tmp_path: Path) -> None:
    known = database_params(tmp_path, {})
    assert (known["user"], known["dbname"]) == ("sapa_login", "sapa")
    assert database_params(tmp_path, {}) == known
    assert known["password"] != database_params(tmp_path / "other", {})["password"]


def test_the_address_says_the_same_as_the_words(tmp_path: Path) -> None:
    assert parse_url(connection_url(tmp_path, {})) == database_params(tmp_path, {})


def test_a_socket_path_is_never_too_long(tmp_path: Path) -> None:
    deep = tmp_path / ("a" * 200)
    assert len(str(socket_folder(deep) / ".s.PGSQL.5432")) <= LONGEST_SOCKET_PATH
    assert socket_folder(deep) == socket_folder(deep) != socket_folder(deep / "b")
