"""The models as files of the package: built once, read by every process when it first needs them."""

import gzip
import json
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path

from sapa.domain.understanding.building import built, built_reasons
from sapa.domain.understanding.escalation.types import HEARD
from sapa.domain.understanding.model import Model, dump, load

HOME = Path(__file__).parent
MODEL_FILE = HOME / "data" / "model.json.gz"
REASONS_FILE = HOME / "data" / "reasons.json.gz"
ORIGIN_FILE = HOME / "data" / "model.origin.json"
# Slots are read without a model.
MADE_OF = (
    "*.py",
    "data/chat_words.txt",
    "data/utterances/*.txt",
    "rules/*.py",
    "rules/data/*.txt",
    "escalation/*.py",
    "escalation/data/*.txt",
)
NOT_OF = frozenset(("__init__.py", "documents.py", "handling.py", "shipping.py", "understand.py"))


@cache
def shipped() -> Model:
    """Of the intents. Read once in a process; nobody may teach it, who wants to learns with a copy."""
    return load(gzip.decompress(MODEL_FILE.read_bytes()))


@cache
def shipped_reasons() -> Model:
    """Of the reasons to escalate; read once in a process."""
    return load(gzip.decompress(REASONS_FILE.read_bytes()), HEARD)


def write_models() -> int:
    """Builds both anew; their size in bytes. The same origin makes the same bytes."""
    of = origin()
    for file, model in ((MODEL_FILE, built()), (REASONS_FILE, built_reasons())):
        put(file, gzip.compress(dump(model), compresslevel=9, mtime=0))
    put(ORIGIN_FILE, (json.dumps({**state(), "origin": of}, indent=1) + "\n").encode())
    return sum(file.stat().st_size for file in (MODEL_FILE, REASONS_FILE))


def put(file: Path, content: bytes) -> None:
    """Whole or not at all: other processes may read the file meanwhile."""
    beside = file.with_name(f".{file.name}.new")
    beside.write_bytes(content)
    beside.replace(file)


def state() -> dict[str, str]:
    return {
        "origin": origin(),
        "model": digest(MODEL_FILE.read_bytes()),
        "reasons": digest(REASONS_FILE.read_bytes()),
    }


def is_current() -> bool:
    """Whether the models on file came from the utterances and the code that stand here."""
    return bool(json.loads(ORIGIN_FILE.read_text("utf-8")) == state())


def origin() -> str:
    named = sha256()
    for path in made_of():
        named.update(path.relative_to(HOME).as_posix().encode() + b"\0")
        named.update(digest(path.read_bytes()).encode())
    return named.hexdigest()


def made_of() -> Iterator[Path]:
    found = {path for pattern in MADE_OF for path in HOME.glob(pattern)}
    yield from sorted(path for path in found if path.parent != HOME or path.name not in NOT_OF)


def digest(content: bytes) -> str:
    return sha256(content).hexdigest()
