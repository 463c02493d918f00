"""Which team a conversation goes to, and whose turn it is there."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from sapa.domain.assigning import Crew, Person, Waiting, give

ANI, BUDI, EKO = 1, 2, 3
TEAM = Crew(id=1, way="round_robin", people=(Person(ANI), Person(BUDI), Person(EKO)))


def given_to(crews: list[Crew], *waiting: Waiting) -> list[int | None]:
    return [one.person_id for one in give(waiting, crews)]


def test_turns_go_round_and_begin_after_the_last_one() -> None:
    four = [Waiting(n) for n in range(4)]
    assert given_to([TEAM], *four) == [ANI, BUDI, EKO, ANI]
    assert given_to([replace(TEAM, last=BUDI)], *four) == [EKO, ANI, BUDI, EKO]


def test_the_least_busy_is_asked_first_and_each_one_counts() -> None:
    people = (Person(ANI, 3), Person(BUDI, 1), Person(EKO, 2))
    crew = replace(TEAM, way="least_busy", people=people)
    assert given_to([crew], *[Waiting(n) for n in range(4)]) == [BUDI, EKO, BUDI, EKO]


def test_whoever_has_enough_gets_nothing_more() -> None:
    crew = replace(TEAM, people=(Person(ANI, 5, most=5), Person(BUDI, 0, most=1)))
    assert given_to([crew], Waiting(1), Waiting(2)) == [BUDI, None]


def test_who_knows_the_topic_comes_first_and_without_them_anybody() -> None:
    crew = replace(TEAM, people=(Person(ANI), Person(BUDI, skills=frozenset({"payment"}))))
    paying = Waiting(1, topics=frozenset({"payment"}))
    assert given_to([crew], paying, Waiting(2, topics=frozenset({"return"}))) == [BUDI, ANI]


def test_a_team_that_works_by_hand_owns_and_gives_to_nobody() -> None:
    assert [(one.team_id, one.person_id) for one in give([Waiting(7)], [replace(TEAM, way="by_hand")])] == [
        (1, None)
    ]


def test_topics_choose_the_team_and_what_fits_none_stays() -> None:
    returns = Crew(id=2, way="round_robin", topics=frozenset({"return"}), people=(Person(EKO),))
    back, other = Waiting(1, topics=frozenset({"return"})), Waiting(2)
    assert [one.team_id for one in give([back, other], [TEAM, returns])] == [2, 1]
    assert [one.conversation_id for one in give([back, other], [returns])] == [1]


def test_good_customers_have_their_team_and_others_do_not_take_it() -> None:
    best = Crew(id=3, way="round_robin", takes_vip=True, people=(Person(EKO),))
    dewi, made = Waiting(1, is_vip=True), Waiting(2)
    assert [one.team_id for one in give([dewi, made], [TEAM, best])] == [3, 1]


def test_what_belongs_to_a_team_stays_there() -> None:
    other = Crew(id=9, way="round_robin", topics=frozenset({"return"}), people=(Person(EKO),))
    assert [one.team_id for one in give([Waiting(1, team_id=9)], [TEAM, other])] == [9]


@settings(max_examples=60)
@given(
    st.lists(st.integers(1, 6), unique=True, min_size=1),
    st.integers(0, 20),
    st.sampled_from(["round_robin", "least_busy"]),
)
def test_work_is_shared_evenly_and_always_the_same_way(people: list[int], count: int, way: str) -> None:
    crew = replace(TEAM, way=way, people=tuple(Person(one) for one in people))
    waiting = [Waiting(n) for n in range(count)]
    found = given_to([crew], *waiting)
    shares = [found.count(one) for one in people]
    assert max(shares) - min(shares) <= 1
    assert found == given_to([crew], *waiting)
