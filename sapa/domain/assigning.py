"""Whose a waiting conversation becomes: which team's, and whose turn it is there. Nothing here is left to chance."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

ROUND_ROBIN, LEAST_BUSY = "round_robin", "least_busy"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is there. `load`: open conversations they have now; `most`: as many as they take, None: any."""

    id: int
    load: int = 0
    most: int | None = None
    skills: frozenset[str] = frozenset()

    @property
    def has_room(self) -> bool:
        return self.most is None or self.load < self.most


@dataclass(frozen=True, slots=True)
class Crew:
    """A team with those of it who are there. `topics`: empty takes everything; `last`: whose turn it was."""

    id: int
    way: str
    topics: frozenset[str] = frozenset()
    takes_vip: bool = False
    last: int | None = None
    people: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class Waiting:
    """A conversation that nobody has. `team_id`: whose it is already, if anybody's."""

    id: int
    topics: frozenset[str] = frozenset()
    is_vip: bool = False
    team_id: int | None = None


@dataclass(frozen=True, slots=True)
class Given:
    conversation_id: int
    team_id: int
    person_id: int | None


def give(waiting: Iterable[Waiting], crews: Collection[Crew]) -> list[Given]:
    """In the order given; each one counts for the next. What fits no team is not among the answers."""
    now = {crew.id: crew for crew in crews}
    found = []
    for one in waiting:
        crew = _crew_for(one, now.values())
        if crew is None:
            continue
        person = _turn(crew, one.topics)
        found.append(Given(one.id, crew.id, person))
        if person is not None:
            now = {key: _counted(each, person) for key, each in now.items()}
            now[crew.id] = replace(now[crew.id], last=person)
    return found


def _crew_for(one: Waiting, crews: Iterable[Crew]) -> Crew | None:
    """The team it belongs to; else one for such customers, for such a topic, for everything, oldest first."""
    fitting = [crew for crew in crews if one.team_id in (None, crew.id) and _takes(crew, one)]
    return min(fitting, key=lambda crew: _distance(crew, one), default=None)


def _takes(crew: Crew, one: Waiting) -> bool:
    return one.team_id == crew.id or not crew.topics or bool(crew.topics & one.topics)


def _distance(crew: Crew, one: Waiting) -> tuple[bool, bool, int]:
    return crew.takes_vip != one.is_vip, not crew.topics & one.topics, crew.id


def _turn(crew: Crew, topics: frozenset[str]) -> int | None:
    """Those who know the topic before the others; a team that works by hand gives to nobody."""
    free = [person for person in crew.people if person.has_room]
    fit = [person for person in free if person.skills & topics] or free
    if crew.way not in (ROUND_ROBIN, LEAST_BUSY) or not fit:
        return None
    least = min(person.load for person in fit)
    turns = fit if crew.way == ROUND_ROBIN else [person for person in fit if person.load == least]
    ids = sorted(person.id for person in turns)
    return next((one for one in ids if crew.last is not None and one > crew.last), ids[0])


def _counted(crew: Crew, person_id: int) -> Crew:
    """Whoever is in two teams has one load."""
    people = (
        replace(person, load=person.load + 1) if person.id == person_id else person for person in crew.people
    )
    return replace(crew, people=tuple(people))
