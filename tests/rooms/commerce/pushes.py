"""What tests of pure sources share: a moment, any JSON, and what became of a body."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from sapa.commerce.schemas import Heard, Parse
from sapa.commerce.sources.generic.fields import Moment
from sapa.events.schemas import Unreadable

NOW = datetime(2026, 9, 15, 5, 0, tzinfo=UTC)
MOMENT = Moment(ZoneInfo("Asia/Jakarta"), NOW, timedelta(minutes=15))
AT = datetime(2026, 9, 15, 3, 0, tzinfo=UTC)
UNIX = 1789441200  # the same as AT
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
CODES = {"invalid_json", "missing_id", "bad_date", "future_date", "cell_too_long", "too_many_objects"}


def hearing(parse: Parse) -> Callable[[Any], Heard]:
    return lambda body: parse(body if isinstance(body, bytes) else json.dumps(body).encode(), {}, MOMENT)


def outcome(hear: Callable[[Any], Heard], body: Any) -> Heard | str:
    """What was heard, else the code of why it cannot be read."""
    try:
        return hear(body)
    except Unreadable as error:
        return error.code


def is_heard_or_refused(hear: Callable[[Any], Heard], body: Any) -> bool:
    result = outcome(hear, body)
    return isinstance(result, Heard) or result in CODES
