"""What stands in the fields of the template editor: read into a draft however unfinished it is, and shown again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from sapa.domain.journeys.registry.variables import VARIABLES
from sapa.domain.message_templates import LIMITS, Draft, Problem, length_of, paths_of
from sapa.domain.message_templates.checking import CATEGORIES, LANGUAGES, MEDIA, MOST_OF_ALL
from sapa.domain.templating import parameter_name
from sapa.messaging.models import Template
from sapa.messaging.selectors.templates.words import CATEGORIES as CATEGORY_WORDS
from sapa.messaging.selectors.templates.words import LANGUAGES as LANGUAGE_WORDS
from sapa.messaging.selectors.templates.words import problem_words

Part = Mapping[str, Any]
SAMPLES = {
    "image": (("image/jpeg", "image/png"), 5_000_000),
    "video": (("video/mp4", "video/3gpp"), 16_000_000),
    "document": (("application/pdf",), 100_000_000),
}
PLACES_SHOWN = ("name", "language", "category", "header", "body", "footer", "buttons", "ttl")
LONGEST = {
    "isi": 4096,
    "nama": 130,
    "kaki": 200,
    "url": 2100,
    "teks": 80,
    "kode": 200,
    "telepon": 40,
    "pengganti": 200,
}
KINDS = {
    "quick_reply": _("Quick reply"),
    "url": _("Opens an address"),
    "phone": _("Calls a number"),
    "copy_code": _("Copies a code"),
}
VALUE_FIELD = {"url": "url", "phone": "phone", "copy_code": "code"}
VALUE_LABEL = {"url": _("Address"), "phone": _("Phone number"), "copy_code": _("Code")}
HEADERS = {
    "": _("none"),
    "text": _("text"),
    "image": _("picture"),
    "video": _("film"),
    "document": _("document"),
    "location": _("place"),
}
LIFETIMES = {
    "": _("as long as WhatsApp does (30 days)"),
    "600": _("10 minutes"),
    "3600": _("1 hour"),
    "10800": _("3 hours"),
    "21600": _("6 hours"),
    "43200": _("12 hours"),
    "86400": _("1 day"),
    "259200": _("3 days"),
    "604800": _("7 days"),
}


def draft_from(data: QueryDict, template: Template | None = None, sample: Part | None = None) -> Draft:
    """What was typed; a sample that was chosen before stays. `sample`: {media, filename} of a file that came along."""
    category, lifetime = data.get("kategori", "utility"), data.get("umur", "")
    kept = sample or (template.header if template else {})
    return Draft(
        name=data.get("nama", "").strip()[: LONGEST["nama"]],
        language=data.get("bahasa", "id") if data.get("bahasa", "id") in LANGUAGES else "id",
        category=category if category in CATEGORIES else "utility",
        source=data.get("isi", "").replace("\r\n", "\n")[: LONGEST["isi"]],
        header=_header(data, kept),
        footer=data.get("kaki", "").strip()[: LONGEST["kaki"]],
        buttons=tuple(_button(data, number) for number in range(_count(data))),
        fallbacks=_fallbacks(data),
        ttl_seconds=int(lifetime) if lifetime in LIFETIMES and lifetime else None,
    )


def _count(data: QueryDict) -> int:
    told = data.get("tombol", "0")
    return min(int(told) if told.isdecimal() and len(told) < 4 else 0, MOST_OF_ALL + 1)


def _header(data: QueryDict, kept: Mapping[str, Any]) -> dict[str, Any]:
    kind = data.get("kepala", "")
    if kind == "text":
        return {"type": "text", "text": data.get("kepala-teks", "").strip()[:200]}
    if kind == "location":
        given = {name: data.get(f"kepala-{name}", "").strip()[:100] for name in PLACE}
        return {"type": kind, **{name: value for name, value in given.items() if value}}
    if kind in MEDIA:
        return dict(kept) if kept.get("type") == kind else {"type": kind}
    return {}


PLACE = ("latitude", "longitude", "name", "address")


def _button(data: QueryDict, number: int) -> dict[str, str]:
    kind = data.get(f"tombol-{number}-jenis", "quick_reply")
    kind = kind if kind in KINDS else "quick_reply"
    found = {"type": kind, "text": data.get(f"tombol-{number}-teks", "").strip()[: LONGEST["teks"]]}
    if kind in VALUE_FIELD:
        found[VALUE_FIELD[kind]] = data.get(f"tombol-{number}-nilai", "").strip()[: LONGEST["url"]]
    return found


def _fallbacks(data: QueryDict) -> dict[str, str]:
    """One line each, as parameters are."""
    names = [name for name in data if name.startswith("kosong-")]
    given = {
        name.removeprefix("kosong-"): " ".join(data.get(name, "").split())[: LONGEST["pengganti"]]
        for name in names[:60]
    }
    return {name: words for name, words in given.items() if words}


def apply(draft: Draft, action: str) -> Draft:
    """tambah:<kind>, hapus:<n>, naik:<n>; anything else leaves it as it is."""
    verb, _colon, told = action.partition(":")
    buttons = list(draft.buttons)
    place = int(told) if told.isdecimal() and len(told) < 3 else -1
    if verb == "tambah" and told in KINDS and len(buttons) < MOST_OF_ALL:
        value = {VALUE_FIELD[told]: ""} if told in VALUE_FIELD else {}
        buttons.insert(
            _end_of_replies(draft) if told == "quick_reply" else len(buttons),
            {"type": told, "text": "", **value},
        )
    elif verb == "hapus" and 0 <= place < len(buttons):
        del buttons[place]
    elif verb == "naik" and 0 < place < len(buttons):
        buttons[place - 1], buttons[place] = buttons[place], buttons[place - 1]
    return replace(draft, buttons=tuple(buttons))


def _end_of_replies(draft: Draft) -> int:
    """Quick replies must stand together: a new one goes behind the last."""
    places = [n for n, one in enumerate(draft.buttons) if one["type"] == "quick_reply"]
    return places[-1] + 1 if places else len(draft.buttons)


@dataclass(frozen=True, slots=True)
class ButtonRow:
    number: int
    kind: str
    kind_word: Any
    text: str
    value: str
    value_label: Any
    problems: Sequence[str]

    @property
    def index(self) -> str:
        return str(self.number)


@dataclass(frozen=True, slots=True)
class ValueRow:
    """A variable of the text, and what is said when a customer has none."""

    name: str
    label: str
    sample: str
    words: str


@dataclass(frozen=True, slots=True)
class Shown:
    """The editor as a page needs it. `found`: place to sentences; `lengths`: place to (length, most, is over)."""

    draft: Draft
    found: Mapping[str, Sequence[str]]
    lengths: Mapping[str, tuple[int, int, bool]]
    buttons: Sequence[ButtonRow]
    values: Sequence[ValueRow]
    is_fine: bool

    @property
    def parameters(self) -> str:
        return ",".join(one.name for one in self.values)

    @property
    def places(self) -> list[tuple[str, Sequence[str]]]:
        """Every place that stands in the page, with what is wrong there."""
        return [(place, self.found.get(place, ())) for place in PLACES_SHOWN]

    @property
    def counted(self) -> list[tuple[str, tuple[int, int, bool]]]:
        has_header = self.draft.header.get("type") == "text"
        return [(place, told) for place, told in self.lengths.items() if place != "header" or has_header]

    @property
    def lifetime(self) -> str:
        return str(self.draft.ttl_seconds or "")


def shown(
    draft: Draft, problems: Sequence[Problem], samples: Mapping[str, Any], *, quiet: bool = False
) -> Shown:
    """`quiet`: a new draft is not blamed for what is still empty."""
    told = [one for one in problems if not (quiet and one.code == "missing")]
    found: dict[str, list[str]] = {}
    for one in told:
        found.setdefault(one.place, []).append(problem_words(one))
    lengths = {
        place: (length_of(place, draft), LIMITS[place], length_of(place, draft) > LIMITS[place])
        for place in ("body", "header", "footer")
    }
    rows = [_row(one, number, found.get(f"button-{number}", ())) for number, one in enumerate(draft.buttons)]
    fine = all(one.is_warning for one in problems)
    return Shown(draft, found, lengths, rows, values_of(draft, samples), fine)


def _row(one: Mapping[str, Any], number: int, problems: Sequence[str]) -> ButtonRow:
    kind = str(one["type"])
    value = str(one.get(VALUE_FIELD.get(kind, ""), ""))
    return ButtonRow(
        number,
        kind,
        KINDS.get(kind, kind),
        str(one.get("text", "")),
        value,
        VALUE_LABEL.get(kind, ""),
        problems,
    )


def values_of(draft: Draft, samples: Mapping[str, Any]) -> list[ValueRow]:
    found = []
    for path in paths_of(draft):
        name, variable = parameter_name(path), VARIABLES.get(path)
        label = variable.label.id if variable else path
        found.append(ValueRow(name, label, sample_of(path, samples), draft.fallbacks.get(name, "")))
    return found


def sample_of(path: str, samples: Mapping[str, Any]) -> str:
    value: Any = samples
    for part in path.split("."):
        value = value.get(part, "") if isinstance(value, Mapping) else ""
    return str(value)


def chips() -> list[tuple[str, str, str]]:
    """Path, label and sample of everything that a text may say."""
    return [(path, one.label.id, one.sample) for path, one in VARIABLES.items()]


def choices() -> dict[str, Any]:
    return {
        "languages": [(code, LANGUAGE_WORDS[code]) for code in LANGUAGES],
        "categories": [(code, CATEGORY_WORDS[code]) for code in CATEGORIES],
        "headers": list(HEADERS.items()),
        "lifetimes": list(LIFETIMES.items()),
        "kinds": list(KINDS.items()),
    }
