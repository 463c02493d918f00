"""Times, conditions and texts of a journey file while they are read: refused with their line when wrong."""

from typing import Any

from sapa.domain.journeys.asking import KINDS, fact_named
from sapa.domain.journeys.definition import Condition, Moment, Texts
from sapa.domain.journeys.fieldset import Fieldset
from sapa.domain.journeys.grammar import NotUnderstood, fact_in, parse_condition, parse_moment
from sapa.domain.journeys.reasons import REASONS
from sapa.domain.journeys.tree import Node, Scalar

ANCHORS = ("trigger", "previous", "due", "now")
OPERATORS = {
    "yes_no": ("is", "known", "unknown"),
    "number": ("=", "!=", ">", ">=", "<", "<=", "in", "known", "unknown"),
    "text": ("=", "!=", "in", "contains", "known", "unknown"),
    "instant": ("=", "!=", ">", ">=", "<", "<=", "known", "unknown"),
}
BROKEN = Moment("", "")


class Language(Fieldset):
    """A mapping that may hold times, conditions and texts."""

    def texts(self, key: str) -> Texts:
        node = self.get(key, required=True)
        return self.texts_in(key, node) if node is not None else Texts("", "")

    def texts_in(self, key: str, node: Node) -> Texts:
        """The same text for both when there is only one."""
        line = node.line or self.line_of(key)
        if isinstance(node, Scalar):
            return self.filled(key, Texts(node.text.strip(), node.text.strip(), line))
        fields = Language(node, self.path(key), self.notes)
        fields.allow("b2c", "b2b")
        b2c, b2b = fields.text("b2c"), fields.text("b2b")
        return self.filled(key, Texts(b2c or b2b, b2b or b2c, line))

    def filled(self, key: str, texts: Texts) -> Texts:
        if not texts.b2c:
            self.refuse(key, "blank_text")
        return texts

    def moment(self, key: str) -> Moment:
        node = self.get(key, required=True)
        return self.moment_in(key, node) if node is not None else BROKEN

    def moments(self, key: str, required: bool = False) -> tuple[Moment, ...]:
        return tuple(self.moment_in(key, node) for node in self.items(key, required))

    def moment_in(self, key: str, node: Node) -> Moment:
        text = node.text if isinstance(node, Scalar) else ""
        try:
            found = parse_moment(text)
        except NotUnderstood:
            self.note(node, key, "bad_moment", value=text)
            return BROKEN
        return found if self.anchor_known(node, key, found) else BROKEN

    def note(self, node: Node, key: str, code: str, **values: object) -> None:
        self.notes.add(node.line or self.line_of(key), code, self.path(key), **values)

    def anchor_known(self, node: Node, key: str, moment: Moment) -> bool:
        """`due` counts as an anchor only where an end is told."""
        if moment.anchor in ANCHORS:
            if moment.anchor == "due" and key != "expires":
                self.note(node, key, "due_in_due")
            return True
        fact = fact_named(moment.anchor, self.notes.settings)
        if fact is None:
            self.note(node, key, "unknown_anchor", anchor=moment.anchor)
        elif fact.kind != "instant":
            self.note(node, key, "anchor_not_instant", anchor=moment.anchor)
        return fact is not None and fact.kind == "instant"

    def conditions(self, key: str) -> tuple[Condition, ...]:
        return tuple(found for node in self.items(key) for found in self.conditions_in(key, node))

    def conditions_in(self, key: str, node: Node) -> list[Condition]:
        """A plain condition, or {if, code, only}."""
        if isinstance(node, Scalar):
            return self.condition(key, node, "", "")
        fields = Language(node, self.path(key), self.notes)
        fields.allow("if", "code", "only")
        code = fields.reason("code")
        only = fields.choice("only", ("planning", "sending"), "")
        return [
            one
            for inner in fields.items("if", required=True)
            for one in self.condition(key, inner, code, only)
        ]

    def reason(self, key: str, default: str = "") -> str:
        """A code that has its wording, so that every «Kenapa?» can tell it."""
        found = self.text(key, default)
        if found and not is_reason(found):
            self.refuse(key, "unknown_code", reason=found)
        return found

    def condition(self, key: str, node: Node, code: str, only: str) -> list[Condition]:
        text = node.text if isinstance(node, Scalar) else ""
        name = fact_in(text)
        fact = fact_named(name, self.notes.settings)
        try:
            found = parse_condition(text, fact.kind if fact else None, code, only, node.line)
        except NotUnderstood:
            self.note(node, key, "bad_condition", value=text)
            return []
        if fact is None:
            self.note(node, key, "unknown_fact", fact=name)
            return []
        self.check_type(key, node, found, fact.kind)
        return [found]

    def check_type(self, key: str, node: Node, condition: Condition, kind: str) -> None:
        value = condition.value
        if condition.op not in OPERATORS[kind] or not fits(value, kind, condition.op):
            rest = condition.source.split(None, 2)[2:]
            told = {"kind": KINDS[kind], "op": condition.op, "value": " ".join(rest)}
            self.note(node, key, "wrong_type", fact=condition.fact, **told)
        elif isinstance(value, Moment):
            self.anchor_known(node, "expires", value)


def is_reason(code: str) -> bool:
    # Here, because the policy's codes tell those of journeys too and load this package first.
    from sapa.domain.policy.codes import REASONS as POLICY_REASONS

    return code in REASONS or code in POLICY_REASONS


def fits(value: Any, kind: str, op: str) -> bool:
    """Whether a comparison makes sense of this value."""
    if op in ("is", "known", "unknown"):
        return True
    if kind == "number":
        numbers = value if isinstance(value, tuple) else (value,)
        return all(isinstance(one, int | float) for one in numbers)
    return kind != "instant" or not isinstance(value, int | float | str)
