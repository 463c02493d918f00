import pytest

from sapa.domain.understanding.calibrating import calibrated, platt_of, temperature_of
from sapa.domain.understanding.examples import examples, read_examples, split, train_and_dev
from sapa.domain.understanding.model import Model, dump, load, train
from sapa.domain.understanding.noise import noisy
from sapa.domain.understanding.types import INTENTS, Example

FEW = [
    Example("minta nota pembelian", None, "invoice_request", "a"),
    Example("kirim invoice dong", None, "invoice_request", "a"),
    Example("paket saya belum sampai", None, "delivery_late", "b"),
    Example("kok barangnya lama sekali", None, "delivery_late", "b"),
    Example("makasih banyak kak", None, "thanks_closing", "c"),
    Example("oke siap terima kasih", None, "thanks_closing", "c"),
]


@pytest.fixture(scope="module")
def model() -> Model:
    return train(FEW, seed=1)


def best(model: Model, text: str) -> str:
    scores = model.scores(text, None)
    return max(scores, key=scores.__getitem__)


def test_it_finds_what_it_learnt_in_other_words(model: Model) -> None:
    assert best(model, "tolong kirimkan invoicenya") == "invoice_request"
    assert best(model, "barang lama belum sampai") == "delivery_late"


def test_scores_are_shares_of_one_over_all_intents(model: Model) -> None:
    scores = model.scores("apa saja", None)
    assert set(scores) == set(INTENTS)
    assert sum(scores.values()) == pytest.approx(1)


def test_the_same_seed_gives_the_same_bytes() -> None:
    assert dump(train(FEW, seed=4)) == dump(train(FEW, seed=4))


def test_what_was_dumped_answers_alike(model: Model) -> None:
    again = load(dump(model))
    assert again.scores("invoice belum sampai", None) == model.scores("invoice belum sampai", None)
    assert dump(again) == dump(model)


def test_a_model_of_another_make_is_refused(model: Model) -> None:
    with pytest.raises(ValueError, match="another make"):
        load(dump(model).replace(b'"version":2', b'"version":1'))


def test_a_correction_counts_at_once() -> None:
    corrected = train(FEW, seed=1)
    assert best(corrected, "jejak perjalanan bungkusan") != "tracking_number"
    corrected.learn(Example("jejak perjalanan bungkusan", None, "tracking_number", "agent"))
    assert best(corrected, "jejak perjalanan bungkusannya") == "tracking_number"
    assert best(load(dump(corrected)), "jejak perjalanan bungkusan") == "tracking_number"


def test_a_correction_leaves_other_messages_alone() -> None:
    corrected = train(FEW, seed=1)
    corrected.learn(Example("jejak perjalanan bungkusan", None, "tracking_number", "agent"))
    assert best(corrected, "minta nota pembelian") == "invoice_request"


def test_nothing_and_very_much_are_read_too(model: Model) -> None:
    for text in ("", "😀", "a" * 20_000, "上海 " * 5_000, "\x00\u202e"):
        assert sum(model.scores(text, None).values()) == pytest.approx(1)


def test_families_stay_together_when_split() -> None:
    learnt, unseen = train_and_dev(examples(), seed=3)
    assert len(learnt) + len(unseen) == len(examples())
    assert not {one.family for one in learnt} & {one.family for one in unseen}
    assert {one.intent for one in unseen} == set(INTENTS)


def test_the_split_is_the_same_for_a_seed_and_another_for_another() -> None:
    told = examples()
    assert split(told, seed=1) == split(told, seed=1)
    assert split(told, seed=1) != split(told, seed=2)


def test_a_line_that_is_no_utterance_is_named() -> None:
    with pytest.raises(ValueError, match=r"greeting\.txt, line 2"):
        read_examples("greeting", "a\t-\thalo\nb\tnewsletter\thai")


def test_slips_keep_the_meaning_and_the_seed() -> None:
    slips = noisy(FEW, seed=2)
    assert slips == noisy(FEW, seed=2)
    assert [one.intent for one in slips[::2]] == [one.intent for one in slips[1::2]]
    assert any(one.text != slip.text for one, slip in zip(slips[::2], slips[1::2], strict=True))


def test_a_calibrated_confidence_says_how_often_it_is_right() -> None:
    boasting = [(0.95, number % 2 == 0) for number in range(40)] + [(0.3, number < 2) for number in range(20)]
    slope, bias = platt_of(boasting)
    assert calibrated(0.95, slope, bias) == pytest.approx(0.5, abs=0.05)
    assert calibrated(0.3, slope, bias) < 0.3


def test_a_model_that_errs_is_warmed() -> None:
    sure = temperature_of([((2.0, 0.0), 0)] * 9 + [((2.0, 0.0), 1)])
    doubtful = temperature_of([((2.0, 0.0), 0)] * 6 + [((2.0, 0.0), 1)] * 4)
    assert doubtful > sure
