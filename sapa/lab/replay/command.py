"""The command: builds the throw-away house, lets the time pass, prints the account, tears the house down."""

import argparse
import json
import signal
import sys
import time
from datetime import date, datetime, timedelta
from datetime import time as wall_time
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sapa.base.instance import SettingsError
from sapa.base.sentences import SentenceError
from sapa.domain.csvorders import UnreadableFileError, sentence
from sapa.lab.demo.keepsake import ACCOUNT_ID, PHONE_NUMBER_ID, Keepsake, keepsake
from sapa.lab.replay.home import free_port, simulated_phones, throw_away_home

if TYPE_CHECKING:
    from sapa.lab.replay.account import Account

ZONE = ZoneInfo("Asia/Jakarta")


class UsageError(SentenceError):
    """What was asked for cannot be played."""


def replay(args: argparse.Namespace) -> int:
    """Exit code 1 with a sentence when it cannot be played, 2 when the account shows something forbidden."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    begun = time.monotonic()
    try:
        since, end = _span(args.since, args.until)
        account = _play(args, since, end)
    except (SentenceError, SettingsError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return _tell(args, account, time.monotonic() - begun)


def _span(since: date | None, until: date | None) -> tuple[datetime, datetime]:
    """From the first minute of the first day to the last of the last, in the shop's zone."""
    if since is None or until is None or until < since:
        raise UsageError(
            "Sebutkan --from dan --until, hari pertama dan hari terakhir yang dimainkan.",
            "Give --from and --until, the first and the last day to be played.",
        )
    first = datetime.combine(since, wall_time(), ZONE)
    return first, datetime.combine(until, wall_time(), ZONE) + timedelta(days=1)


def _play(args: argparse.Namespace, since: datetime, end: datetime) -> "Account":
    if not args.replay.is_file():
        raise UsageError(f"{args.replay}: berkas tidak ada.", f"{args.replay}: there is no such file.")
    for target in filter(None, (args.ledger, args.inputs)):
        target.touch()
    port = free_port()
    with throw_away_home(port) as home:
        kept, ledger = keepsake(home), args.ledger or home / "ledger.jsonl"
        with simulated_phones(port, _options(args, kept, ledger)):
            import django

            django.setup()
            from sapa.lab.replay.run import run

            try:
                return run(args, kept, since, end, ledger)
            except UnreadableFileError as error:
                raise UsageError(*(_sentence(error, args.replay, word) for word in ("id", "en"))) from None


def _sentence(error: UnreadableFileError, file: Path, language: str) -> str:
    return f"{file}: {sentence(error.code, language, ', '.join(error.details))}"


def _options(args: argparse.Namespace, kept: Keepsake, ledger: Path) -> list[str]:
    return [
        *("--seed", str(args.seed), "--reply-rate", str(args.reply_rate), "--ledger", str(ledger)),
        *("--app-secret", kept.app_secret, "--token", kept.token),
        *("--phone-number-id", PHONE_NUMBER_ID, "--waba-id", ACCOUNT_ID),
    ]


def _tell(args: argparse.Namespace, account: "Account", seconds: float) -> int:
    from sapa.base.instance import instance
    from sapa.lab.replay.printing import Page

    page = Page(account, instance().language)
    for line in page.lines():
        print(line)
    # Apart from the account, which is the same for the same seed to the last letter.
    print("\n" + page.word("seconds").format(seconds=round(seconds)), file=sys.stderr)
    if args.json:
        print(json.dumps(account.plain(), ensure_ascii=False))
    return 0 if account.is_clean() else 2
