"""`sapa assistant train`: learns the models that Sapa is shipped with: of intents, and of what answers a question."""

import argparse
import sys

from sapa.config.parsers import add_command
from sapa.config.words import _


def add(group: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    says = _("learn the shipped model of intents from the utterances of the house")
    parser = add_command(group, "train", says, "sapa assistant train")
    parser.add_argument(
        "--answers", action="store_true", help=_("only what tells answers from guesses; two minutes")
    )
    parser.set_defaults(run=train)


def train(args: argparse.Namespace) -> int:
    """Writes the data files inside the package; the same utterances and code make the same bytes, but for the
    last digits of what numpy calculates elsewhere."""
    from sapa.domain.understanding.shipping import MODEL_FILE, write_models

    if not args.answers:
        size = write_models()
        print(_("%(file)s: %(kb)d kB") % {"file": MODEL_FILE.parent, "kb": size // 1024})
    try:
        from sapa.domain.knowledge.learning import HOME, write_judge
    except ModuleNotFoundError as missing:
        if missing.name != "numpy":
            raise
        told = _("What tells answers from guesses is learnt with numpy, which is not here: make .venv/.dev")
        print(told, file=sys.stderr)
        return 2
    size = write_judge()
    print(_("%(file)s: %(kb)d kB") % {"file": HOME, "kb": -(-size // 1024)})
    return 0
