"""The translation file and what is made of it, with Babel as the only tool.

Message ids are English; `sapa/locale/id/LC_MESSAGES/django.po` holds the Indonesian.
"""

import importlib
import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

SAPA = Path(__file__).resolve().parents[1]
TEXT = SAPA / "locale/id/LC_MESSAGES/django.po"
BINARY = TEXT.with_suffix(".mo")
ERRORS = SAPA.parent / "docs/errors.md"

CONTEXT = (1, "c")
KEYWORDS = {
    name + lazy: arguments
    for lazy in ("", "_lazy")
    for name, arguments in {
        "gettext": None,
        "ngettext": (1, 2),
        "pgettext": (CONTEXT, 2),
        "npgettext": (CONTEXT, 2, 3),
    }.items()
} | {"_": None, "gettext_noop": None}

WRITTEN = datetime(2026, 11, 21, tzinfo=UTC)  # fixed, so that the files change only with their messages

Found = tuple[str | tuple[str, ...], str | None]


def read_catalog() -> Catalog:
    with TEXT.open("rb") as file:
        catalog = read_po(file, locale="id")
    catalog.creation_date = catalog.revision_date = WRITTEN
    catalog.last_translator = catalog.language_team = "Sapa"
    return catalog


def as_text(catalog: Catalog) -> bytes:
    """Sorted by message and without places in the sources, so that two people's changes rarely meet."""
    out = io.BytesIO()
    write_po(out, catalog, width=0, no_location=True, sort_output=True, ignore_obsolete=True)
    return out.getvalue()


def as_binary(catalog: Catalog) -> bytes:
    out = io.BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def up_to_date_catalog() -> Catalog:
    """What is translated already, with every new message and without those that have gone."""
    catalog = read_catalog()
    catalog.update(source_catalog(), no_fuzzy_matching=True, update_creation_date=False)
    return catalog


def source_catalog() -> Catalog:
    """Every message of the Python files and templates of Sapa."""
    catalog = Catalog(locale="id")
    for path in sources():
        for message, context in found_in(path):
            catalog.add(message, context=context)
    return catalog


def sources() -> list[Path]:
    """The source files; migrations repeat what models say."""
    files = (path for kind in ("*.py", "*.html", "*.txt") for path in SAPA.rglob(kind))
    return sorted(path for path in files if "migrations" not in path.parts)


def found_in(path: Path) -> Iterator[Found]:
    from django.utils.translation.template import templatize

    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        text = templatize(text, str(path))
    for _line, message, _comments, context in extract("python", io.BytesIO(text.encode()), KEYWORDS):
        yield message, context


def missing() -> list[str]:
    """Messages of the sources without a sure Indonesian translation."""
    catalog = read_catalog()
    wanted = (message for message in source_catalog() if message.id)
    return [shown(m) for m in wanted if not translated(catalog.get(m.id, m.context))]


def translated(message: Message | None) -> bool:
    if message is None:
        return False
    forms = message.string if isinstance(message.string, (list, tuple)) else [message.string]
    return bool(forms) and all(forms) and not message.fuzzy


def shown(message: Message) -> str:
    first = message.id if isinstance(message.id, str) else message.id[0]
    return f"{first!r}" + (f" ({message.context})" if message.context else "")


def load_refusals() -> None:
    """Refusals are declared beside the services that raise them; importing the module declares them."""
    import django

    django.setup()
    for path in sorted(SAPA.rglob("*.py")):
        if "migrations" not in path.parts and "= refusal(" in path.read_text(encoding="utf-8"):
            importlib.import_module(".".join(path.relative_to(SAPA.parent).with_suffix("").parts))


def error_page() -> str:
    """docs/errors.md: every code with both languages and what to do."""
    load_refusals()
    from django.utils import translation

    from sapa.web.errors import REFUSALS

    catalog = read_catalog()
    with translation.override("en"):
        told = [(code, str(one.sentence), str(one.remedy)) for code, one in sorted(REFUSALS.items())]
    rows = (
        f"| `{code}` | {in_indonesian(catalog, said)} | {said} | {remedy} |\n" for code, said, remedy in told
    )
    return ERROR_PAGE_HEAD + "".join(rows)


def in_indonesian(catalog: Catalog, english: str) -> str:
    message = catalog.get(english)
    return str(message.string) if message else ""


ERROR_PAGE_HEAD = """\
# Refusals: «understood, and no»

Written by `sapa messages compile` from what the services declare. A page shows the sentence with status 409,
htmx shows it as a toast, the API answers with problem+json: 409, or the status that [api.md](api.md) names.

| code | Indonesian | English | what to do |
|---|---|---|---|
"""
