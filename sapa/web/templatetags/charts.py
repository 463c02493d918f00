"""Small charts as SVG made on the server: attributes only, no inline style, always with words beside them."""

from django import template

register = template.Library()

WIDTH = 100


def clamp(value: float, low: float = 0, high: float = WIDTH) -> str:
    return f"{max(low, min(high, value)):.2f}"


@register.inclusion_tag("web/components/meter.html")
def meter(value: float, limit: float, label: str, hue: str = "nila") -> dict[str, object]:
    """How much of a limit is used."""
    return {"filled": clamp(WIDTH * value / limit if limit else 0), "label": label, "hue": hue}


@register.inclusion_tag("web/components/bars.html")
def bars(rows: list[dict[str, object]]) -> dict[str, object]:
    """Horizontal bars: rows of label, value (number), text (as shown), hue."""
    largest = max((float(str(row["value"])) for row in rows), default=0) or 1
    drawn = [{**row, "width": clamp(WIDTH * float(str(row["value"])) / largest)} for row in rows]
    return {"rows": drawn}


@register.inclusion_tag("web/components/interval.html")
def interval(low: float, middle: float, high: float, label: str, **options: float) -> dict[str, object]:
    """An estimate with its interval on a scale from `least` to `most`, beside the line of no effect."""
    least, most = options.get("least", -100.0), options.get("most", 100.0)

    def place(value: float) -> str:
        return clamp(4 + 192 * (value - least) / (most - least), 4, 196)

    hue = "daun" if low > 0 else "bata" if high < 0 else "none"
    places = {"low": place(low), "middle": place(middle), "high": place(high), "zero": place(0)}
    return {**places, "label": label, "hue": hue}


@register.inclusion_tag("web/components/steps.html")
def steps(done: int, total: int, label: str) -> dict[str, object]:
    """A path of short strokes, the first `done` of them filled."""
    return {"strokes": [number < done for number in range(total)], "label": label}


@register.filter
def shade(value: float, largest: float) -> int:
    """0 (nothing) to 4 (the most): the class `shade-N` of a heat cell."""
    return 0 if not value or not largest else max(1, min(4, -int(-4 * value // largest)))
