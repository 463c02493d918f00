"""Nothing a person reads is left untranslated, and every refusal is documented."""

import ast
import io
import re
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from django.template.base import DebugLexer, TokenType
from django.utils import translation

from sapa.config import translations
from sapa.web.errors import REFUSALS, Refused, refusal

TEMPLATES = sorted(translations.SAPA.rglob("templates/**/*.html"))
READ_ALOUD = {"aria-label", "title", "placeholder", "alt", "data-offline"}
NOT_READ = {"script", "style", "code", "kbd", "pre", "svg"}
OUR_NAMES = {"Sapa", "S", "WhatsApp", "Telegram", "Meta", "CSV", "CSAT", "YAML"}
WORDED_TAGS = {"button", "badge", "figure", "empty", "toast", "card", "dialog", "count", "tab_links"}
SPOKEN_OPTIONS = {"label", "text", "title", "note", "hint", "action", "link", "by", "source", "trend_text"}
QUOTED = r"(?:\"[^\"]*[^\W\d_]{2}[^\"]*\"|'[^']*[^\W\d_]{2}[^']*')"
BARE_FIRST = re.compile(rf"^\w+ {QUOTED}")
BARE_OPTION = re.compile(rf"\b(?:{'|'.join(SPOKEN_OPTIONS)})={QUOTED}")
EXAMPLES = {"_example_chat.html", "components.html"}  # they show a customer's words beside ours


def test_every_message_has_a_sure_indonesian_translation() -> None:
    assert translations.missing() == []


def test_the_translation_file_holds_exactly_the_messages_of_the_sources() -> None:
    assert translations.TEXT.read_bytes() == translations.as_text(translations.up_to_date_catalog())


def test_the_compiled_file_is_made_of_the_translation_file() -> None:
    compiled = read_mo(io.BytesIO(translations.BINARY.read_bytes()))
    wanted = translations.read_catalog()
    assert told(compiled) == told(wanted)


def told(catalog: Catalog) -> dict[tuple[str, ...], str]:
    return {(*words(m.id), *words(m.context)): words(m.string)[0] for m in catalog if m.id}


def words(text: str | bytes | Sequence[str] | None) -> tuple[str, ...]:
    if isinstance(text, bytes):  # so Babel reads contexts
        return (text.decode(),)
    return (text,) if isinstance(text, str) else tuple(text or ())


def test_translations_keep_their_places() -> None:
    places = re.compile(r"%\(\w+\)[sd]")
    wrong = []
    for message in translations.read_catalog():
        asked, answered = words(message.id)[-1], words(message.string)[0]
        if set(places.findall(asked)) != set(places.findall(answered)):
            wrong.append(asked)
    assert wrong == []


class ReadableText(HTMLParser):
    """Collects what a person would see or hear of a template's plain text."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in NOT_READ
        self.found += [value for name, value in attrs if name in READ_ALOUD and value and is_words(value)]

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in NOT_READ

    def handle_data(self, data: str) -> None:
        if not self.silent and is_words(data):
            self.found.append(data.strip())


def is_words(text: str) -> bool:
    return any(word not in OUR_NAMES for word in re.findall(r"[^\W\d_]+", text))


def untranslated(source: str) -> list[str]:
    """Readable words of a template outside translation tags, and bare words given to a component."""
    plain, bare, inside = "", [], False
    for token in DebugLexer(source).tokenize():
        name = token.contents.split(" ")[0] if token.token_type is TokenType.BLOCK else ""
        if name in {"blocktranslate", "blocktrans"} or token.contents == "block body_class":
            inside = True
        elif name in {"endblocktranslate", "endblocktrans", "endblock"}:
            inside = False
        elif token.token_type is TokenType.TEXT and not inside:
            plain += token.contents
        elif token.token_type is not TokenType.COMMENT:
            plain += "0"
        if name in WORDED_TAGS and (BARE_FIRST.search(token.contents) or BARE_OPTION.search(token.contents)):
            bare.append(token.contents)
    reader = ReadableText()
    reader.feed(plain)
    reader.close()
    return reader.found + bare


@pytest.mark.parametrize("path", [p for p in TEMPLATES if p.name not in EXAMPLES], ids=lambda p: p.name)
def test_a_template_says_nothing_untranslated(path: Path) -> None:
    assert untranslated(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>Kotak masuk</p>", ["Kotak masuk"]),
        ('<a title="Tutup">{{ x }}</a>', ["Tutup"]),
        ('{% button "Simpan" %}', ['button "Simpan"']),
        ('{% empty _("Ada") _("Baru") action="Lihat" %}', ['empty _("Ada") _("Baru") action="Lihat"']),
        ('{% button _("Save") kind="primary" %}{% translate "Inbox" %}', []),
        ("{% blocktranslate %}Hello {{ name }}{% endblocktranslate %}", []),
        ("<span>Sapa · 14.05 {{ zone }}</span><script>let a = 1</script>", []),
    ],
)
def test_the_search_for_untranslated_words_finds_them(source: str, found: list[str]) -> None:
    assert untranslated(source) == found


SPOKEN_KEYWORDS = {"label", "help_text", "empty_label"}
SPOKEN_CALLS = {"success", "info", "warning", "error"}


def bare_words(source: str) -> Iterator[str]:
    """Plain strings where Python hands words to a person: form labels and messages of a view."""
    for call in ast.walk(ast.parse(source)):
        if isinstance(call, ast.Call):
            given = [word.value for word in call.keywords if word.arg in SPOKEN_KEYWORDS]
            if isinstance(call.func, ast.Attribute) and call.func.attr in SPOKEN_CALLS:
                given += call.args[1:2] if ast.unparse(call.func.value) == "messages" else []
            yield from (str(one.value) for one in given if isinstance(one, ast.Constant) and one.value)


@pytest.mark.parametrize("name", ["forms", "views"])
def test_forms_and_views_say_nothing_untranslated(name: str) -> None:
    paths = [*translations.SAPA.rglob(f"{name}.py"), *translations.SAPA.rglob(f"{name}/*.py")]
    found = {str(path): list(bare_words(path.read_text(encoding="utf-8"))) for path in paths}
    assert {path: said for path, said in found.items() if said} == {}


def test_the_search_for_bare_words_finds_them() -> None:
    source = (
        'CharField(label="Nama", help_text=_("Name"))\nmessages.error(request, "Gagal")\nlog.error(1, "x")'
    )
    assert list(bare_words(source)) == ["Nama", "Gagal"]


def test_the_list_of_refusals_is_up_to_date() -> None:
    assert translations.ERRORS.read_text(encoding="utf-8") == translations.error_page()


def test_every_raised_code_is_declared() -> None:
    translations.load_refusals()
    raised = re.compile(r"\bRefused\(\s*\"(\w+)\"")
    codes = {code for path in translations.SAPA.rglob("*.py") for code in raised.findall(path.read_text())}
    assert codes <= set(REFUSALS)


def test_a_refusal_speaks_the_readers_language() -> None:
    refused = Refused("changed_meanwhile")
    with translation.override("id"):
        assert refused.sentence == "Ini sudah diubah orang lain sementara itu."
    with translation.override("en"):
        assert refused.as_json()["message"] == "This was changed by somebody else in the meantime."


def test_a_code_means_one_thing_only() -> None:
    with pytest.raises(ValueError, match="declared twice"):
        refusal("changed_meanwhile", "Something else.", "Nothing.")
