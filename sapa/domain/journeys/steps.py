"""Steps of a journey file."""

from typing import get_args

from sapa.domain.journeys.definition import (
    BranchStep,
    Case,
    MessageStep,
    Step,
    TaskStep,
    Texts,
    Window,
    Words,
)
from sapa.domain.journeys.language import Language

KINDS = ("message", "branch", "task")
CATEGORIES = ("utility", "marketing", "service")
CLASSES = ("reply", "notice", "reminder", "care", "promo")
WORK: tuple[str, ...] = get_args(TaskStep.__annotations__["kind"])
LONGEST_ID = 40
COMMON = ("id", "kind", "name", "on")


def read_step(fields: Language, triggers: tuple[str, ...]) -> Step:
    kind = fields.choice("kind", KINDS, "message")
    step_id = fields.identifier("id", LONGEST_ID)
    name = fields.words("name", default=Words(step_id, step_id))
    on = fields.known_names("on", triggers, "on_not_triggered")
    if kind == "branch":
        return read_branch(fields, step_id, name, on)
    if kind == "task":
        return read_task(fields, step_id, name, on)
    return read_message(fields, step_id, name, on)


def read_message(fields: Language, step_id: str, name: Words, on: tuple[str, ...]) -> MessageStep:
    own = ("due", "expires", "b2b", "when", "text", "variants", "class", "category", "next")
    fields.allow(*COMMON, *own, "customer_initiated", "holiday_relevant")
    window = read_window(fields)
    return MessageStep(
        id=step_id,
        name=name,
        window=window,
        variants=read_variants(fields),
        window_b2b=read_window_b2b(fields, window),
        on=on,
        when=fields.conditions("when"),
        klass=fields.choice("class", CLASSES, ""),
        category=fields.choice("category", CATEGORIES, ""),
        customer_initiated=fields.flag("customer_initiated"),
        holiday_relevant=fields.flag("holiday_relevant"),
        next=fields.text("next"),
        line=fields.line,
    )


def read_window(fields: Language, needs_end: bool = True) -> Window:
    line = fields.line_of("expires" if "expires" in fields.nodes else "due")
    return Window(fields.moment("due"), fields.moments("expires", required=needs_end), line)


def read_window_b2b(fields: Language, usual: Window) -> Window | None:
    """What companies have otherwise; the rest is as usual."""
    inner = fields.inner("b2b")
    if inner is None:
        return None
    inner.allow("due", "expires")
    due = inner.moment("due") if "due" in inner.nodes else usual.due
    line = inner.line_of("expires" if "expires" in inner.nodes else "due")
    return Window(due, inner.moments("expires") or usual.expires, line)


def read_variants(fields: Language) -> tuple[Texts, ...]:
    if "variants" not in fields.nodes:
        return (fields.texts("text"),)
    if "text" in fields.nodes:
        fields.refuse("text", "unknown_key", known="variants")
    found = tuple(fields.texts_in("variants", node) for node in fields.items("variants"))
    if len(found) != 2:
        fields.refuse("variants", "variants_count", count=len(found))
    return found


def read_branch(fields: Language, step_id: str, name: Words, on: tuple[str, ...]) -> BranchStep:
    fields.allow(*COMMON, "due", "cases", "otherwise")
    cases = tuple(read_case(case) for case in fields.each("cases", required=True))
    if not cases and "cases" in fields.nodes:
        fields.refuse("cases", "missing_key")
    due, otherwise = fields.moment("due"), fields.text("otherwise")
    return BranchStep(step_id, name, due, cases, otherwise, on, fields.line)


def read_case(fields: Language) -> Case:
    fields.allow("if", "next")
    fields.get("if", required=True)
    return Case(fields.conditions("if"), fields.text("next", required=True), fields.line)


def read_task(fields: Language, step_id: str, name: Words, on: tuple[str, ...]) -> TaskStep:
    fields.allow(*COMMON, "do", "due", "expires", "when", "text", "next")
    return TaskStep(
        id=step_id,
        name=name,
        window=read_window(fields, needs_end=False),
        kind=fields.choice("do", WORK, "check", required=True),
        text=fields.texts("text"),
        on=on,
        when=fields.conditions("when"),
        next=fields.text("next"),
        line=fields.line,
    )
