"""What goes in and comes out: articles, and what they answer."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Article:
    """`text`: plain or Markdown, any length."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """`text`: sentences of the articles as they stand, None where `refused`.

    `cites`: articles that the sentences come from, at most two; `coverage`: 0..1, how much of what was asked they
    name; `title`: of the first article; `why`: a code of what was missing, for the trace.
    """

    text: str | None
    cites: tuple[str, ...] = ()
    refused: bool = True
    coverage: float = 0.0
    title: str = ""
    why: str = ""
