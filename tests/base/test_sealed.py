"""Secrets open only where they were sealed, and only with a key of the ring."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sapa.base.keys import Key, KeyRing
from sapa.base.sealed import Place, SealError, needs_resealing, seal, unseal

RING = KeyRing((Key("k1", b"1" * 32),))
TOKEN = Place(7, "messaging_channel", 12, "token")


@given(st.text())
def test_what_is_sealed_opens_again(secret: str) -> None:
    assert unseal(seal(secret, TOKEN, RING), TOKEN, RING) == secret


@pytest.mark.parametrize(
    "elsewhere",
    [
        TOKEN._replace(workspace=8),
        TOKEN._replace(table="events_endpoint"),
        TOKEN._replace(pk=13),
        TOKEN._replace(field="app_secret"),
    ],
)
def test_a_secret_moved_elsewhere_does_not_open(elsewhere: Place) -> None:
    with pytest.raises(SealError, match="another row or field"):
        unseal(seal("rahasia", TOKEN, RING), elsewhere, RING)


def test_the_same_secret_never_looks_the_same() -> None:
    assert seal("rahasia", TOKEN, RING) != seal("rahasia", TOKEN, RING)


def test_a_changed_token_does_not_open() -> None:
    head, key, body = seal("rahasia", TOKEN, RING).split(".")
    raw = bytearray(base64.urlsafe_b64decode(body))
    raw[-1] ^= 1
    with pytest.raises(SealError, match="damaged"):
        unseal(f"{head}.{key}.{base64.urlsafe_b64encode(raw).decode()}", TOKEN, RING)


@given(st.text())
def test_nonsense_is_refused_clearly(nonsense: str) -> None:
    with pytest.raises(SealError):
        unseal(nonsense, TOKEN, RING)


def test_after_a_rotation_old_secrets_open_and_ask_to_be_sealed_anew() -> None:
    old = seal("rahasia", TOKEN, RING)
    rotated = KeyRing((Key("k2", b"2" * 32), *RING.keys))
    assert unseal(old, TOKEN, rotated) == "rahasia"
    assert needs_resealing(old, rotated)
    assert not needs_resealing(seal("rahasia", TOKEN, rotated), rotated)


def test_a_lost_key_is_named() -> None:
    with pytest.raises(SealError, match="key k1, which is not in the key ring"):
        unseal(seal("rahasia", TOKEN, RING), TOKEN, KeyRing((Key("k2", b"2" * 32),)))
