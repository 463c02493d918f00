"""The way through a journey as a drawing: places and lines in plain numbers, drawn as SVG by a template."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from sapa.domain.journeys.definition import END, BranchStep, Definition, Step, TaskStep
from sapa.domain.journeys.outcomes import ways
from sapa.domain.journeys.telling import condition_words, moment_words, trigger_words
from sapa.journeys.selectors.words import capital, language

WIDE, HIGH, APART, BELOW, EDGE = 236, 62, 28, 46, 14
LANE = 18
TRIGGER = "\0trigger"
LONGEST_TITLE, LONGEST_LINE, LONGEST_LABEL = 28, 38, 26


@dataclass(frozen=True, slots=True)
class Place:
    """`kind`: trigger, message, branch, task or end; the corner, and the middle of the text."""

    kind: str
    x: int
    y: int
    title: str
    line: str

    @property
    def middle(self) -> int:
        return self.x + WIDE // 2


@dataclass(frozen=True, slots=True)
class Line:
    """`path` of an SVG; `label` where a branch chooses this way."""

    path: str
    label: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Picture:
    width: int
    height: int
    places: Sequence[Place]
    lines: Sequence[Line]
    wide: int = WIDE
    high: int = HIGH


def drawn(definition: Definition) -> Picture:
    """Steps in layers, each below all that lead to it; circles of a draft are cut where they would go back."""
    steps = {step.id: step for step in definition.steps}
    layers = _layers(definition, steps)
    rows: dict[int, list[str]] = defaultdict(list)
    for name, layer in layers.items():
        rows[layer].append(name)
    widest = max(map(len, rows.values()))
    full = widest * WIDE + (widest - 1) * APART
    corners = {
        name: (
            EDGE + (full - len(row) * (WIDE + APART) + APART) // 2 + place * (WIDE + APART),
            EDGE + layer * (HIGH + BELOW),
        )
        for layer, row in rows.items()
        for place, name in enumerate(row)
    }
    lines = list(_lines(definition, steps, layers, corners, EDGE + full))
    skipping = sum(layers[to] - layers[one] > 1 for one, to, _label in _edges(definition, steps, layers))
    return Picture(
        width=full + 2 * EDGE + LANE * skipping,
        height=2 * EDGE + len(rows) * (HIGH + BELOW) - BELOW,
        places=[_place(name, definition, steps, *corners[name]) for name in layers],
        lines=lines,
    )


def _layers(definition: Definition, steps: Mapping[str, Step]) -> dict[str, int]:
    """The longest way from the trigger to each step that is reached, and to the end."""
    found = {TRIGGER: 0, **dict.fromkeys(steps, 1)}
    first = definition.steps[0].id if definition.steps else END
    for _round in definition.steps:
        for step in definition.steps:
            for target in ways(definition, step):
                if target in found and target not in (step.id, first):
                    found[target] = max(found[target], min(found[step.id] + 1, len(steps)))
    found[END] = max(found.values()) + 1
    return found


def _edges(
    definition: Definition, steps: Mapping[str, Step], layers: Mapping[str, int]
) -> Iterator[tuple[str, str, str]]:
    """From, to, and the words of a branch's way; lines that would go up are left out."""
    yield TRIGGER, definition.steps[0].id if definition.steps else END, ""
    for step in steps.values():
        for target, label in _ways(definition, step):
            if layers.get(target, 0) > layers[step.id]:
                yield step.id, target, label


def _ways(definition: Definition, step: Step) -> Iterator[tuple[str, str]]:
    targets = list(ways(definition, step))
    if not isinstance(step, BranchStep):
        yield from ((target, "") for target in targets)
        return
    for case in step.cases:
        asked = [condition_words(one, language(), definition.settings) for one in case.when]
        yield case.next, cut(" · ".join(asked), LONGEST_LABEL)
    others = [target for target in targets if target not in {case.next for case in step.cases}]
    yield from ((target, _("otherwise")) for target in others)


def _lines(
    definition: Definition,
    steps: Mapping[str, Step],
    layers: Mapping[str, int],
    corners: Mapping[str, tuple[int, int]],
    right: int,
) -> Iterator[Line]:
    lane = right
    for one, to, label in _edges(definition, steps, layers):
        (x, y), (to_x, to_y) = corners[one], corners[to]
        start, end, half = x + WIDE // 2, to_x + WIDE // 2, BELOW // 2
        if layers[to] - layers[one] == 1:
            bend = f"C {start} {y + HIGH + half} {end} {to_y - half} {end} {to_y}"
            yield Line(f"M {start} {y + HIGH} {bend}", label, (start + end) // 2, y + HIGH + half + 4)
        else:
            lane += LANE
            side = x + WIDE
            path = (
                f"M {side} {y + HIGH // 2} H {lane - 8} Q {lane} {y + HIGH // 2} {lane} {y + HIGH // 2 + 8} "
                f"V {to_y + HIGH // 2 - 8} Q {lane} {to_y + HIGH // 2} {lane - 8} {to_y + HIGH // 2} H {to_x + WIDE}"
            )
            yield Line(path, label, (side + lane) // 2, y + HIGH // 2 - 6)


def _place(name: str, definition: Definition, steps: Mapping[str, Step], x: int, y: int) -> Place:
    if name == TRIGGER:
        told = capital(trigger_words(definition.trigger.on, language()))
        return Place("trigger", x, y, _("Starts"), cut(told, LONGEST_LINE))
    if name == END:
        return Place("end", x, y, _("Done"), "")
    step = steps[name]
    kind = {BranchStep: "branch", TaskStep: "task"}.get(type(step), "message")
    due = step.due if isinstance(step, BranchStep) else step.window.due
    told = moment_words(due, language(), definition.settings)
    return Place(
        kind, x, y, cut(step.name.in_language(language()) or step.id, LONGEST_TITLE), cut(told, LONGEST_LINE)
    )


def cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
