"""Knowledge: what the articles answer is answered from the right one, what they do not is refused."""

from collections.abc import Iterable

from tests.assistant.scoring.rows import Row, Score, by_language, has_any, paired, share_of


def score_questions(expected: Iterable[Row], got: Iterable[Row]) -> Score:
    pairs = paired(expected, got)
    answerable = [pair for pair in pairs if not pair[0]["expect"]["refused"]]
    unanswerable = [pair for pair in pairs if pair[0]["expect"]["refused"]]
    figures = {
        "answerable": len(answerable),
        "answered right": share_of(right(row, out) for row, out in answerable),
        "right article": share_of(right_article(row, out) for row, out in answerable),
        "refused though answerable": share_of(refused(out) for _, out in answerable) if answerable else 0.0,
        "unanswerable": len(unanswerable),
        "unanswerable refused": share_of(refused(out) for _, out in unanswerable),
        **by_language("right", [(row, right(row, out)) for row, out in pairs]),
    }
    return Score(figures, [told(row, out) for row, out in pairs if not right(row, out)])


def refused(out: Row) -> bool:
    return bool(out.get("refused")) and not out.get("cites")


def right_article(row: Row, out: Row) -> bool:
    return not refused(out) and set(row["expect"].get("cites", [])) <= set(out.get("cites") or [])


def right(row: Row, out: Row) -> bool:
    expect = row["expect"]
    if expect["refused"]:
        return refused(out)
    words = expect.get("must_include", [])
    return right_article(row, out) and all(has_any(out.get("answer"), each) for each in words)


def told(row: Row, out: Row) -> str:
    return f"{row['id']}: {row['question']} | want {row['expect']} | got {out.get('cites')} {out.get('answer')!r}"
