"""docs/recipes.md, written from the library: `python -m sapa.domain.recipes.page > docs/recipes.md`."""

import sys
from collections.abc import Iterator

from sapa.domain.journeys.conditions import code_of
from sapa.domain.journeys.definition import BranchStep, Condition, Definition, MessageStep, TaskStep, Window
from sapa.domain.journeys.reasons import REASONS
from sapa.domain.policy.codes import reason_of
from sapa.domain.recipes.library import LIBRARY
from sapa.domain.templating import variables_of

HEAD = """\
# Recipes

Generated from `sapa/domain/data/recipes/*.yaml` by `python -m sapa.domain.recipes.page`; a test compares.

A recipe is a journey that comes along; an owner switches it on, or copies and edits it. Every message asks
the contact policy when it is planned and once more before it is sent, and every condition is asked again
then. Times are written in the language of [journeys](journeys.md): `trigger` is the event, `d` counts
calendar days where the customer is, `wd` working days. Reasons have their words in [reasons](reasons.md).

| recipe | name | class, category | priority | at most |
|---|---|---|---|---|
"""
LIMITS = """
Where a row of the library asks for what nobody tells Sapa, this is what happens instead:

- *Substitutes* of a refilled product are not known: only the product itself counts as bought again.
- A *shipped replacement* is a parcel of the ticket's order whose status changed after the ticket was opened.
- News of a return end to be useful with the next one, at the latest after seven days.
- Companies' windows of less than three days reach to the end of the next working day (`domain.md` §2.12).
- In the renewal, the 45 days of companies take the place of the 30 days, so that three messages stay three.
"""


def page() -> str:
    rows = "".join(f"{row(one)}\n" for one in LIBRARY.values())
    return HEAD + rows + LIMITS + "".join(section(one) for one in LIBRARY.values())


def row(one: Definition) -> str:
    cells = (f"`{one.id}`", one.name.en, f"{one.klass}, {one.category}", str(one.priority), cap(one))
    return f"| {' | '.join(cells)} |"


def cap(one: Definition) -> str:
    return f"{one.cap['max']} in {one.cap['days']} days" if one.cap else "as the policy says"


def section(one: Definition) -> str:
    return "\n".join(["", f"## {one.name.en}", "", one.about.en, "", *about(one), *steps(one), ""])


def about(one: Definition) -> Iterator[str]:
    yield f"- Starts with: {code_list(one.trigger.on)}, one run for each {one.trigger.subject}."
    if one.trigger.when:
        yield f"- Only if: {asked(one.trigger.when)}."
    if one.conditions:
        yield f"- Conditions: {asked(one.conditions)}."
    yield f"- Left when: {code_list(one.exits) or 'it is over'}{replacing(one)}."
    yield f"- Channels: {', '.join(one.channels)}{for_companies(one)}."
    if one.settings:
        yield f"- The owner chooses: {', '.join(chosen(one))}."
    yield f"- Variables: {code_list(sorted(variables(one)))}."
    yield f"- Success: {one.success.en}."


def replacing(one: Definition) -> str:
    rule = one.replaces
    if rule.scope == "none":
        return ""
    within = f" within {rule.days} days" if rule.days else ""
    return f"; newer messages about the same {rule.scope}{within} replace waiting ones (`{rule.code}`)"


def for_companies(one: Definition) -> str:
    return f"; companies: {', '.join(one.channels_b2b)}" if one.channels_b2b else ""


def chosen(one: Definition) -> Iterator[str]:
    for setting in one.settings:
        default = "" if setting.default is None else f", {plain(setting.default)}"
        yield f"`{setting.path}` ({setting.label.en}{', required' if setting.required else default})"


def plain(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def asked(conditions: tuple[Condition, ...]) -> str:
    return "; ".join(f"`{one.source}`{only(one)}, else «{words(code_of(one))}»" for one in conditions)


def only(one: Condition) -> str:
    return f" (before {one.only})" if one.only == "sending" else f" (at {one.only})" if one.only else ""


def words(code: str) -> str:
    return REASONS[code][1] if code in REASONS else reason_of(code).wording("en")


def steps(one: Definition) -> Iterator[str]:
    yield from ("", "| step | due | useful until | companies | only if |", "|---|---|---|---|---|")
    for step in one.steps:
        if isinstance(step, BranchStep):
            cases = "; ".join(f"{asked_plainly(case.when)} → `{case.next}`" for case in step.cases)
            yield f"| `{step.id}` (branch) | `{step.due.source}` | | | {cases}; else `{step.otherwise}` |"
        elif isinstance(step, TaskStep):
            cells = (f"`{step.id}` (task: {step.kind})", *window(step.window), "", only_if(step))
            yield f"| {' | '.join(cells)} |"
        else:
            cells = (f"`{step.id}`", *window(step.window), companies(step), only_if(step))
            yield f"| {' | '.join(cells)} |"


def asked_plainly(conditions: tuple[Condition, ...]) -> str:
    return " and ".join(f"`{one.source}`" for one in conditions)


def window(found: Window) -> tuple[str, str]:
    return f"`{found.due.source}`", " or ".join(f"`{one.source}`" for one in found.expires)


def companies(step: MessageStep) -> str:
    if step.window_b2b is None:
        return ""
    due, until = window(step.window_b2b)
    return f"until {until}" if step.window_b2b.due == step.window.due else f"{due} until {until}"


def only_if(step: MessageStep | TaskStep) -> str:
    on = f"after {code_list(step.on)}" if step.on else ""
    return "; ".join(filter(None, (on, asked(step.when))))


def code_list(names: Iterator[str] | tuple[str, ...] | list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def variables(one: Definition) -> set[str]:
    texts = [text for step in one.messages for each in step.variants for text in (each.b2c, each.b2b)]
    return {path for text in texts for path in variables_of(text)}


if __name__ == "__main__":
    sys.stdout.write(page())
