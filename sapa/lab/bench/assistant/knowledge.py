"""An index of articles: how long it takes to make, to make again after one article changed, and to be asked.

The articles are no text: words as often as our own utterances have them, in sentences of a dozen.
"""

import gc
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator
from time import perf_counter
from typing import Any

from sapa.domain.knowledge.answering import answer
from sapa.domain.knowledge.index import Index, made_ready
from sapa.domain.knowledge.types import Article
from sapa.domain.understanding.examples import examples
from sapa.domain.understanding.normalising import normalise, words_of
from sapa.lab.bench.assistant.understanding import messages, spread
from sapa.lab.bench.meter import resident_mb

WORDS, SENTENCES = 12, 18  # of a sentence, of an article: two passages
ASKED, WARM = 200, 5


def main() -> None:
    """Prints one JSON object."""
    print(json.dumps(measured(int(sys.argv[1]))), flush=True)


def measured(passages: int, seed: int = 1) -> dict[str, Any]:
    """Milliseconds and megabytes of resident memory."""
    articles = list(written(passages, seed))
    asked = [one.text for one in messages(ASKED + WARM, seed)]
    answer(asked[0], Index.of([Article("a", "Retur", "Barang bisa ditukar.")]))  # what is loaded once
    made_ready.cache_clear()
    gc.collect()
    before, begun = resident_mb(), perf_counter()
    index = Index.of(articles)
    built = perf_counter() - begun
    gc.collect()
    size, begun = resident_mb() - before, perf_counter()
    index = Index.of([Article("lain", "Lain", articles[0].text), *articles[1:]])
    again = perf_counter() - begun
    return {
        "passages": len(index.passages),
        "articles": len(articles),
        "build_ms": round(built * 1000),
        "again_ms": round(again * 1000),
        "size_mb": round(size, 1),
        **spread(sorted(list(timed(index, asked))[WARM:])),
    }


def timed(index: Index, asked: list[str]) -> Iterator[float]:
    for one in asked:
        begun = perf_counter()
        answer(one, index)
        yield perf_counter() - begun


def written(passages: int, seed: int) -> Iterator[Article]:
    """Two passages each."""
    dice = random.Random(seed)
    often = Counter(word for one in examples() for word in words_of(normalise(one.text)))
    words, weights = list(often), list(often.values())
    for number in range(-(-passages // 2)):
        lines = [" ".join(dice.choices(words, weights, k=WORDS)).capitalize() for _ in range(SENTENCES)]
        yield Article(f"a{number}", " ".join(dice.choices(words, weights, k=4)), ". ".join(lines) + ".")


if __name__ == "__main__":
    main()
