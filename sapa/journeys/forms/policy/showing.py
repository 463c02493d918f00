"""From a setting's JSON to what its field shows; what was typed wrongly is shown as it was typed."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.http import QueryDict
from django.utils.translation import get_language

from sapa.journeys.forms.policy import reading
from sapa.journeys.selectors.policy.settings import BOTH, NUDGES, Setting

Shown = dict[str, Any]


def wall(time: str) -> str:
    """08.00 as it is written here; 08:00 in English."""
    return time if (get_language() or "id").startswith("en") else time.replace(":", ".")


def amount(value: Any) -> str:
    english = (get_language() or "id").startswith("en")
    return "" if value is None else str(value) if english else str(value).replace(".", ",")


def pair(value: Sequence[str] | None) -> Shown:
    start, end = value or ("", "")
    return {"start": wall(start), "end": wall(end)}


def show_span(value: Mapping[str, str]) -> Shown:
    return pair((value["start"], value["end"]))


def show_flag(value: bool) -> Shown:
    return {"text": "yes" if value else "no"}


def show_amount(value: Any) -> Shown:
    return {"text": amount(value)}


def show_list(value: Sequence[Any]) -> Shown:
    return {"chosen": [str(one) for one in value], "given": "1"}


def show_many(value: Sequence[Any]) -> Shown:
    return {"text": ", ".join(map(str, value))}


def show_lebaran(value: Mapping[str, Any] | None) -> Shown:
    if value is None:
        return {
            "state": "off",
            "before": "",
            "after": "",
            "classes": list(NUDGES),
            "segments": list(BOTH),
        }
    return {
        "state": "on",
        "before": amount(value.get("before_days", 0)),
        "after": amount(value.get("after_days", 0)),
        "classes": value.get("classes", NUDGES),
        "segments": value.get("segments", BOTH),
    }


def show_collection(value: Mapping[str, Any] | None) -> Shown:
    if value is None:
        return {"state": "off", **pair(None), "days": [str(day) for day in range(6)], "national": "yes"}
    return {
        "state": "on",
        **pair(value["window"]),
        "days": [str(day) for day in value.get("days", range(6))],
        "national": "yes" if value.get("block_national", True) else "no",
    }


def show_profiles(value: Mapping[str, Any]) -> Shown:
    """Every profile, and an empty row for one more."""
    blank = {"name": "", "pairs": windows([]), "days": ["0", "1", "2", "3", "4"], "skip": True, "own": True}
    return {"rows": [*(profile(name, one) for name, one in value.items()), blank]}


def profile(name: str, one: Mapping[str, Any]) -> Shown:
    return {
        "name": name,
        "own": name != "worker",
        "pairs": windows(one["windows"]),
        "days": [str(day) for day in one.get("days", range(7))],
        "skip": one.get("skip_on_holiday", False),
    }


def windows(found: Sequence[Sequence[str]]) -> list[Shown]:
    missing = reading.MOST_WINDOWS - len(found)
    return [pair(one) for one in found] + [pair(None)] * max(missing, 0)


def show_weekends(value: Mapping[str, Any]) -> Shown:
    named = [
        {"name": name, "own": name not in ("default", "SA"), "days": list(map(str, days))}
        for name, days in value.items()
    ]
    return {"rows": [*named, {"name": "", "own": True, "days": []}]}


SHOWS: dict[str, Callable[[Any], Shown]] = {
    "span": show_span,
    "window": pair,
    "optional_window": pair,
    "flag": show_flag,
    "classes": show_list,
    "names": show_list,
    "numbers": show_many,
    "codes": show_many,
    "lebaran": show_lebaran,
    "collection": show_collection,
    "profiles": show_profiles,
    "weekends": show_weekends,
}
NOTHING: Mapping[str, Shown] = {
    "span": {"start": "", "end": ""},
    "window": {"start": "", "end": ""},
    "optional_window": {"start": "", "end": ""},
    "classes": {"chosen": [], "given": ""},
    "names": {"chosen": [], "given": ""},
}


def show(one: Setting, value: Any) -> Shown:
    return SHOWS.get(one.kind, show_amount)(value)


def nothing(one: Setting) -> Shown:
    """A field of a scope in which nothing was chosen."""
    if one.kind in ("lebaran", "collection"):
        return {**show(one, None), "state": ""}
    return NOTHING.get(one.kind, {"text": ""})


def as_typed(one: Setting, data: QueryDict) -> Shown:
    """What a wrong form shows again, untouched."""
    path = one.path
    plain = {
        "text": data.get(path, ""),
        "start": data.get(f"{path}.start", ""),
        "end": data.get(f"{path}.end", ""),
        "chosen": data.getlist(path),
        "given": data.get(f"{path}.given", ""),
        "state": data.get(f"{path}.state", ""),
        "before": data.get(f"{path}.before", ""),
        "after": data.get(f"{path}.after", ""),
        "classes": data.getlist(f"{path}.classes"),
        "segments": data.getlist(f"{path}.segments"),
        "days": data.getlist(f"{path}.days"),
        "national": data.get(f"{path}.national", ""),
    }
    return {**plain, "rows": [typed_row(data, f"{path}.{place}") for place in typed_places(data, path)]}


def typed_places(data: QueryDict, path: str) -> list[int]:
    return [place for place in range(reading.MOST_ROWS) if f"{path}.{place}.name" in data]


def typed_row(data: QueryDict, name: str) -> Shown:
    pairs = [
        {"start": data.get(f"{name}.{n}.start", ""), "end": data.get(f"{name}.{n}.end", "")}
        for n in range(reading.MOST_WINDOWS)
    ]
    return {
        "name": data.get(f"{name}.name", ""),
        "own": data.get(f"{name}.name") not in ("worker", "default", "SA"),
        "pairs": pairs,
        "days": data.getlist(f"{name}.days"),
        "skip": bool(data.get(f"{name}.skip")),
        "remove": bool(data.get(f"{name}.remove")),
    }
