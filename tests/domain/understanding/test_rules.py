import pytest

from sapa.domain.understanding.examples import examples
from sapa.domain.understanding.rules import ruled
from sapa.domain.understanding.rules.patterns import patterns
from sapa.domain.understanding.types import INTENTS

SAID = {
    "order_status": "ka pesenanku udh sampe mana ya",
    "tracking_number": "resine piro mas",
    "delivery_late": "paketku durung teko, wis rong minggu",
    "invoice_request": "minta kwitansinya dong buat reimburse",
    "payment_confirmation": "udah tf ya kak, tolong dicek",
    "how_to_pay": "bisa cod ga?",
    "product_info": "bahannya apa ya, panas ga?",
    "usage_guide": "cara pakainya gimana?",
    "stock_price": "harganya berapa, masih ready?",
    "place_order": "mau pesan 2 lusin",
    "return_refund": "mau retur, kekecilan",
    "defective_wrong_item": "barangna ruksak pas dongkap",
    "cancel_order": "batalin pesanan saya aja",
    "change_order": "bisa ganti warna jadi hitam?",
    "change_address": "alamatnya salah, tolong ganti",
    "warranty": "garansinya berapa lama?",
    "complaint": "pelayanannya mengecewakan",
    "talk_to_human": "sambungin ke cs dong",
    "opt_out": "jangan kirim promo lagi",
    "greeting": "assalamualaikum",
    "thanks_closing": "hatur nuhun kang",
    "feedback_csat": "bintang 5 deh",
    "subscription_renewal": "mau perpanjang langganan",
    "promo_question": "ada voucher ga?",
    "store_info": "tokonya di mana kak?",
    "other": "ada lowongan kerja?",
}


@pytest.mark.parametrize("intent", INTENTS)
def test_each_intent_is_heard_when_it_is_said_outright(intent: str) -> None:
    assert ruled(SAID[intent], None)[0][0] == intent


def test_every_intent_has_patterns() -> None:
    assert {one.intent for one in patterns()} == set(INTENTS)


def test_a_bare_score_counts_only_in_a_survey() -> None:
    assert ruled("4", "csat_survey")[0][0] == "feedback_csat"
    assert ruled("4", None) == ()


def test_calling_the_shop_min_is_no_wish_for_an_admin() -> None:
    assert "talk_to_human" not in dict(ruled("minta nota dong min", None))


def test_words_of_no_language_are_known_to_no_pattern() -> None:
    assert ruled("qwzx plmk vbnt", None) == ()


def test_patterns_are_usually_right_about_our_own_utterances() -> None:
    heard = [(ruled(one.text, one.context), one.intent) for one in examples()[::7]]
    sure = [(found[0][0], intent) for found, intent in heard if found and found[0][1] >= 0.8]
    assert sum(said == intent for said, intent in sure) / len(sure) >= 0.75
