"""Writes around the language model: its settings and key, what it cost, messages that wait for it, errands to it."""

from sapa.assistant.services.model.choosing import change_plug, forget_key, keep_key
from sapa.assistant.services.model.errands import ask_draft, ask_trial, run_errands
from sapa.assistant.services.model.turns import take_waiting_turns

__all__ = [
    "ask_draft",
    "ask_trial",
    "change_plug",
    "forget_key",
    "keep_key",
    "run_errands",
    "take_waiting_turns",
]
