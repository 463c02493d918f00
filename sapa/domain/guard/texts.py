"""Texts of journeys before anybody gets them: the rendered preview, and WhatsApp's rules on the source."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sapa.domain.guard.check import check
from sapa.domain.guard.settings import DEFAULT, GuardSettings
from sapa.domain.guard.types import Findings, GuardCase
from sapa.domain.templating import render

CONTEXT = (
    "pesanan.nomor",
    "pesanan.barang",
    "pesanan.tanggal",
    "produk.nama",
    "pelengkap.nama",
    "langganan.paket",
    "tagihan.nomor",
    "retur.nomor",
    "tiket.nomor",
    "tiket.ringkas",
    "kontak.topik",
    "kontak.tanggal",
    "kirim.resi",
    "fitur.nama",
)
CONTEXT_PARAMETERS = tuple(path.replace(".", "_") for path in CONTEXT)
OF_THE_SOURCE = ("too_long", "placeholder", "utility_with_promo", "wa_edges")


@dataclass(frozen=True, slots=True)
class CheckedText:
    """`preview`: the text with the sample in it. Places of `findings` are in it, those of `on_source` are not."""

    preview: str
    findings: Findings
    on_source: Findings

    @property
    def blocked(self) -> bool:
        return self.findings.blocked or self.on_source.blocked

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(sorted({*self.findings.codes, *self.on_source.codes}))


def check_text(
    source: str,
    klass: str,
    segment: str,
    category: str,
    sample: Mapping[str, Any],
    *,
    at: datetime | None = None,
    chosen: GuardSettings = DEFAULT,
) -> CheckedText:
    """What is wrong with a text in Liquid. `sample`: nested values of its variables; TemplateError when one lacks.

    `category`: WhatsApp's as expected, utility or marketing. `at`: the customer's wall clock, where one is meant.
    `chosen`: the workspace's own words.
    """
    preview = render(source, sample)
    case = GuardCase(
        text=preview,
        klass=klass,
        segment=segment,
        at=at,
        name=str(sample.get("panggilan") or ""),
        shop=str(sample.get("toko") or ""),
        company=str(sample.get("perusahaan") or "") if segment == "b2b" else "",
        context=context_of(sample),
        brand_words=chosen.brand_words,
        pressure_words=chosen.pressure_words,
    )
    template = check(GuardCase(source, klass, segment, wa_category=category, shop=case.shop))
    on_source = tuple(one for one in template.items if one.code in OF_THE_SOURCE)
    return CheckedText(preview, check(case), Findings(on_source))


def context_of(values: Mapping[str, Any]) -> tuple[str, ...]:
    """What a message may be about, of the values its text is filled with: product, number, plan, topic, day."""
    return distinct(value_at(path, values) for path in CONTEXT)


def context_of_parameters(parameters: Mapping[str, str]) -> tuple[str, ...]:
    """The same, of the parameters of a WhatsApp template: `pesanan_nomor`."""
    return distinct([parameters[name] for name in CONTEXT_PARAMETERS if name in parameters])


def distinct(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(str.strip, values))))


def value_at(path: str, values: Mapping[str, Any]) -> str:
    value: Any = values
    for part in path.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return "" if value is None else str(value)
