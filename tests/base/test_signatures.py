from datetime import UTC, datetime, timedelta

import pytest

from sapa.base.signatures import refusal, sign, timed_refusal, timestamp_of

NOW = datetime(2026, 9, 15, 3, 0, tzinfo=UTC)
BODY = b'{"order":"TS-1"}'


def test_the_signature_is_that_of_the_known_example() -> None:
    """RFC 4231, test case 2."""
    digest = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    assert sign(b"what do ya want for nothing?", "Jefe") == f"sha256={digest}"


@pytest.mark.parametrize("secret", ["new", "old"])
def test_either_of_two_secrets_is_accepted(secret: str) -> None:
    assert refusal(BODY, sign(BODY, secret), ["new", "old"]) is None


@pytest.mark.parametrize(
    ("signature", "code"),
    [
        ("", "unsigned"),
        ("sha256=", "wrong_signature"),
        (sign(BODY, "secret")[7:], "wrong_signature"),
        (sign(BODY, "another"), "wrong_signature"),
        (sign(BODY + b" ", "secret"), "wrong_signature"),
        ("sha256=é", "wrong_signature"),
    ],
)
def test_anything_else_is_refused(signature: str, code: str) -> None:
    assert refusal(BODY, signature, ["secret"]) == code


def test_without_a_secret_nothing_is_accepted() -> None:
    assert refusal(BODY, sign(BODY, ""), []) == "wrong_signature"


def timed(minutes: float, *, stamp: str | None = None) -> str | None:
    signed = timestamp_of(NOW + timedelta(minutes=minutes))
    return timed_refusal(
        BODY, sign(BODY, "secret", signed), signed if stamp is None else stamp, ["secret"], NOW
    )


@pytest.mark.parametrize("minutes", [-5, 0, 5])
def test_a_timestamp_within_five_minutes_is_accepted(minutes: float) -> None:
    assert timed(minutes) is None


@pytest.mark.parametrize("minutes", [-5.1, 5.1, -100_000])
def test_an_older_or_later_one_is_stale(minutes: float) -> None:
    assert timed(minutes) == "stale"


def test_the_timestamp_is_part_of_what_is_signed() -> None:
    assert timed(-60, stamp=timestamp_of(NOW)) == "wrong_signature"
    assert timed(0, stamp="") == "unsigned"


@pytest.mark.parametrize("stamp", ["yesterday", "1" * 400, "-1", "１２３"])
def test_a_signed_timestamp_that_is_no_number_is_stale(stamp: str) -> None:
    assert timed_refusal(BODY, sign(BODY, "secret", stamp), stamp, ["secret"], NOW) == "stale"
