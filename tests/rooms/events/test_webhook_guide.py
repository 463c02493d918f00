"""The scripts of docs/guides/outgoing-webhooks.md, run as somebody would copy them."""

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from sapa.domain.webhooks import envelope, signatures, written_secret

GUIDE = (Path(__file__).parents[3] / "docs/guides/outgoing-webhooks.md").read_text()
OLD, NEW, OTHER = (written_secret(letter * 32) for letter in (b"o", b"n", b"x"))
BODY = envelope(name="order.placed", at=datetime(2026, 9, 15, 3, 0, tzinfo=UTC), data={"order": "é"})
Genuine = Callable[[dict[str, str], bytes, str], bool]


def script(language: str) -> str:
    [found] = re.findall(rf"```{language}\n(.*?)```", GUIDE, re.S)
    return str(found)


def in_python(headers: dict[str, str], body: bytes, secret: str) -> bool:
    names: dict[str, Any] = {}
    exec(script("python"), names)  # noqa: S102 (our own guide)
    return bool(names["is_genuine"](headers, body, secret))


def in_node(headers: dict[str, str], body: bytes, secret: str) -> bool:
    if not shutil.which("node"):
        pytest.skip("there is no Node.js here")
    given = f"{json.dumps(headers)}, Buffer.from({json.dumps(body.decode())}), {json.dumps(secret)}"
    asked = script("javascript") + f"\nconsole.log(isGenuine({given}));"
    return subprocess.run(["node", "-e", asked], check=True, capture_output=True).stdout == b"true\n"


def signed(*secrets: str, late: timedelta = timedelta()) -> dict[str, str]:
    at = datetime.now(UTC) - late
    return {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": signatures(message_id="msg_1", at=at, body=BODY, secrets=secrets),
    }


@pytest.mark.parametrize("is_genuine", [in_python, in_node])
def test_the_script_believes_what_is_genuine_and_nothing_else(is_genuine: Genuine) -> None:
    both = signed(NEW, OLD)
    assert [is_genuine(both, BODY, secret) for secret in (NEW, OLD, OTHER)] == [True, True, False]
    assert not is_genuine(both, BODY + b" ", NEW)
    assert not is_genuine(both | {"webhook-id": "msg_2"}, BODY, NEW)
    assert not is_genuine(signed(NEW, late=timedelta(minutes=6)), BODY, NEW)
    assert not is_genuine({}, BODY, NEW)


def test_every_field_that_may_be_told_stands_in_the_guide() -> None:
    from django.conf import settings

    from sapa.domain.webhooks import CODES

    fields = {name.removesuffix("_id") for name in settings.WEBHOOK_SUBJECTS} | CODES
    assert {name for name in fields if f"`{name}`" not in GUIDE and f"`data.{name}`" not in GUIDE} == set()
