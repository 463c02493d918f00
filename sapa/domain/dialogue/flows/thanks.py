"""Thanks and closing: short, and nothing is asked."""

from sapa.domain.dialogue.moving import stays_silent
from sapa.domain.dialogue.replies import thanks
from sapa.domain.dialogue.speaking import Text, say
from sapa.domain.dialogue.talking import closed
from sapa.domain.dialogue.types import Move, Turn

WELCOME = Text("Sama-sama, {address}. Senang bisa membantu.", "You are welcome, {address}.")
FINE = Text(
    "Siap, {address}. Kalau perlu apa-apa, tulis saja di sini.", "All right, {address}. Just write any time."
)
ENOUGH = 2  # the third "ok" in a row needs no answer


def thanks_closing(turn: Turn) -> Move:
    if turn.talk.repeats >= ENOUGH:
        return stays_silent(turn)
    return Move(say(turn, WELCOME if thanks(turn.said.text) else FINE), closed(turn.talk), "recorded")
