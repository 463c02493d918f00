"""The command line's words in the user's language: no Django, no settings read, no database."""

import argparse
import functools
import gettext
import os
from pathlib import Path
from typing import Literal

from sapa.base.sentences import SentenceError

Language = Literal["id", "en"]
LOCALE = Path(__file__).resolve().parents[1] / "locale"


def language() -> Language:
    """`SAPA_LANGUAGE`; else English where the terminal is set to English, and Indonesian everywhere else."""
    wished = os.environ.get("SAPA_LANGUAGE", "").strip()
    if wished in ("id", "en"):
        return "en" if wished == "en" else "id"
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    spoken = next((value for name in names if (value := os.environ.get(name))), "")
    return "en" if spoken.startswith("en") else "id"


def _(message: str) -> str:
    return _catalog(language()).gettext(message)


@functools.cache
def _catalog(spoken: Language) -> gettext.NullTranslations:
    """Messages are English already; a catalogue that is not there leaves them so."""
    if spoken == "en":
        return gettext.NullTranslations()
    return gettext.translation("django", LOCALE, [spoken], fallback=True)


def said(error: Exception) -> str:
    """What went wrong, as one sentence; what the system or a library says is passed on as it is."""
    match error:
        case SentenceError():
            return error.indonesian if language() == "id" else error.english
        case FileNotFoundError():
            return _("%(file)s: there is no such file.") % {"file": error.filename}
        case PermissionError():
            return _("%(file)s: this user may not open it.") % {"file": error.filename}
        case IsADirectoryError():
            return _("%(file)s is a folder; a file is expected.") % {"file": error.filename}
    return str(error)


def gettext_noop(message: str) -> str:
    """Marks a message for the translation file; it is looked up where it is used."""
    return message


def teach_argparse() -> None:
    """argparse looks its own words up as `_` of its module: from here on that is ours.

    `ARGPARSE` lists what it asks for, so that `sapa messages extract` finds it.
    """
    vars(argparse)["_"] = _


ARGPARSE = (
    gettext_noop("usage: "),
    gettext_noop("options"),
    gettext_noop("positional arguments"),
    gettext_noop("show this help message and exit"),
    gettext_noop("%(prog)s: error: %(message)s\n"),
    gettext_noop("argument %(argument_name)s: %(message)s"),
    gettext_noop("the following arguments are required: %s"),
    gettext_noop("unrecognized arguments: %s"),
    gettext_noop("invalid choice: %(value)r (choose from %(choices)s)"),
    gettext_noop("invalid %(type)s value: %(value)r"),
    gettext_noop("expected one argument"),
    gettext_noop("expected at least one argument"),
    gettext_noop("ambiguous option: %(option)s could match %(matches)s"),
    gettext_noop("ignored explicit argument %r"),
)
