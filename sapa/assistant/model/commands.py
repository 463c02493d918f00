"""The only things that a model can say: commands of a closed list; everything else is no answer.

The shape is kept plain (lists, texts, enumerations), so that servers which force it by a grammar can.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from sapa.domain.understanding.types import INTENTS, REASONS, SLOTS

FROM_US = ("phone", "email", "rating")  # a model never sees the first two and never scores for a customer
SLOTS_ASKED = tuple(name for name in SLOTS if name not in FROM_US)
MOST_COMMANDS, MOST_OPTIONS = 12, 3
LONGEST_VALUE = 400
SCHEMA_NAME = "commands"
LEFT_OUT = ("title", "default", "maxLength", "maxItems", "discriminator", "description")


def _one_of(names: tuple[str, ...]) -> Any:
    return Field(max_length=60, json_schema_extra={"enum": list(names)})


class Command(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class StartFlow(Command):
    command: Literal["start_flow"]
    intent: Annotated[str, _one_of(INTENTS)]


class SetSlot(Command):
    command: Literal["set_slot"]
    slot: Annotated[str, _one_of(SLOTS_ASKED)]
    value: Annotated[str, Field(max_length=LONGEST_VALUE)]


class CorrectSlot(Command):
    command: Literal["correct_slot"]
    slot: Annotated[str, _one_of(SLOTS_ASKED)]
    value: Annotated[str, Field(max_length=LONGEST_VALUE)]


class Clarify(Command):
    command: Literal["clarify"]
    intents: Annotated[list[Annotated[str, _one_of(INTENTS)]], Field(max_length=MOST_OPTIONS)]


class Knowledge(Command):
    """A question that the shop's articles may answer; `intent` says of which kind."""

    command: Literal["knowledge"]
    intent: Annotated[str, _one_of(INTENTS)]


class Chitchat(Command):
    command: Literal["chitchat"]


class Human(Command):
    command: Literal["human"]
    reason: Annotated[str, _one_of(REASONS)]


class CancelFlow(Command):
    command: Literal["cancel_flow"]


Each = StartFlow | SetSlot | CorrectSlot | Clarify | Knowledge | Chitchat | Human | CancelFlow


class Commands(Command):
    commands: Annotated[
        list[Annotated[Each, Field(discriminator="command")]], Field(min_length=1, max_length=MOST_COMMANDS)
    ]


def read(written: str) -> Commands:
    """Raises ValueError for whatever is no list of commands."""
    return Commands.model_validate_json(written)


def schema_of(model: type[BaseModel]) -> dict[str, Any]:
    """As strict servers want it: every name required, nothing besides, one word instead of a constant."""
    plain: dict[str, Any] = _plain(model.model_json_schema())
    return plain


def _plain(node: Any) -> Any:
    if isinstance(node, list):
        return [_plain(one) for one in node]
    if not isinstance(node, dict):
        return node
    known = {("anyOf" if name == "oneOf" else name): value for name, value in node.items()}
    if "const" in known:
        known["enum"] = [known.pop("const")]
    properties = known.get("properties")
    if isinstance(properties, dict):
        known["properties"] = {name: _plain(value) for name, value in properties.items()}
        known |= {"required": list(properties), "additionalProperties": False}
    return {
        name: value if name in ("properties", "enum", "required") else _plain(value)
        for name, value in known.items()
        if name not in LEFT_OUT and name != "minItems"
    }
