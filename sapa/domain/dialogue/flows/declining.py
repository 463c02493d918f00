"""What a shop's assistant does not do: declined once kindly with what it can do; the articles are looked at first."""

from sapa.domain.dialogue.handing import hands_over
from sapa.domain.dialogue.policies import answers_by, rule_for
from sapa.domain.dialogue.prying import is_prying
from sapa.domain.dialogue.replies import words_of_reply
from sapa.domain.dialogue.speaking import Text, say
from sapa.domain.dialogue.talking import closed, telling
from sapa.domain.dialogue.types import Move, Turn

CODE = "declined_other"
FEWEST_WORDS, MOST_WORDS = 3, 60

DECLINED = Text(
    "Maaf {address}, itu di luar yang bisa saya bantu. Saya asisten {shop} untuk pesanan, pembayaran, "
    "produk, dan laporan masalah. Untuk hal lain dengan {shop}, balas CS dan petugas kami membantu.",
    "Sorry {address}, that is outside what I can do. I am {shop}'s assistant for orders, payments, "
    "products and problem reports. For anything else with {shop}, reply CS and our team will help.",
)
AGAIN = Text(
    "Maaf {address}, untuk yang itu saya tidak bisa membantu. Balas CS bila ingin bicara dengan petugas.",
    "Sorry {address}, I cannot help with that. Reply CS to talk to a person.",
)
MOST_DECLINED = 3


def other(turn: Turn) -> Move:
    """The third time in a row somebody looks at it."""
    words = len(words_of_reply(turn.said.text))
    if is_prying(turn.said.text):
        words = 0
    if FEWEST_WORDS <= words <= MOST_WORDS and (rule := rule_for(turn)):
        return answers_by(turn, rule, code="article")
    declined = _declined_before(turn)
    if declined + 1 >= MOST_DECLINED:
        return hands_over(turn, "low_confidence")
    return Move(say(turn, AGAIN if declined else DECLINED), telling(closed(turn.talk), CODE), "refused")


def _declined_before(turn: Turn) -> int:
    """How often in a row, this time left out."""
    count = 0
    for code in reversed(turn.talk.told):
        if code != CODE:
            break
        count += 1
    return count
