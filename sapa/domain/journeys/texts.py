"""What is wrong with the texts of a journey: unknown variables, what WhatsApp refuses, promotions without a way out."""

import re
from collections.abc import Iterator
from functools import lru_cache

from sapa.domain.journeys.definition import Definition, MessageStep, TaskStep, Texts
from sapa.domain.journeys.problems import Problem, problem
from sapa.domain.journeys.registry import VARIABLES
from sapa.domain.templating import TemplateError, compile_whatsapp, variables_of

WAY_OUT = re.compile(
    r"\b(?:berhenti|stop|tidak (?:ingin|mau|berkenan)(?: lagi)? menerima|unsubscribe)\b", re.IGNORECASE
)
EDGES = ("leading_variable", "trailing_variable", "touching_variables", "name_clash")


def text_problems(definition: Definition) -> Iterator[Problem]:
    known = known_variables(definition)
    for step, where, one in texts_of(definition):
        for text in dict.fromkeys((one.b2c, one.b2b)):
            yield from problems_of_text(definition, step, text, one.line or step.line, where, known)


def texts_of(definition: Definition) -> Iterator[tuple[MessageStep | TaskStep, str, Texts]]:
    """Every wording with its step and its field."""
    for number, step in enumerate(definition.steps, start=1):
        if isinstance(step, TaskStep):
            yield step, f"steps.{number}.text", step.text
        elif isinstance(step, MessageStep):
            several = len(step.variants) > 1
            for place, one in enumerate(step.variants, start=1):
                yield step, f"steps.{number}.variants.{place}" if several else f"steps.{number}.text", one


def known_variables(definition: Definition) -> frozenset[str]:
    return frozenset(VARIABLES) | {setting.path for setting in definition.settings}


def problems_of_text(
    definition: Definition,
    step: MessageStep | TaskStep,
    text: str,
    line: int,
    where: str,
    known: frozenset[str],
) -> Iterator[Problem]:
    try:
        paths = variables_of(text)
    except TemplateError as error:
        yield problem(line, "text_syntax", where, what=error.subject)
        return
    except RecursionError:
        yield problem(line, "text_syntax", where, what="…")
        return
    for path in paths:
        if path not in known:
            yield problem(line, "unknown_variable", where, name=path)
    if isinstance(step, TaskStep):
        return
    if "whatsapp" in (*definition.channels, *definition.channels_b2b):
        yield from whatsapp_problems(text, line, where)
    if (step.klass or definition.klass) == "promo" and not WAY_OUT.search(text):
        yield problem(line, "no_way_out", where)


def whatsapp_problems(text: str, line: int, where: str) -> Iterator[Problem]:
    code, subject = whatsapp_refusal(text)
    if code in EDGES:
        yield problem(line, code, where, name=subject)
    elif code:
        yield problem(line, "text_logic", where)


@lru_cache(maxsize=1024)
def whatsapp_refusal(text: str) -> tuple[str, str]:
    try:
        compile_whatsapp(text)
    except TemplateError as error:
        return error.code, error.subject
    return "", ""
