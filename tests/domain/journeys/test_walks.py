"""Any journey, whatever happens to its messages: nothing twice, nothing without a window, and an end."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from sapa.domain.journeys.advancing import advance
from sapa.domain.journeys.checking import refusals_of
from sapa.domain.journeys.definition import (
    END,
    BranchStep,
    Case,
    Definition,
    MessageStep,
    Step,
    TaskStep,
    Texts,
    Window,
    Words,
)
from sapa.domain.journeys.facts import KnownFollowUp
from sapa.domain.journeys.grammar import parse_condition, parse_moment
from sapa.domain.journeys.scene import Reply, Scene
from tests.domain.journeys.cast import going_on, journey, scene, sent

NAME, TEXT = Words("x", "x"), Texts("Halo ya.", "Halo ya.")
DUES = ("trigger + 4h", "trigger + 2d at 09:00", "previous + 1d", "previous + 3d", "order.paid_at + 1d")
ASKED = ("reply.given is yes", "previous.sent is yes", "order.is_paid is yes", "trigger.attempt = 1")
SLOW = timedelta(hours=7)


@st.composite
def steps(draw: st.DrawFn) -> tuple[Step, ...]:
    """Up to seven steps that only lead forward, as accepted journeys do."""
    ids = [f"s{number}" for number in range(draw(st.integers(1, 7)))]
    return tuple(draw(step(name, [*ids[place + 1 :], END])) for place, name in enumerate(ids))


@st.composite
def step(draw: st.DrawFn, name: str, later: list[str]) -> Step:
    due = parse_moment(draw(st.sampled_from(DUES)))
    window, following = Window(due, (parse_moment("due + 5d"),)), draw(st.sampled_from(["", *later]))
    asked = tuple(parse_condition(one, "number") for one in draw(st.sets(st.sampled_from(ASKED), max_size=1)))
    kind = draw(st.sampled_from(["message", "message", "branch", "task"]))
    if kind == "branch":
        case = Case((parse_condition(draw(st.sampled_from(ASKED)), "number"),), draw(st.sampled_from(later)))
        return BranchStep(name, NAME, due, (case,), following)
    if kind == "task":
        return TaskStep(name, NAME, window, "call", TEXT, when=asked, next=following)
    return MessageStep(name, NAME, window, (TEXT,), when=asked, next=following)


def of_steps(found: tuple[Step, ...]) -> Definition:
    return replace(journey(), steps=found)


class Story:
    """A run over weeks: walks, messages that end somehow, replies that come."""

    def __init__(self, definition: Definition) -> None:
        self.definition, self.scene = definition, scene()
        self.rows: dict[str, KnownFollowUp] = {}
        self.tasks: list[str] = []
        self.ended = ""

    def walk(self) -> None:
        found = advance(self.definition, self.scene)
        for one in found.planned:
            assert one.key not in self.rows
            assert max(one.due_at, self.scene.now) < one.expires_at
            self.rows[one.key] = sent(one, None, "waiting")
        self.tasks += [one.key for one in found.tasks]
        assert found.position == END or self.definition.step(found.position)
        assert found.wake_at is None or found.wake_at > self.scene.now
        self.ended = found.ended
        self.keep(going_on(found, self.scene, self.scene.now, *self.rows.values()))

    def keep(self, later: Scene) -> None:
        self.scene = later

    def live(self, state: str, *, replies: bool) -> None:
        """Seven hours pass; what is due ends in this state."""
        now = self.scene.now + SLOW
        due = [one for one in self.rows.values() if one.state == "waiting" and one.due_at <= now]
        self.rows |= {one.key: replace(one, state=state, finished_at=now) for one in due}
        run = self.scene.run
        assert run
        reply = Reply("1", now) if replies else run.reply
        person = replace(self.scene.person, follow_ups=tuple(self.rows.values()))
        self.keep(replace(self.scene, now=now, person=person, run=replace(run, reply=reply)))


@settings(max_examples=150, deadline=None)
@given(
    steps(),
    st.lists(st.tuples(st.sampled_from(["sent", "dropped", "rehearsed"]), st.booleans()), max_size=20),
)
def test_every_run_comes_to_an_end_and_sends_nothing_twice(
    found: tuple[Step, ...], happenings: list[tuple[str, bool]]
) -> None:
    story = Story(of_steps(found))
    story.walk()
    for state, replies in (*happenings, *[("sent", False)] * 130):
        if story.ended:
            break
        story.live(state, replies=replies)
        story.walk()
    assert story.ended == "completed"
    assert len(story.tasks) == len(set(story.tasks))


@given(steps())
def test_walking_again_at_the_same_instant_changes_nothing(found: tuple[Step, ...]) -> None:
    story = Story(of_steps(found))
    story.walk()
    before = (dict(story.rows), list(story.tasks))
    story.walk()
    assert (dict(story.rows), story.tasks) == before


@given(steps())
def test_steps_that_only_lead_forward_are_never_called_a_circle(found: tuple[Step, ...]) -> None:
    assert "cycle" not in {one.code for one in refusals_of(of_steps(found), None)}
