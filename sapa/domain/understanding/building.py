"""The model as it is shipped: learnt from all our utterances, its confidence set on some it had not seen."""

from collections.abc import Sequence

from sapa.domain.understanding.calibrating import platt_of, temperature_of
from sapa.domain.understanding.escalation.hearing import to_learn_from
from sapa.domain.understanding.escalation.types import HEARD
from sapa.domain.understanding.examples import examples, train_and_dev
from sapa.domain.understanding.features import features_of
from sapa.domain.understanding.mixing import likely
from sapa.domain.understanding.model import Model, train
from sapa.domain.understanding.noise import noisy
from sapa.domain.understanding.types import Example

SEED = 20260915
REASONS_TEMPERATURE = 0.35


def built(*, seed: int = SEED) -> Model:
    """Seconds; the same for the same utterances and seed."""
    told = examples()
    learnt, unseen = train_and_dev(told, seed=seed)
    trial = trained(learnt, seed=seed)
    calibrate(trial, unseen)
    model = trained(told, seed=seed)
    model.temperature, model.slope, model.bias = trial.temperature, trial.slope, trial.bias
    return model


def built_reasons(*, seed: int = SEED) -> Model:
    """Hears the reasons to escalate where no pattern does."""
    model = train(noisy(to_learn_from([*examples()]), seed=seed), seed=seed, labels=HEARD)
    model.temperature = REASONS_TEMPERATURE
    return model


def trained(told: Sequence[Example], *, seed: int) -> Model:
    return train(noisy(told, seed=seed), seed=seed)


def calibrate(model: Model, unseen: Sequence[Example]) -> None:
    """First the model's own temperature, then what the whole reading's chance is worth."""
    raw = [(model.raw(features_of(one.text, one.context)), model.labels.index(one.intent)) for one in unseen]
    model.temperature = temperature_of(raw)
    model.slope, model.bias = platt_of([reading_of(model, one) for one in unseen])


def reading_of(model: Model, one: Example) -> tuple[float, bool]:
    chances = likely(one.text, one.context, model)
    best = max(chances, key=chances.__getitem__)
    return chances[best], best == one.intent
