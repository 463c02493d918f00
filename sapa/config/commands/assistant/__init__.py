"""`sapa assistant`: what the assistant understands, knows and answers, for anyone who wants to try it on files."""

import argparse

from sapa.config.commands.assistant import ask, converse, train, understand
from sapa.config.parsers import add_group
from sapa.config.words import _


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    says = _("the assistant: what it understands, knows and answers, tried on files")
    group = add_group(commands, "assistant", says, "sapa assistant understand messages.jsonl found.jsonl")
    for one in (understand, ask, converse, train):
        one.add(group)
