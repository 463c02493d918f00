"""`sapa assistant train`: learns the model of intents that Sapa is shipped with."""

import argparse

from sapa.config.parsers import add_command
from sapa.config.words import _


def add(group: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    says = _("learn the shipped model of intents from the utterances of the house")
    parser = add_command(group, "train", says, "sapa assistant train")
    parser.set_defaults(run=train)


def train(_args: argparse.Namespace) -> int:
    """Writes the data file inside the package; the same utterances and code make the same bytes."""
    from sapa.domain.understanding.shipping import MODEL_FILE, write_models

    size = write_models()
    print(_("%(file)s: %(kb)d kB") % {"file": MODEL_FILE.parent, "kb": size // 1024})
    return 0
