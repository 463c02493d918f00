"""The account as people read it."""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from sapa.domain.csvorders import sentence
from sapa.domain.formats import long_day, number, percent
from sapa.domain.policy import reason_of
from sapa.domain.recipes import LIBRARY
from sapa.lab.replay.account import Account
from sapa.lab.replay.words import WORDS

WIDTH = 46
FIGURE = 8


class Page:
    """Lines in one language."""

    def __init__(self, account: Account, language: str) -> None:
        self._account, self._language = account, language

    def lines(self) -> Iterator[str]:
        yield from self._head()
        yield from self._orders()
        yield from self._events()
        yield from self._follow_ups()
        yield from self._people()
        yield from self._must_be_nought()

    def word(self, key: str) -> str:
        return WORDS[key][0 if self._language == "id" else 1]

    def figure(self, label: str, value: int, depth: int = 0) -> str:
        indented = "  " * depth + label
        return f"{indented:<{WIDTH}}{number(value, self._language):>{FIGURE}}"

    def _head(self) -> Iterator[str]:
        one = self._account
        first, last = one.since.date(), (one.end - timedelta(days=1)).date()
        days = f"{long_day(first, self._language)} – {long_day(last, self._language)}"
        rate = percent(one.reply_rate, self._language)
        yield self.word("title").format(days=days)
        yield self.word("chance").format(seed=one.seed, rate=rate)

    def _orders(self) -> Iterator[str]:
        one = self._account
        yield ""
        yield self.figure(self.word("rows"), one.rows)
        yield self.figure(self.word("usable"), one.usable, 1)
        yield self.figure(self.word("history"), one.history, 2)
        yield self.figure(self.word("arrived"), one.arrived, 2)
        if one.after:
            yield self.figure(self.word("after"), one.after, 2)
        if one.repeated:
            yield self.figure(self.word("repeated"), one.repeated, 2)
        yield self.figure(self.word("refused"), sum(one.refused.values()), 1)
        for code, count in one.refused.items():
            yield self.figure(code, count, 2) + f"  {sentence(code, self._language)}"

    def _events(self) -> Iterator[str]:
        yield ""
        yield self.word("events")
        for name, count in self._account.events.items():
            yield self.figure(name, count, 1)

    def _follow_ups(self) -> Iterator[str]:
        one = self._account
        yield from self._by_recipe("planned", one.planned)
        yield from self._by_recipe("sent", one.sent)
        yield from self._by_reason("held", one.held)
        yield from self._by_recipe("waiting", one.waiting)
        yield from self._by_recipe("dropped", one.dropped)
        yield from self._by_reason("drop_reasons", one.drop_reasons)

    def _by_recipe(self, title: str, counts: Mapping[str, int]) -> Iterator[str]:
        yield ""
        yield self.figure(self.word(title), sum(counts.values()))
        for recipe, count in counts.items():
            yield self.figure(recipe, count, 1) + self._aside(LIBRARY[recipe].name.id)

    def _by_reason(self, title: str, counts: Mapping[str, int]) -> Iterator[str]:
        yield ""
        yield self.word(title)
        for code, count in counts.items():
            yield self.figure(code, count, 1) + f"  {reason_of(code).wording(self._language)}"

    def _aside(self, indonesian: str) -> str:
        return f"  {indonesian}" if self._language == "id" else ""

    def _people(self) -> Iterator[str]:
        one = self._account
        share = one.answered / (sum(one.sent.values()) or 1)
        yield ""
        yield self.figure(self.word("answered"), one.answered) + f"  {percent(share, self._language)}"
        for key in ("received", "replies", "opt_outs", "hand_offs"):
            yield self.figure(self.word(key), getattr(one, key))

    def _must_be_nought(self) -> Iterator[str]:
        one = self._account
        yield ""
        yield self.word("nought")
        for key in ("outside_hours", "after_payment", "twice", "after_stop", "not_ours"):
            wamids = getattr(one.broken, key)
            yield self.figure(self.word(key), len(wamids), 1) + "".join(
                f"\n    {each}" for each in wamids[:5]
            )
        for state, count in one.uncertain.items():
            yield self.figure(self.word(state), count, 1)
        yield self.figure(self.word("dead"), one.dead, 1)
