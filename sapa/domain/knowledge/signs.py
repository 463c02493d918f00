"""What speaks for and against that sentences of an article answer a question, as numbers near 0..1."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from sapa.domain.knowledge.asking import Asked
from sapa.domain.knowledge.grouping import VERB, Group
from sapa.domain.knowledge.index import Index, Ready, Told
from sapa.domain.knowledge.kinship import Near
from sapa.domain.knowledge.measures import holds
from sapa.domain.knowledge.terms import keys_of, terms_of
from sapa.domain.understanding.stemming import stem

LEAST, MOST_OF_WORD = 0.35, 0.65
PIECES = re.compile(r"[,;:()](?!\d)| dan | sedangkan | tapi | tetapi | and ")
CLAUSES = re.compile(r"[,.?!;](?!\d)| soalnya | karena | terus ")
NUMBER = re.compile(r"(?<![a-z])\d+(?:[.,]\d+)*")
CODE = re.compile(r"\b[a-z]{1,4}-?\d{1,4}\b")
ASKS = frozenset((
    "berapa", "apa", "bagaimana", "kapan", "mana", "siapa", "bisa", "boleh", "ada",
    "how", "what", "can", "which", "when", "where", "is", "do", "does",
))  # fmt: skip
FAR = 9
LONG = 30
LONGEST_SAID = 40
MANY = 4.0
SOME = 3.0
OF_RANK = 18.0
NEITHER = 0.5
KINDS = ("clock", "number", "share")
COMMON_KINDS = frozenset(["duration", "money", "fee", "number", "clock", "share", "date", "payer"])


@dataclass(frozen=True, slots=True)
class Kin:
    """How near the article lies to the question, how near silence does, and the other articles looked at."""

    near: Near
    silence: float
    others: tuple[float, ...]


@dataclass(frozen=True)
class Sight:
    """A question beside the sentences `chosen` of one article; `rank`: of the article in the search, `first`: the best
    of it; `heavy`: what each group weighs in this index."""

    part: Asked
    ready: Ready
    chosen: Sequence[int]
    index: Index
    rank: float
    first: bool
    heavy: dict[Group, float]
    kin: Kin

    @cached_property
    def told(self) -> frozenset[str]:
        return keys_told(self.ready, self.chosen)

    @cached_property
    def sentences(self) -> tuple[Told, ...]:
        return tuple(self.ready.sentences[place] for place in self.chosen)

    @cached_property
    def held(self) -> frozenset[Group]:
        """Groups that the sentences tell of."""
        return frozenset(one for one in self.part.groups if self.holds(one))

    def holds(self, group: Group) -> bool:
        names = group.above if group.named else frozenset()
        told = group.is_in(self.told) or not names.isdisjoint(self.told)
        return told or stands_for(group, self.ready, self.chosen, self.part)


def signs_of(sight: Sight) -> dict[str, float]:
    """The same names in the same order for every sight."""
    return {
        **of_words(sight),
        **of_what_is_missing(sight),
        **of_clauses(sight),
        **of_figures(sight),
        **of_kin(sight.kin),
        **of_place(sight),
        **of_kinds(sight),
    }


def words_of(sight: Sight) -> frozenset[str]:
    """What is said in the question, and the meanings that the sentences tell of or do not: some of them tell much."""
    said = {f"said {word}" for word in sight.part.plain.split()[:LONGEST_SAID]}
    meant = {
        f"{'told' if group in sight.held else 'untold'} {one}"
        for group in sight.part.groups
        for one in meanings_of(group)
    }
    return frozenset(said | meant)


def meanings_of(group: Group) -> set[str]:
    """Of our own tables, or the word itself."""
    meant = {key for term in terms_of(group.word) for key in term.keys if key[0] == "=" and len(key) > 1}
    return meant or {group.word}


def of_words(sight: Sight) -> dict[str, float]:
    """How much of the question is told of, together and by the best sentence alone."""
    part, ready = sight.part, sight.ready
    beyond = [group for group in part.weighty if not group.keys & ready.title]
    told = sum(weighs(group) for group in sight.held)
    return {
        "best": max(
            share(part.groups, keyed(one.keys | one.about | ready.title), sight.heavy.__getitem__)
            for one in sight.sentences
        ),
        "best_alone": max(share(part.groups, keyed(one.keys | one.about)) for one in ready.sentences),
        "beyond_title": share(beyond, sight.holds, sight.heavy.__getitem__) if beyond else 1.0,
        "told": min(told, MANY) / MANY,
        "rarest": max((group.rare for group in part.groups if group.keys & sight.told), default=0.0),
        "titled": float(any(group.keys & ready.title for group in part.weighty)),
    }


def of_what_is_missing(sight: Sight) -> dict[str, float]:
    part = sight.part
    untold = [group for group in part.groups if group not in sight.held]
    last = part.weighty[-1] if part.weighty else None
    nearest = nearest_asked(part)
    return {
        "in_other_articles": share(
            part.groups, lambda one: one in untold and bool(one.keys) and not one.keys & sight.ready.keys
        ),
        "known_but_nowhere": min(sum(not one.keys and not one.strange for one in untold), SOME) / SOME,
        "last_unknown": float(last is not None and not last.keys),
        "last_is_deed": float(last is not None and bool(VERB.match(last.word))),
        "attribute_untold": float(any(group.attribute for group in untold)),
        "either_untold": float(any(group.either for group in untold)),
        "asked_told": NEITHER if nearest is None else float(nearest in sight.held),
        "asked_unknown": float(nearest is not None and not nearest.keys),
    }


def of_clauses(sight: Sight) -> dict[str, float]:
    """What is asked mostly stands in one clause, often the last, behind a story that no article tells of."""
    clauses = [one for one in CLAUSES.split(sight.part.plain) if len(one.split()) > 1] or [sight.part.plain]
    told = [told_of(one, sight) for one in clauses]
    best = max(told)
    return {
        "last_share": told[-1][0],
        "last_told": told[-1][1],
        "best_clause": best[0],
        "best_clause_told": best[1],
        "clauses": min(len(clauses), MANY) / MANY,
    }


def told_of(clause: str, sight: Sight) -> tuple[float, float]:
    """Of the weight of the groups in a clause the part that is told of, and how much that is."""
    words = clause.split()
    groups = [group for group in sight.part.groups if group.word.split()[0] in words]
    whole = sum(sight.heavy[group] for group in groups)
    told = sum(sight.heavy[group] for group in groups if group in sight.held)
    return (told / whole if whole else NEITHER, min(told, SOME) / SOME)


def of_figures(sight: Sight) -> dict[str, float]:
    """Numbers, and names such as «V7», that the sentences hold or do not."""
    plain = " ".join((sight.ready.article.title.lower(), *(one.plain for one in sight.sentences)))
    numbers, codes = (set(found.findall(sight.part.plain)) for found in (NUMBER, CODE))
    known, named = set(NUMBER.findall(plain)), set(CODE.findall(plain))
    return {
        "number_told": float(bool(numbers & known)),
        "number_untold": float(bool(numbers - known)),
        "code_told": float(bool(codes & named)),
        "code_untold": float(bool(codes - named)),
    }


def of_kin(kin: Kin) -> dict[str, float]:
    return {
        "kin_shared": kin.near.shared,
        "kin_meant": kin.near.meant,
        "kin_silence": kin.silence,
        "kin_lead": kin.near.whole - max(kin.others, default=0.0),
        "kin_place": 1 / (1 + sum(other > kin.near.whole for other in kin.others)),
    }


def of_place(sight: Sight) -> dict[str, float]:
    part = sight.part
    return {
        "rank": sight.rank * OF_RANK,
        "first": float(sight.first),
        "lists": float(part.lists),
        "named": float(any(group.named for group in part.groups)),
        "wanted": float(bool(part.wanted)),
        "length": min(len(part.plain.split()), LONG) / LONG,
    }


def of_kinds(sight: Sight) -> dict[str, float]:
    """Where a kind of detail is asked for, the words are weighed anew and beside the detail itself."""
    part, ready = sight.part, sight.ready
    all_of_kind = [one for one in sight.sentences if all(holds(one.plain, kind) for kind in part.kinds)]
    of_kind = [one for one in sight.sentences if any(holds(one.plain, kind) for kind in part.kinds)]
    others = [group for group in part.weighty if group.kind not in part.kinds]
    pieces = [
        keys_of(terms_of(piece))
        for one in sight.sentences
        for piece in PIECES.split(one.plain)
        if piece.strip()
    ]
    untold = sum(weighs(group) for group in part.groups if group not in sight.held)
    untitled = [group for group in part.groups if not group.keys & ready.title]
    signs = {
        "detail_alone": best_share(part.groups, (one.keys | one.about for one in all_of_kind)),
        "detail": best_share(part.groups, (one.keys | one.about | ready.title for one in of_kind)),
        "detail_others": best_share(others, (one.keys | one.about for one in of_kind)) if others else NEITHER,
        "detail_piece": best_share(part.groups, (keys | ready.title for keys in pieces)),
        "detail_best_alone": best_share(part.groups, (one.keys | one.about for one in ready.sentences)),
        "detail_beyond_title": share(untitled, sight.holds) if untitled else 0.0,
        "detail_told": share(part.groups, sight.holds),
        "detail_untold": min(untold, MANY) / MANY,
        "detail_near": share(part.groups, sight.holds, lambda one: weighs(one) / (1 + away(one, part))),
    }
    signs["detail_of_another"] = float(names_another(sight))
    asked = {f"asks_{kind}": float(kind in part.kinds) for kind in KINDS}
    rest = {"asks_other": float(bool(part.kinds - COMMON_KINDS))}
    return {**{name: value if part.kinds else 0.0 for name, value in signs.items()}, **asked, **rest}


def names_another(sight: Sight) -> bool:
    """«ke Singapura berapa hari» where sentences tell of other places, or of other couriers."""
    untold = any(group.named and group not in sight.held for group in sight.part.groups)
    return untold and any(key[0] in "@#" for key in sight.told if len(key) > 1)


def weighs(group: Group) -> float:
    return LEAST + MOST_OF_WORD * min(group.weight, 1.0)


def share(
    groups: Sequence[Group], holds_it: Callable[[Group], bool], heavy: Callable[[Group], float] = weighs
) -> float:
    """Of the weight of the groups, that of those which hold."""
    whole = sum(heavy(group) for group in groups)
    return sum(heavy(group) for group in groups if holds_it(group)) / whole if whole else 1.0


def best_share(groups: Sequence[Group], keys: Iterable[frozenset[str]]) -> float:
    return max((share(groups, keyed(one)) for one in keys), default=0.0)


def keyed(keys: frozenset[str]) -> Callable[[Group], bool]:
    return lambda group: group.is_in(keys)


def nearest_asked(part: Asked) -> Group | None:
    """The group next to a word of asking, mostly what is asked for."""
    if not part.groups or not ASKS.intersection(part.plain.split()):
        return None
    return min(part.groups, key=lambda group: away(group, part))


def away(group: Group, part: Asked) -> int:
    """Words between a group and the nearest word of asking."""
    words = part.plain.split()
    first = group.word.split()[0]
    here = [at for at, word in enumerate(words) if word == first or stem(word) == stem(first)]
    asking = [at for at, word in enumerate(words) if word in ASKS]
    return min((abs(one - other) for one in here for other in asking), default=FAR)


def keys_told(ready: Ready, chosen: Sequence[int]) -> frozenset[str]:
    return ready.title.union(*(ready.sentences[at].keys | ready.sentences[at].about for at in chosen))


def stands_for(group: Group, ready: Ready, chosen: Sequence[int], part: Asked) -> bool:
    """«alamat» is answered by a street, also where the word is not said."""
    kind = "payer" if group.kind in ("fee", "payer") and "payer" in part.kinds else group.kind
    asked = kind in part.kinds or (bool(kind) and not group.keys)
    return asked and any(holds(ready.sentences[at].plain, kind) for at in chosen)
