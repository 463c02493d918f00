"""The command line speaks the user's language, down to argparse's own words."""

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sapa.base.instance import Instance, SettingsError
from sapa.config.cli import build_parser, main
from sapa.config.words import ARGPARSE, _catalog, language, said

Speak = Callable[[str], None]
NAMES = {"generic", "whatsapp"}


@pytest.fixture
def speak(monkeypatch: pytest.MonkeyPatch) -> Speak:
    return lambda spoken: monkeypatch.setenv("SAPA_LANGUAGE", spoken)


def parsers(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for child in action.choices.values():
                yield from parsers(child)


def sentences(parser: argparse.ArgumentParser) -> Iterator[str]:
    """Everything on a help page that is read, without names that are typed."""
    told = [parser.description, parser.epilog, *(action.help for action in parser._actions)]
    titles = [group.title for group in parser._action_groups if group._group_actions]
    for sentence in (*told, *titles):
        if sentence and sentence not in NAMES | {argparse.SUPPRESS}:
            yield sentence


def pages() -> dict[str, set[str]]:
    return {parser.prog: set(sentences(parser)) for parser in parsers(build_parser())}


def test_no_help_page_mixes_the_languages(speak: Speak) -> None:
    speak("en")
    english = pages()
    speak("id")
    indonesian = pages()
    assert "sapa policy decide" in english
    assert {
        name: english[name] & indonesian[name] for name in english if english[name] & indonesian[name]
    } == {}


def test_every_argument_and_command_explains_itself() -> None:
    mute = [
        f"{parser.prog} {action.dest}"
        for parser in parsers(build_parser())
        for action in parser._actions
        if not action.help and not isinstance(action, argparse._SubParsersAction)
    ]
    assert mute == []


@pytest.mark.parametrize("words", ARGPARSE)
def test_argparse_has_its_words_in_indonesian(words: str) -> None:
    assert _catalog("id").gettext(words) != words


@pytest.mark.parametrize(
    ("spoken", "begins", "example"),
    [("id", "cara pakai: sapa", "Contoh: "), ("en", "usage: sapa", "Example: ")],
)
def test_help_is_a_page_in_the_users_language(
    speak: Speak, capsys: pytest.CaptureFixture[str], spoken: str, begins: str, example: str
) -> None:
    speak(spoken)
    with pytest.raises(SystemExit) as end:
        main(["import", "orders", "--help"])
    page = capsys.readouterr().out
    assert end.value.code == 0
    assert page.startswith(begins)
    assert f"{example}sapa import orders orders.csv" in page


def test_without_a_command_help_is_shown_and_nothing_done(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "jalankan web, pekerja, dan basis data" in told.err


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (["warung"], "'warung' tidak dikenal (pilih dari 'serve'"),
        (["policy", "decide", "kasus.jsonl"], "argumen berikut wajib diisi: HASIL"),
        (["serve", "--port", "satu"], "argumen --port: 'satu' tidak bisa dipakai di sini"),
        (["check", "--cepat"], "argumen tidak dikenal: --cepat"),
        (["demo", "--from", "kemarin"], "kemarin bukan tanggal"),
    ],
)
def test_what_is_not_understood_is_told_in_indonesian(
    capsys: pytest.CaptureFixture[str], typed: list[str], sentence: str
) -> None:
    with pytest.raises(SystemExit) as end:
        main(typed)
    assert end.value.code == 2
    assert sentence in capsys.readouterr().err


@pytest.mark.parametrize(
    ("environ", "spoken"),
    [
        ({}, "id"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, "id"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "id_ID.UTF-8"}, "id"),
        ({"LANG": "id_ID.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "SAPA_LANGUAGE": "id"}, "id"),
        ({"LANG": "id_ID.UTF-8", "SAPA_LANGUAGE": "en"}, "en"),
    ],
)
def test_the_language_is_the_wished_one_or_the_terminals(
    monkeypatch: pytest.MonkeyPatch, environ: dict[str, str], spoken: str
) -> None:
    for name in ("SAPA_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    assert language() == spoken


@pytest.mark.parametrize(
    ("spoken", "sentence"), [("id", "berkas tidak ada"), ("en", "there is no such file")]
)
def test_a_missing_file_is_told_and_named(
    speak: Speak, tmp_path: Path, capsys: pytest.CaptureFixture[str], spoken: str, sentence: str
) -> None:
    speak(spoken)
    raw = tmp_path / "nomor.csv"
    assert main(["phones", "normalise", str(raw), str(tmp_path / "bersih.csv")]) == 1
    err = capsys.readouterr().err
    assert str(raw) in err
    assert sentence in err


@pytest.mark.parametrize(
    ("spoken", "sentence"), [("id", "harus berupa bilangan bulat"), ("en", "valid integer")]
)
def test_a_wrong_setting_is_told_in_one_language(speak: Speak, spoken: str, sentence: str) -> None:
    speak(spoken)
    with pytest.raises(SettingsError) as error:
        Instance.from_environ({"SAPA_PORT": "satu"})
    assert said(error.value).startswith("SAPA_PORT: ")
    assert sentence in said(error.value)
    assert "\n" not in said(error.value)
