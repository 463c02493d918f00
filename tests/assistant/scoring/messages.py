"""Understanding: intent, slots, handling, escalation."""

from collections.abc import Iterable, Mapping, Sequence

from tests.assistant.scoring.rows import Row, Score, by_language, paired, share, share_of
from tests.assistant.scoring.slots import FIRM, Tally, tallies, together

Pair = tuple[Row, Row]
COVERAGE = 0.6
NEVER_MISSED = ("human_request", "safety")


def score_messages(expected: Iterable[Row], got: Iterable[Row]) -> Score:
    pairs = paired(expected, got)
    figures = {
        "messages": len(pairs),
        "unanswered": sum(not out for _, out in pairs),
        "intent lenient": share_of(lenient(pair) for pair in pairs),
        "intent strict": share_of(strict(pair) for pair in pairs),
        "intents exact as a set": share_of(same_intents(pair) for pair in pairs),
        "accuracy at 60% coverage": confident_accuracy(pairs),
        "handling": share_of(right_key(pair, "handling") for pair in pairs),
        **slot_figures(pairs),
        **escalation_figures(pairs),
        **by_language("intent lenient", [(row, lenient((row, out))) for row, out in pairs]),
        **by_intent(pairs),
    }
    return Score(figures, [line for pair in pairs for line in failures_of(pair)])


def lenient(pair: Pair) -> bool:
    row, out = pair
    expect = row["expect"]
    return out.get("intent") in {expect["intent"], *expect.get("intents", [])}


def strict(pair: Pair) -> bool:
    return bool(pair[1].get("intent") == pair[0]["expect"]["intent"])


def same_intents(pair: Pair) -> bool:
    row, out = pair
    return set(row["expect"].get("intents", [row["expect"]["intent"]])) == set(out.get("intents", []))


def right_key(pair: Pair, key: str) -> bool:
    row, out = pair
    return key not in row["expect"] or row["expect"][key] == out.get(key)


def confident_accuracy(pairs: Sequence[Pair], coverage: float = COVERAGE) -> float:
    """Of the messages that the assistant is surest of, `coverage` of all, those with a right intent."""
    surest = sorted(pairs, key=lambda pair: -float(pair[1].get("confidence", 0)))
    return share_of(lenient(pair) for pair in surest[: round(len(pairs) * coverage)])


def slot_figures(pairs: Sequence[Pair]) -> dict[str, float]:
    judged = [
        (row["expect"]["slots"], out.get("slots") or {}) for row, out in pairs if "slots" in row["expect"]
    ]
    exact = [tallies(said, found) for said, found in judged]
    loose = [tallies(said, found, lenient=True) for said, found in judged]
    return {
        "slots micro-F1": whole(exact).f1,
        "slots micro-F1, half of the words": whole(loose).f1,
        "slots ids and amounts F1": whole(exact, FIRM).f1,
        "slots judged": whole(exact).weight,
        "ids and amounts judged": whole(exact, FIRM).weight,
        **{f"slot {name} ({count_of(exact, name)})": whole(exact, (name,)).f1 for name in names_of(exact)},
    }


def whole(parts: Sequence[Mapping[str, Tally]], names: Sequence[str] = ()) -> Tally:
    return together(each for part in parts for name, each in part.items() if not names or name in names)


def names_of(parts: Sequence[Mapping[str, Tally]]) -> list[str]:
    return sorted({name for part in parts for name in part})


def count_of(parts: Sequence[Mapping[str, Tally]], name: str) -> str:
    one = whole(parts, (name,))
    return f"{one.right} right, {one.wrong} wrong, {one.missed} missed"


def escalation_figures(pairs: Sequence[Pair]) -> dict[str, float]:
    judged = [pair for pair in pairs if "should_escalate" in pair[0]["expect"]]
    due = [pair for pair in judged if pair[0]["expect"]["should_escalate"]]
    done = [pair for pair in judged if pair[1].get("should_escalate")]
    both = [pair for pair in due if pair[1].get("should_escalate")]
    firm = [pair for pair in due if pair[0]["expect"].get("escalation_reason") in NEVER_MISSED]
    return {
        "escalations due": len(due),
        "escalations done": len(done),
        "human and safety due": len(firm),
        "escalation recall": share(len(both), len(due)),
        "escalation precision": share(len(both), len(done)),
        "escalation reason right": share_of(right_key(pair, "escalation_reason") for pair in both),
        **{
            f"escalated {reason} ({len(of)})": share_of(bool(out.get("should_escalate")) for _, out in of)
            for reason, of in by_reason(due).items()
        },
        "never missed: human and safety": share_of(bool(out.get("should_escalate")) for _, out in firm),
    }


def by_reason(due: Sequence[Pair]) -> dict[str, list[Pair]]:
    found: dict[str, list[Pair]] = {}
    for pair in due:
        found.setdefault(str(pair[0]["expect"].get("escalation_reason")), []).append(pair)
    return dict(sorted(found.items()))


def by_intent(pairs: Sequence[Pair]) -> dict[str, float]:
    found: dict[str, list[bool]] = {}
    for pair in pairs:
        found.setdefault(pair[0]["expect"]["intent"], []).append(lenient(pair))
    return {f"intent {name} ({len(flags)})": share_of(flags) for name, flags in sorted(found.items())}


def failures_of(pair: Pair) -> list[str]:
    row, out = pair
    expect = row["expect"]
    keys = ["handling", "should_escalate", "escalation_reason"]
    wrong = [f"intent {out.get('intent')} for {expect.get('intents')}"] if not lenient(pair) else []
    wrong += [f"{key} {out.get(key)} for {expect[key]}" for key in keys if not right_key(pair, key)]
    wrong += [
        f"slot {name} {(out.get('slots') or {}).get(name)!r} for {expect['slots'].get(name)!r}"
        for name, each in tallies(expect.get("slots", {}), out.get("slots") or {}).items()
        if "slots" in expect and (each.wrong or each.missed)
    ]
    return [f"{row['id']}: {'; '.join(wrong)} | {row.get('text')}"] if wrong else []
