"""Rules, model and what we wrote last, weighed together into one likelihood for each intent."""

import re
from collections.abc import Mapping
from math import exp, log
from types import MappingProxyType

from sapa.domain.understanding.features import said_of
from sapa.domain.understanding.model import Model
from sapa.domain.understanding.normalising import words_of
from sapa.domain.understanding.rules import ruled

SMALLEST = 1e-4
RULES_COUNT = 3.0
# After a message of ours these answers are more likely than their words alone would say.
EXPECTED: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        "promo_broadcast": {"place_order": 0.5, "promo_question": 0.5, "opt_out": 0.7, "stock_price": 0.3},
        "csat_survey": {"feedback_csat": 1.5},
        "nps_survey": {"feedback_csat": 1.5},
        "delivery_followup": {"thanks_closing": 0.3, "delivery_late": 0.5, "defective_wrong_item": 0.4},
        "payment_reminder": {"payment_confirmation": 0.9, "how_to_pay": 0.5, "cancel_order": 0.2},
        "lead_followup": {"place_order": 0.4, "stock_price": 0.3, "thanks_closing": 0.3},
        "renewal_reminder": {"subscription_renewal": 1.2},
        "replenishment_reminder": {"place_order": 0.9, "opt_out": 0.2, "stock_price": 0.2},
    }
)


# Nobody has asked to be left alone who says no word of stopping or of having enough.
STOPS = re.compile(
    r"\b(?:berhenti|stop|setop|henti\w*|jangan|ojo|ojok|ulah|tong|hapus\w*|unsub\w*|keluar\w*|cukup"
    r"|risih|ganggu\w*|mengganggu"
    r"|ngaganggu|ngganggu|spam\w*|bosan|bosen|males|malas|blok\w*|block|remove|opt ?-?out|don't|dont"
    r"|quit|cabut|coret|capek"
    r"|tidak|ga|gak|ogah|emoh|wegah|alim|embung|moal|no|not|never|enough|leave|unlist|delete|muak"
    r"|eureun\w*|mandeg|leren|liren"
    r"|busek|nonaktif\w*|mute|annoying|sudah|sampun|off|too many|banyak|terus|sering|tiap|setiap|bebas"
    r"|mundur|lepas|usah|teu)\b"
)
# Not stopping after all, or another way of writing: no wish to be left alone.
GOES_ON = re.compile(
    r"\b(?:bukan|not|tidak (?:mau|ingin|jadi|akan)|belum mau|sanes|dudu|ora arep|teu hoyong|don't want to) "
    r"(?:mau |minta |hoyong |going to |asking to )?(?:stop\w*|berhenti|eureun|mandeg|leren|unsubscribe)"
    r"|\b(?:only|just|cuma|cuman|hanya|mung|ngan|sekadar) (?:mau |want(?:ed)? to )?"
    r"(?:asking|ask|tanya|nanya|takon|naros|bertanya)"
    r"|\b(?:no need|tidak (?:usah|perlu)|teu kedah|ora usah|ndak usah),? (?:just |cukup |lewat |wae |saja )?"
    r"(?:whatsapp|chat|foto|photo"
    r"|telepon|telpon|call|video|\w+(?:,)? (?:just |cukup |lewat )(?:whatsapp|chat))\b"
)
SPEAKS_OF_MESSAGES = re.compile(
    r"\b(?:promo\w*|iklan\w*|broadcast\w*|spam\w*|newsletter|penawaran|marketing|promosi)\b"
)
# Who asks something in more words than a greeting has does not only greet.
MOST_GREETING = 4
ONLY_GREETS = re.compile(
    r"\b(?:halo|hai|hi|hello|hey|permisi|punten|pagi|siang|sore|malam|selamat|assalam\w*|sugeng|wilujeng|sampurasun"
    r"|good|morning|afternoon|evening|kak\w*|kakak|admin|mas|mbak|pak|bu|teh|kang|gan|sis|min|there|ya|mau|tanya|nanya"
    r"|numpang|izin|boleh|takon|naros|badhe|bade|arep|team|tim|cs|toko|shop|dear|ada|orang|apa|kabar|bos|om|tante|kaka"
    r"|wr|wb|enjing|sonten|dalu|siang|wengi|dinten|kulo|nuwun|sewu|everyone|all|to|a|the|how|are|you|pripun|kabare|kumaha"
    r"|damang|salam|tes|test|p|ping|online|anyone)\b"
)
UNLIKELY = -4.0


def likely(text: str, context: str | None, model: Model) -> dict[str, float]:
    """Every intent with its share; the shares sum to 1."""
    scores = model.scores(text, context)
    said = said_of(text)
    if not STOPS.search(said) or (GOES_ON.search(said) and not SPEAKS_OF_MESSAGES.search(said)):
        scores["opt_out"] *= exp(UNLIKELY)
    if len(words_of(ONLY_GREETS.sub(" ", said))) >= MOST_GREETING - 1:
        scores["greeting"] *= exp(UNLIKELY)
    return mixed(scores, dict(ruled(text, context)), context)


def mixed(scores: Mapping[str, float], rules: Mapping[str, float], context: str | None) -> dict[str, float]:
    expected = EXPECTED.get(context or "", {})
    weighed = {
        intent: log(max(score, SMALLEST)) + RULES_COUNT * rules.get(intent, 0.0) + expected.get(intent, 0.0)
        for intent, score in scores.items()
    }
    highest = max(weighed.values())
    parts = {intent: exp(weight - highest) for intent, weight in weighed.items()}
    total = sum(parts.values())
    return {intent: part / total for intent, part in parts.items()}
