"""The key ring is made once, stays private and survives a rotation."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from sapa.base.instance import Instance
from sapa.base.keys import (
    Key,
    KeyRing,
    KeyRingError,
    add_key,
    derived_secret,
    derived_secrets,
    key_file,
    key_ring,
    read_ring,
)


@pytest.fixture
def toko(tmp_path: Path) -> Instance:
    return Instance(home=tmp_path / "sapa")


@pytest.fixture
def ring_of(toko: Instance, monkeypatch: pytest.MonkeyPatch) -> Iterator[Instance]:
    monkeypatch.setattr("sapa.base.keys.instance", lambda: toko)
    key_ring.cache_clear()
    yield toko
    key_ring.cache_clear()


def test_the_first_use_makes_a_private_ring_that_stays(toko: Instance) -> None:
    ring = read_ring(toko)
    assert key_file(toko).stat().st_mode & 0o777 == 0o600
    assert read_ring(toko) == ring
    assert len(ring.newest.secret) == 32


def test_a_ring_that_others_may_read_is_refused(toko: Instance) -> None:
    read_ring(toko)
    key_file(toko).chmod(0o640)
    with pytest.raises(KeyRingError, match="chmod 600"):
        read_ring(toko)


def test_a_new_key_comes_first_and_the_old_one_stays(ring_of: Instance) -> None:
    old = derived_secret("django")
    key = add_key(ring_of)
    assert key_ring().newest == key
    assert derived_secrets("django")[1] == old != derived_secret("django")
    assert key_file(ring_of).stat().st_mode & 0o777 == 0o600


def test_secrets_for_two_purposes_differ(ring_of: Instance) -> None:
    assert derived_secret("django") != derived_secret("callback")
    assert len(derived_secret("django")) == 43


def test_the_ring_may_come_from_the_environment(tmp_path: Path) -> None:
    written = f"{Key('k2', b'2' * 32).written()},{Key('k1', b'1' * 32).written()}"
    settings = Instance(home=tmp_path, keys=SecretStr(written))
    assert [key.id for key in read_ring(settings).keys] == ["k2", "k1"]
    assert not key_file(settings).exists()


@pytest.mark.parametrize("written", ["", "k1", "k1:abc", "k1:!!!", ":" + "A" * 44, f"k 1:{'A' * 43}="])
def test_a_damaged_ring_is_refused_without_showing_it(written: str) -> None:
    with pytest.raises(KeyRingError) as error:
        KeyRing.parse(written)
    assert written == "" or written not in str(error.value)


def test_two_keys_with_one_id_are_refused() -> None:
    with pytest.raises(KeyRingError, match="same id"):
        KeyRing.parse(f"{Key('k1', b'2' * 32).written()} {Key('k1', b'1' * 32).written()}")
