"""The sentences of the articles that answer a question, or that they do not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sapa.domain.knowledge.asking import Asked, asked
from sapa.domain.knowledge.clauses import asks, clauses
from sapa.domain.knowledge.grouping import LIGHT, Group
from sapa.domain.knowledge.index import Index, Ready, Told
from sapa.domain.knowledge.judging import ENOUGH, shipped_judge
from sapa.domain.knowledge.kinship import Kinship, shipped_kinship, telling
from sapa.domain.knowledge.measures import holds
from sapa.domain.knowledge.signs import Kin, Sight, keys_told, signs_of, stands_for, words_of
from sapa.domain.knowledge.silence import is_of_another
from sapa.domain.knowledge.terms import grams, is_english, keys_of, terms_of
from sapa.domain.knowledge.types import Answer

ARTICLES_LOOKED_AT = 12
LONGEST = 480
MOST_SENTENCES = 4
BY_TITLE = 0.7
BY_ARTICLE = 0.35
TITLE_TOO = 0.3
BY_REST = 0.5
BY_KIND_OF = 0.6
TELLING = 2.0
COMMON_PART = 0.4
OF_KIND = 1.2
BY_LIST = 0.6
UNKNOWN = 1.0
STRANGE = 1.2
UNKNOWN_LIGHT = 0.5
BY_RANK = 18.0
BY_KIN = 3.0


@dataclass(frozen=True, slots=True)
class Window:
    """Sentences of one article that are nearest to a part. `coverage`: 0..1; `signs` and `words`: by which it is
    judged whether they answer it; `of_another`: that they plainly do not."""

    ready: Ready
    chosen: tuple[int, ...]
    coverage: float
    score: float
    signs: Mapping[str, float]
    words: frozenset[str]
    of_another: bool

    @property
    def text(self) -> str:
        return " ".join(self.ready.sentences[place].text for place in self.chosen)


def answer(question: str, index: Index) -> Answer:
    """The best sentences of at most two articles; refused when the articles do not hold what is asked."""
    windows = [
        window for part in parts_of(question, index) if (window := nearest_window(part, index)) is not None
    ]
    if not windows:
        return Answer(None, why="nothing_like_it")
    if not answers(windows[0]):
        return Answer(None, coverage=round(windows[0].coverage, 3), why="not_told")
    return joined([window for window in windows if answers(window)])


def answers(window: Window) -> bool:
    return not window.of_another and shipped_judge().chance(window.signs, window.words) >= ENOUGH


def joined(windows: Sequence[Window]) -> Answer:
    """One text of what the parts were answered with, each sentence once, the articles in the order of the parts."""
    by_article: dict[str, Window] = {}
    chosen: dict[str, set[int]] = {}
    for window in windows:
        one = window.ready.article.id
        if one in by_article or len(by_article) < 2:
            by_article.setdefault(one, window)
            chosen.setdefault(one, set()).update(window.chosen)
    texts = []
    for one, window in by_article.items():
        texts.append(" ".join(window.ready.sentences[place].text for place in sorted(chosen[one])))
    first = windows[0]
    return Answer(
        " ".join(texts),
        tuple(by_article),
        refused=False,
        coverage=round(min(window.coverage for window in windows), 3),
        title=first.ready.article.title,
    )


def parts_of(question: str, index: Index) -> list[Asked]:
    """The parts of a question that each ask for something with words of its own; else the whole."""
    told: list[list[str]] = []
    for text in clauses(question):
        if told and not (stands_alone(text, index) and stands_alone(", ".join(told[-1]), index)):
            told[-1].append(text)
        else:
            told.append([text])
    return [asked(", ".join(texts), index) for texts in told] if len(told) > 1 else [asked(question, index)]


def stands_alone(text: str, index: Index) -> bool:
    piece = asked(text, index)
    return bool(piece.weighty) and (bool(piece.kinds) or len(piece.weighty) > 1) and asks(text)


def nearest_window(part: Asked, index: Index, kinship: Kinship | None = None) -> Window | None:
    """Of the articles nearest to the question; whether it answers is judged afterwards, and no further one is tried.
    `kinship`: the shipped one."""
    kinship = kinship or shipped_kinship()
    ranks = nearest_articles(part, index)
    weights = {group: weight(group, index) for group in part.groups}
    question = kinship.question(telling(keys_of(terms_of(part.text))))
    nears = {number: kinship.nearest(question, index.ready[number]) for number, _rank in ranks}
    found = [
        (score_of(ready, part, weights) + BY_RANK * rank + BY_KIN * nears[number].whole, -place, number)
        for place, (number, rank) in enumerate(ranks)
        if (ready := index.ready[number]).sentences
    ]
    if not found:
        return None
    best, place, number = max(found)
    ready, rank = index.ready[number], ranks[-place][1]
    chosen = chosen_of(ready, part, weights)
    others = tuple(near.whole for other, near in nears.items() if other != number)
    kin = Kin(nears[number], kinship.silence(question), others)
    sight = Sight(part, ready, chosen, index, rank, place == 0, weights, kin)
    covered = coverage(ready, chosen, part, weights)
    return Window(ready, chosen, covered, best, signs_of(sight), words_of(sight), is_of_another(sight))


def nearest_articles(part: Asked, index: Index) -> list[tuple[int, float]]:
    """Numbers with their rank, best first; a phrase is looked for whole and word by word."""
    spelled = [] if is_english(part.text) else grams(term.word for term in terms_of(part.text))
    looked_for = [keys for group in part.groups for keys in (group.keys, *group.parts) if keys]
    return index.ranked(looked_for, spelled)[:ARTICLES_LOOKED_AT]


def score_of(ready: Ready, part: Asked, weights: dict[Group, float]) -> float:
    """Of its best sentence."""
    telling = telling_of(weights)
    return max(score(told, ready, part, telling) for told in ready.sentences)


def telling_of(weights: dict[Group, float]) -> dict[Group, float]:
    """Everyday words tell where in an article the answer stands."""
    return {group: heavy if group.weight > LIGHT else heavy * TELLING for group, heavy in weights.items()}


def chosen_of(ready: Ready, part: Asked, weights: dict[Group, float]) -> tuple[int, ...]:
    telling = telling_of(weights)
    scores = [score(told, ready, part, telling) for told in ready.sentences]
    return widened(ready, max(range(len(scores)), key=lambda place: (scores[place], -place)), telling)


def weight(group: Group, index: Index) -> float:
    if not group.keys:
        return group.weight * (
            UNKNOWN_LIGHT if group.weight <= LIGHT else STRANGE if group.strange else UNKNOWN
        )
    return group.weight * (COMMON_PART + (1 - COMMON_PART) * index.rarity(group.keys))


def score(told: Told, ready: Ready, part: Asked, weights: dict[Group, float]) -> float:
    total = 0.0
    for group, heavy in weights.items():
        if group.is_in(told.keys):
            total += heavy
        elif group.keys & (told.about | ready.title):
            total += heavy * BY_TITLE
        elif group.above & told.keys:
            total += heavy * BY_KIND_OF
        elif group.keys & ready.keys:
            total += heavy * BY_ARTICLE
        if group.keys & ready.title:
            total += heavy * TITLE_TOO
    if part.lists and told.plain.count(",") >= 2:
        total += BY_LIST
    return total + OF_KIND * sum(holds(told.plain, kind) for kind in part.kinds) / max(len(part.kinds), 1)


def widened(ready: Ready, best: int, weights: dict[Group, float]) -> tuple[int, ...]:
    """The best sentence, those that name what it does not, then its neighbours, as far as there is room."""
    chosen = [best]
    room = LONGEST - len(ready.sentences[best].text)
    gains = {place: gain(ready, chosen, place, weights, best) for place in range(len(ready.sentences))}
    for place in sorted(gains, key=lambda at: (-gains[at], at)):
        length = len(ready.sentences[place].text) + 1
        if place != best and gains[place] > 0 and length <= room and len(chosen) < MOST_SENTENCES:
            chosen.append(place)
            room -= length
    return tuple(sorted(chosen))


def gain(ready: Ready, chosen: Sequence[int], place: int, weights: dict[Group, float], best: int) -> float:
    seen = frozenset().union(*(ready.sentences[at].keys for at in chosen))
    told = ready.sentences[place]
    fresh = sum(heavy for group, heavy in weights.items() if group.keys & told.keys and not group.keys & seen)
    again = sum(heavy for group, heavy in weights.items() if group.keys & told.keys & seen)
    return fresh + 0.5 * again + {1: 0.3, -1: 0.15}.get(place - best, 0.0)


def coverage(ready: Ready, chosen: Sequence[int], part: Asked, weights: dict[Group, float]) -> float:
    """How much of the weight of the question the sentences, their headings and the title name."""
    told = keys_told(ready, chosen)
    whole = sum(weights.values())
    held = 0.0
    for group, heavy in weights.items():
        if group.keys & told or stands_for(group, ready, chosen, part):
            held += heavy
        elif group.above & told:
            held += heavy * BY_KIND_OF
        elif group.keys & ready.keys:
            held += heavy * BY_REST
    return held / whole if whole else 0.0
