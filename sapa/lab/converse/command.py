"""The command: a throw-away house with the shop of the file, every conversation played in it and taken back."""

import json
import signal
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from sapa.base.instance import SettingsError
from sapa.base.sentences import SentenceError
from sapa.lab.converse.fixture import Fixture, FixtureError, read
from sapa.lab.replay.home import free_port, throw_away_home

Answer = Callable[[Mapping[str, Any]], dict[str, Any]]


def converse(fixture: Path, play_lines: Callable[[Answer], int]) -> int:
    """`play_lines` gives each line to the function that it gets. Exit code 2 with a sentence for a bad fixture."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # the throw-away house goes with its program
    try:
        given = _read(fixture)
        with throw_away_home(free_port()):
            return _play(given, play_lines)
    except (FixtureError, OSError, SentenceError, SettingsError) as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def _read(fixture: Path) -> Fixture:
    try:
        return read(json.loads(fixture.read_bytes().decode("utf-8-sig")))
    except OSError as error:
        raise FixtureError(f"{fixture}: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise FixtureError(f"{fixture}: {error}") from error


def _play(fixture: Fixture, play_lines: Callable[[Answer], int]) -> int:
    import django

    django.setup()
    from django.core.management import call_command

    from sapa.lab.converse.playing import play
    from sapa.lab.converse.shop import found

    call_command("migrate", database="owner", verbosity=0, skip_checks=True)
    shop = found(fixture)
    return play_lines(lambda case: play(shop, case))
