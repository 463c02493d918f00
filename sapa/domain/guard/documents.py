"""Guard cases as JSON (`contracts.md`, `sapa guard check`) to the guard's types and back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sapa.domain.guard.check import check
from sapa.domain.guard.codes import CLASSES
from sapa.domain.guard.types import GuardCase

Row = Mapping[str, Any]
CATEGORIES = ("", "utility", "marketing", "service", "authentication")


def check_case(case: Any, language: str = "id") -> dict[str, Any]:
    """The answer to one case as JSON. ValueError: what is wrong with the case."""
    row = an_object(case, "case")
    found = check(parse_case(row))
    return {
        "id": row.get("id"),
        "codes": list(found.codes),
        "blocked": found.blocked,
        "hints": [one.hint(language) for one in found.items],
    }


def parse_case(row: Row) -> GuardCase:
    names = an_object(row.get("vars") or {}, "vars")
    return GuardCase(
        text=a_text(row, "text", required=True),
        klass=one_of(row.get("class"), CLASSES, "class"),
        segment=one_of(row.get("segment"), ("b2c", "b2b"), "segment"),
        at=wall_clock(row.get("at")),
        channel=a_text(row, "channel") or "whatsapp",
        name=a_text(names, "nama"),
        shop=a_text(names, "toko"),
        company=a_text(names, "perusahaan"),
        context=texts(names, "konteks"),
        recent=texts(row, "recent"),
        wa_category=one_of(a_text(row, "wa_category").casefold(), CATEGORIES, "wa_category"),
        first_contact=bool(row.get("first_contact")),
        audience=audience(row.get("audience")),
        personal_code=bool(row.get("personal_code")),
        opt_out_button=bool(row.get("opt_out_button")),
        brand_words=texts(row, "brand_words"),
        pressure_words=texts(row, "pressure_words"),
        promo_streak=row.get("promo_streak") is not False,
    )


def an_object(value: Any, name: str) -> Row:
    if not isinstance(value, Mapping):
        raise ValueError(f"{name}: an object expected, found {value!r:.40}")
    return value


def a_text(row: Row, name: str, *, required: bool = False) -> str:
    value = row.get(name)
    if value is None and not required:
        return ""
    if not isinstance(value, str):
        raise ValueError(f"{name}: a text expected, found {value!r:.40}")
    return value


def texts(row: Row, name: str) -> tuple[str, ...]:
    values = row.get(name)
    values = [values] if isinstance(values, str | int) else values or []
    if not isinstance(values, list) or any(
        not isinstance(value, str | int | float | None) for value in values
    ):
        raise ValueError(f"{name}: a list of texts expected, found {values!r:.40}")
    return tuple(str(value) for value in values if value is not None)


def one_of(value: Any, allowed: tuple[str, ...], name: str) -> str:
    if value not in allowed:
        raise ValueError(f"{name}: {' or '.join(filter(None, allowed))} expected, found {value!r:.40}")
    return str(value)


def audience(value: Any) -> int:
    if value is None:
        return 1
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError(f"audience: a whole number expected, found {value!r:.40}")
    return value


def wall_clock(value: Any) -> datetime | None:
    """The customer's wall clock such as 2027-01-19T10:00; an offset behind it changes nothing."""
    if value is None:
        return None
    try:
        return datetime.fromisoformat(value).replace(tzinfo=None)
    except (TypeError, ValueError):
        raise ValueError(f"at: a time like 2027-01-19T10:00 expected, found {value!r:.40}") from None
