"""What a short answer to the assistant says: yes, no, wait, wrong. Read after normalising, so "nggih" is "ya"."""

import re
import unicodedata

from sapa.domain.optout import COURTESY
from sapa.domain.understanding.features import said_of

WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
YES = frozenset(
    re.findall(
        r"\S+",
        """
    ya y yes yep yup yeah iya betul benar oke ok okay setuju lanjut lanjutkan gas boleh silakan silahkan siap sip jadi
    sure correct right confirm confirmed agree agreed iyo iyoo yo yoi enya muhun sumuhun heeh mangga monggo sok nggih
    inggih leres deal yakin absolutely definitely proceed sah jelas mau pasti bener saestu estu enggeh
    """,
    )
)
FILLERS = COURTESY | frozenset(
    re.findall(
        r"\S+",
        """
    deh lah saja aja dong itu ini yang sudah nya pesanan pesanannya pesananku order ordernya orderan orderanku saya aku
    it my the that this please pls now sekarang segera langsung semua semuanya sekalian mas mbak bang kok kan ding
    go ahead do with of course you can i'm sure am to is that's it's yes atuh kang teh a ah oh eh nuhun suwun
    tulung nulung tulungi punten nyuwun syukurlah syukur alhamdulillah baguslah bagus mantap great good nice perfect
    untung untunglah wah
    nah tuh diproses proses prosesnya process bos bosku bro om tante all lagi thank yaudah wae
    """,
    )
)
PARTICLES = frozenset(("ya", "y", "iya", "yo", "sok", "mau"))
CALLS = frozenset(
    re.findall(
        r"\w+", "kak kakak min admin gan sis mas mbak bang pak bu bapak ibu oh eh nah hm oke ok okay siap sip"
    )
)
SOFT = frozenset(("oke", "ok", "okay", "siap", "sip"))
RESIGNED = re.compile(r"\bya sudah(?:lah)?\b(?! (?:benar|betul|sesuai))")
NOT_AT_ALL = re.compile(
    r"\b(?:tidak (?:apa-apa|apa apa|masalah|papa|keberatan)|no problem|no worries|not a problem)\b"
)
NO = re.compile(
    r"\b(?:tidak|jangan|bukan|no|nope|nah(?=\W*$|,? (?:thanks|i|it|don'?t|leave|keep))"
    r"|not|don'?t|nevermind|never mind|entong|moal|ojo|urung"
    r"|wurung|dudu|sanes"
    r"|keep it|leave it|forget it|lupakan|abaikan|salah (?:pencet|kirim)|urungkan|batal (?:ganti|ubah"
    r"|batal))\b"
)
DROPS = re.compile(
    r"\b(?:tidak (?:jadi|sios)|jangan jadi|nevermind|never mind|forget (?:it|about it)|lupakan|urung"
    r"|wurung|abaikan"
    r"|changed my mind|berubah pikiran|urungkan|(?:ora|moal) (?:sido|jadi)|sudahlah|batal (?:saja"
    r"|deh)|not anymore"
    r"|leave it)\b"
)
NOT_WANTED = re.compile(
    r"\b(?:tidak|ora|teu) jadi (?:beli|pesan|order|ambil|pakai|bayar|checkout|langganan)\w*"
)
CANCELS = re.compile(r"(?<!tidak jadi )\bbatal (?:saja|deh)\b")
NEEDLESS = re.compile(
    r"\b(?:tidak (?:usah|perlu)|jangan dulu|no longer|don'?t bother|no need|ora usah|teu kedah)\b"
)
WAITS = re.compile(
    r"\b(?:sebentar|bentar|tunggu|nanti|pikir|mikir|dulu|wait|moment|later|hold on|sek|sik|sakedap|think)\b"
)
STALLS = re.compile(r"\b(?:sebentar|bentar|tunggu|pikir|mikir|dulu|wait|hold on|sakedap|think)\b")
BUT = re.compile(r"\b(?:tetapi|tapi|but|kecuali|except|cuma|hanya|asal|kalau|if|namun|although)\b")
REASON = re.compile(r"\b(?:soalnya|karena|krn|sebab|because|since|gara-gara)\b.*", re.DOTALL)
WRONG = re.compile(
    r"\b(?:salah|bukan|keliru|wrong|incorrect|kurang tepat|tidak (?:benar|betul|tepat)|dudu|sanes)\b"
)
ASKS = re.compile(
    r"\?|\b(?:kapan(?! (?:saja|aja|wae|pun)\b)|berapa|bagaimana|kenapa|mengapa|apakah|dimana|di mana"
    r"|siapa(?! (?:tahu|tau)\b)|when|how|why|where|what|which)\b"
)
WHETHER = re.compile(
    r"\b(?:boleh|bisa|ada|masih|iso|tiasa|aya|ono|jual|ditanggung|dijamin|termasuk|kena|perlu|harus|wajib)\b[^.,!?]*\b(?:tidak|ora|teu|kah)\W*$"
)
REJECTS = re.compile(
    r"\b(?:(?:jawaban|info|informasi|data|balasan)\w* (?:\w+ )?"
    r"(?:salah|keliru|tidak (?:nyambung|benar|sesuai|membantu|jelas))"
    r"|bukan (?:itu|begitu|jawaban|maksud)|bukan yang (?:itu|saya tanya)|tidak (?:nyambung|menjawab|membantu)"
    r"|salah jawab|maksud saya bukan|(?:not|isn'?t|wasn'?t) what i (?:asked|mean|meant|said)"
    r"|(?:didn'?t|does ?n'?t) (?:help|answer)|not helpful|wrong answer)\b"
)
ASKED_BEFORE = re.compile(
    r"\b(?:sudah|udah|dah)\b.{0,40}\b(?:tanya|nanya|menanyakan|bilang|chat|lapor|jelaskan"
    r"|komplain)\w*\b.{0,60}"
    r"\b(?:kali|berkali-kali|dari (?:kemarin|senin|selasa|rabu|kamis|jumat|sabtu|minggu)|berulang)\b"
    r"|\bjawaban\w* (?:\w+ ){0,2}(?:begitu|gitu|itu|sama)\b.{0,12}\b(?:saja|aja|terus|mulu)\b"
    r"|\b(?:asked|told you|said) (?:this |that |it )?(?:already|before|(?:\w+ )?times)\b"
)
THANKS = re.compile(r"\b(?:terima kasih|makasih|thanks|thank|nuhun|suwun|thx|tq|ty|trims)\b")
LONGEST_NO = 8
THAT_IS_ALL = re.compile(
    r"\b(?:itu|gitu|begitu|segitu|cukup|sekian|sudah|niku|ngono|kitu|eta) (?:saja|aja|wae|mawon|dulu|heula|bae)\b"
    r"|\b(?:tidak|ora|teu) (?:ada|ono|aya) (?:yang )?(?:tambahan|lagi|lain)\b"
    r"|\bthat(?:'s| is| will be|'ll be) (?:all|it|everything)\b|\bnothing (?:else|more)\b"
)
LONGEST_END = 9
SENTENCE_END = re.compile(r"(?<=[.!])\s+|\n+")
MORE = re.compile(
    r"\b(?:juga|sekalian|also|too|as well|yang|tetap(?: mau)?|(?:se)?harusnya|maksud\w*"
    r"|deng|ding|bohong|be?r?canda|becanda|kidding|joking|eh|ralat|should)\b|\d"
)
GOES_AHEAD = frozenset(
    re.findall(r"\w+", "lanjut lanjutkan lanjutin teruskan proses diproses prosesnya gas proceed")
)
ALTERS = re.compile(
    r"\b(?:(?:di)?ganti\w*|(?:di)?ubah\w*|tukar\w*|change|instead|atau|or|saja|juga|sekalian)\b|\d"
)
MILD = frozenset(
    re.findall(r"\w+", "tetap tetep ttp jadinya akhirnya hmm hm mawon wis wes sampun aja saja bae yo please")
)
QUESTION_BEHIND = re.compile(r"(?:(?<=[.!])\s+|(?<=\n))(?P<question>[^.!?\n]+\?.*)$", re.DOTALL)
NOT_STOPPING = re.compile(
    r"\b(?:bukan|tidak|jangan|belum|batal|urung|ora|dudu|sanes|teu|moal|ulah|aja|ojo|entong|not|never"
    r"|isn'?t|don'?t|won'?t)\s+"
    r"(?:\w+\s+){0,2}?(?:berhenti\w*|stop\w*|hentikan|dihentikan|distop|mandeg\w*|leren|eureun\w*"
    r"|unsub\w*|quit)\b[\s,.]*"
    r"(?:dulu|kok|lho|loh|sih|ya|yet|wae|heula)?",
    re.IGNORECASE,
)


def read(text: str) -> str:
    """As it is usually written, without accents ("waé")."""
    letters = unicodedata.normalize("NFKD", said_of(text).casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def words_of_reply(text: str) -> list[str]:
    return WORD.findall(read(text))


def says_yes(text: str, *, also: frozenset[str] = frozenset(), about: frozenset[str] = frozenset()) -> bool:
    """An explicit yes, with nothing that takes some of it back.

    `also`: words of the change itself, which are a yes of their own ("batalkan"); `about`: what it is about, which may
    be named beside a yes.
    """
    said = RESIGNED.sub(" yaudah ", NOT_AT_ALL.sub(" ", REASON.sub("", read(text))))
    if "?" in text or any(sign.search(said) for sign in (NO, BUT, WAITS)):
        return False
    words = WORD.findall(said)
    meant = (YES - PARTICLES).union(also) & set(words) or PARTICLES & set(_opening(words))
    if not meant or (THANKS.search(said) and meant <= SOFT):
        return False
    return YES.union(FILLERS, also, about).issuperset(words)


def yes_before_question(
    text: str, *, also: frozenset[str] = frozenset(), about: frozenset[str] = frozenset()
) -> bool:
    """ "Iya betul, batalkan. Uangnya kapan balik?": whole sentences that say what is done, and then one that only asks.

    A yes alone in front is none: whoever asks behind it may still be deciding, or ask about the change itself.
    """
    rest = question_behind(text)
    if not rest:
        return False
    first = text.strip().removesuffix(rest).strip()
    said = set(words_of_reply(first))
    firm = GOES_AHEAD.union(also) & said and not also & set(words_of_reply(rest))
    takes_some_back = any(sign.search(read(rest)) for sign in (DROPS, BUT, STALLS, ALTERS))
    return bool(firm) and says_yes(first, also=also, about=about) and not takes_some_back


def yes_with_reason(
    text: str, *, also: frozenset[str] = frozenset(), about: frozenset[str] = frozenset()
) -> bool:
    """ "Iya batalkan saja, K-12. Istri saya ternyata sudah beli": a yes that says what is done, and why.

    Only the first sentence may stand for the yes, and nothing behind it may take back, ask or want something more.
    """
    first, *rest = SENTENCE_END.split(text.strip(), maxsplit=1)
    done = also & set(words_of_reply(first))
    if not done or not rest or "?" in text:
        return False
    behind = read(rest[0])
    takes_back = any(sign.search(behind) for sign in (DROPS, BUT, STALLS, MORE, NO))
    return says_yes(first, also=also, about=about | MILD) and not takes_back


def question_behind(text: str) -> str:
    """From the first sentence with a question mark on, where others stand before it; else blank."""
    found = QUESTION_BEHIND.search(text.strip())
    return found["question"] if found else ""


def _opening(words: list[str]) -> list[str]:
    """The first word behind calls and hesitation: there "ya" is yes, behind a sentence it only softens."""
    return next(([word] for word in words if word not in CALLS), [])


def says_more_than_fine(text: str) -> bool:
    """A yes that is more than "ok", which only takes note."""
    return says_yes(text) and not SOFT.union(FILLERS - YES).issuperset(words_of_reply(text))


def says_no(text: str, *, cancelling: bool = False) -> bool:
    """A refusal in a few words; a longer one says something else."""
    said = without_reason_to_cancel(plainly(text)) if cancelling else plainly(text)
    if drops(text, cancelling=cancelling) or NEEDLESS.search(said):
        return True
    return NO.search(said) is not None and len(WORD.findall(said)) <= LONGEST_NO and "?" not in text


def drops(text: str, *, cancelling: bool = False) -> bool:
    """What is under way is given up: "ga jadi". `cancelling`: where "batal aja" says yes to it."""
    said = plainly(text)
    if cancelling:
        said = CANCELS.sub(" ", without_reason_to_cancel(said))
    return DROPS.search(said) is not None


def without_reason_to_cancel(said: str) -> str:
    """ "Tidak jadi beli" says why an order is cancelled, and not that it shall stay."""
    return NOT_WANTED.sub(" ", said)


def needs_not(text: str) -> bool:
    """ "Ga usah": of what was just asked for, or of all of it."""
    return NEEDLESS.search(plainly(text)) is not None


def plainly(text: str) -> str:
    return NOT_AT_ALL.sub(" ", read(text))


def waits(text: str) -> bool:
    return WAITS.search(read(text)) is not None


def says_wrong(text: str) -> bool:
    return WRONG.search(read(text)) is not None


def takes_back(text: str) -> bool:
    """ "ya tapi ...": a yes with something else in it."""
    return BUT.search(read(text)) is not None


def asks_something(text: str) -> bool:
    said = read(text)
    return ASKS.search(said) is not None or WHETHER.search(said) is not None


def denies_stopping(text: str) -> bool:
    """ "Bukan mau berhenti, cuma nanya"."""
    return any(NOT_STOPPING.search(said) for said in (text, read(text)))


def without_denial(text: str) -> str:
    """What is left of it when the stop that nobody wants is taken out."""
    return NOT_STOPPING.sub(" ", text if NOT_STOPPING.search(text) else read(text))


def rejects(text: str) -> bool:
    """Calls the last answer wrong."""
    return REJECTS.search(read(text)) is not None


def ends(text: str) -> bool:
    """ "Udah, gitu aja": nothing more is wanted."""
    return THAT_IS_ALL.search(plainly(text)) is not None and len(words_of_reply(text)) <= LONGEST_END


def asked_before(text: str) -> bool:
    """Says that it was asked before, in vain."""
    return ASKED_BEFORE.search(read(text)) is not None


def thanks(text: str) -> bool:
    return THANKS.search(read(text)) is not None


def is_only(text: str, words: frozenset[str]) -> bool:
    """Nothing but these words and courtesies."""
    said = words_of_reply(text)
    return bool(said) and all(word in words or word in FILLERS for word in said)
