"""One conversation with its clocks: what a message, an answer or a hand-off changes."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from sapa.inbox.models import Clock
from sapa.inbox.services.clocks import keeping
from sapa.inbox.services.clocks.answers import Answer, Said
from sapa.messaging.models import Conversation

AGENT = "agent"
FIRST, TURN, HANDOFF = Clock.Kind.FIRST, Clock.Kind.TURN, Clock.Kind.HANDOFF
RUNNING, PAUSED = Clock.State.RUNNING, Clock.State.PAUSED


class Talk:
    """`clocks` in order of their beginning; `told`: answers that stand, by our messages; `ends`: by the clocks."""

    __slots__ = ("changed", "clocks", "ends", "given", "row", "told")

    def __init__(
        self, row: Conversation, clocks: list[Clock], told: list[Answer], given: keeping.Book
    ) -> None:
        self.row, self.clocks, self.told, self.given = row, clocks, told, given
        self.ends = [Answer(one.met_at, one.met_by, None, on_phone=False) for one in clocks if one.met_at]
        self.changed: list[Clock] = []

    @property
    def due_at(self) -> datetime | None:
        return min((one.due_at for one in self.clocks if one.state == RUNNING and one.due_at), default=None)

    def hear(self, said: Said) -> None:
        self._turn(said)
        self._first(said)

    def answer(self, answer: Answer) -> None:
        self.ends.append(answer)
        for clock in self._active():
            if clock.started_at <= answer.at:
                self._end(clock, answer)

    def hand_off(self, at: datetime) -> None:
        first = self._only(FIRST)
        if first and first.state == PAUSED:
            keeping.resume(self._touch(first), at)
        begun = self._of(HANDOFF)
        if not any(one.state in keeping.ACTIVE or one.started_at == at for one in begun):
            self._begin(HANDOFF, at)

    def let_all_go(self, at: datetime) -> None:
        for clock in self._active():
            keeping.let_go(self._touch(clock), at)

    def take_up_again(self, let_go: Iterable[Clock]) -> None:
        """What runs by now of the same kind stands for it."""
        for clock in let_go:
            if not any(one.kind == clock.kind for one in self._active()):
                self.clocks.append(clock)
                keeping.revive(self._touch(clock))

    def reprioritise(self) -> None:
        for clock in self._active():
            keeping.retarget(self._touch(clock), self.given, self.row.priority)

    def take_back_answer(self) -> Clock | None:
        """The turn that waits again, if any. An answer that failed is not among those that stand."""
        newest = max((one.met_at for one in self.clocks if one.met_at), default=None)
        for clock in [one for one in self.clocks if newest and one.met_at == newest]:
            self._decide_again(clock)
        first = self._only(FIRST)
        if first and first.state == PAUSED and not any(one.at == first.paused_at for one in self.told):
            keeping.forget_pause(self._touch(first))
        return next((one for one in self._active() if one.kind == TURN), None)

    def _decide_again(self, clock: Clock) -> None:
        stands = (one for one in self.told if one.at >= clock.started_at and self._meets(clock, one))
        answer = next(stands, None)
        if answer:
            self._end(clock, answer)
            return
        for later in self._of(clock.kind):
            if later.state in keeping.ACTIVE:
                keeping.drop(self._touch(later))
        keeping.revive(self._touch(clock))

    def _turn(self, said: Said) -> None:
        """Consecutive messages are one turn, until the next answer (measurement.md 1, ART)."""
        answer = self._answer_to(said)
        turn = self._turn_until(answer)
        if turn is None:
            turn = self._begin(TURN, said.at)
            if answer:
                self._end(turn, answer)
        elif said.at < turn.started_at:
            keeping.move_start(self._touch(turn), said.at)

    def _turn_until(self, answer: Answer | None) -> Clock | None:
        """The turn that this answer ends; without one the turn that runs."""
        if answer is None:
            return next((one for one in self._of(TURN) if one.state in keeping.ACTIVE), None)
        around = (one for one in self._of(TURN) if one.started_at <= answer.at <= (one.met_at or answer.at))
        return next(around, None)

    def _first(self, said: Said) -> None:
        """It pauses while the assistant has answered and the customer has said nothing more."""
        first, answer = self._only(FIRST), self._answer_to(said)
        person = self._answer_to(said, of_person=True)
        if first is None:
            first = self._begin(FIRST, said.at)
            for one in filter(None, (answer, person)):
                self._end(first, one)
        elif said.at < first.started_at:
            keeping.move_start(self._touch(first), said.at)
            if person and (first.met_at is None or person.at < first.met_at):
                self._end(first, person)
        elif first.state == PAUSED and answer is None:
            keeping.resume(self._touch(first), said.at)

    def _answer_to(self, said: Said, *, of_person: bool = False) -> Answer | None:
        """The earliest one that whoever gave it could give to this message."""
        answers: Iterable[Answer] = (*self.told, *self.ends)
        covering = (one for one in answers if one.covers(said) and (one.by == AGENT or not of_person))
        return min(covering, key=lambda one: one.at, default=None)

    def _end(self, clock: Clock, answer: Answer) -> None:
        """Who writes unasked, after the assistant has answered, keeps nobody waiting: that is no first answer."""
        if clock.kind == FIRST and clock.state == PAUSED and answer.by == AGENT:
            keeping.drop(self._touch(clock))
        elif self._meets(clock, answer):
            clock.team_id = self.row.team_id
            keeping.meet(self._touch(clock), answer.at, answer.by, answer.author_id)
        elif clock.kind == FIRST and clock.state == RUNNING:
            keeping.pause(self._touch(clock), answer.at)

    def _meets(self, clock: Clock, answer: Answer) -> bool:
        """A machine's answer never counts as the first of a person (product.md rule 37)."""
        return answer.by == AGENT or clock.kind == TURN

    def _begin(self, kind: str, at: datetime) -> Clock:
        contact = self.row.contact.root or self.row.contact
        clock = keeping.begin(
            self.given,
            kind,
            at,
            segment=contact.segment,
            priority=self.row.priority,
            contact_id=self.row.contact_id,
            conversation_id=self.row.pk,
            team_id=self.row.team_id,
        )
        self.clocks.append(clock)
        return self._touch(clock)

    def _touch(self, clock: Clock) -> Clock:
        if not any(one is clock for one in self.changed):
            self.changed.append(clock)
        return clock

    def _of(self, kind: str) -> Iterator[Clock]:
        return (one for one in self.clocks if one.kind == kind)

    def _only(self, kind: str) -> Clock | None:
        return next((one for one in self._of(kind) if one.state != Clock.State.DROPPED), None)

    def _active(self) -> list[Clock]:
        return [one for one in self.clocks if one.state in keeping.ACTIVE]
