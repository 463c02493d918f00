"""The quick way for what nearly every cell holds says what the long way says."""

from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as some

from sapa.domain.csvorders.cells import CellError, amount, instant
from sapa.domain.phones.reading import read_any
from sapa.domain.phones.usual import usual_mobile

JAKARTA = ZoneInfo("Asia/Jakarta")
digits = some.text("0123456789", min_size=1, max_size=16)
spaced = some.text("0123456789 -", min_size=6, max_size=16)
heads = some.sampled_from(["0", "+62", "62", "+62 ", "0-", "00", "628", "+6262", "", "('0", "08071"])


@given(heads, some.sampled_from(["8", "81", "80", "85", "62", "21"]), digits | spaced)
def test_a_mobile_in_its_usual_spelling_is_the_same_number(head: str, operator: str, rest: str) -> None:
    written = f"{head}{operator}{rest}"
    assert usual_mobile(written) in (None, read_any(written))


@given(digits)
def test_most_mobiles_take_the_quick_way(rest: str) -> None:
    found = read_any(f"0812{rest}")
    assert found.kind != "mobile" or rest.endswith("000000") or usual_mobile(f"0812{rest}") == found


def _read(text: str) -> object:
    try:
        return instant(text, JAKARTA)
    except CellError as error:
        return str(error)


@given(some.tuples(*(some.integers(0, most) for most in (9999, 13, 32, 24, 60, 60))))
def test_an_instant_of_the_usual_length_is_read_as_any_other(parts: tuple[int, ...]) -> None:
    year, month, day, hour, minute, second = parts
    date, clock = f"{year:04}-{month:02}-{day:02}", f"{hour:02}:{minute:02}:{second:02}"
    assert _read(f"{date} {clock}") == _read(f"{date}T{clock}")


@given(some.integers(0, 10**15 - 1))
def test_an_amount_of_digits_is_read_as_one_with_its_currency(value: int) -> None:
    assert amount(str(value)) == amount(f"Rp{value}") == value
