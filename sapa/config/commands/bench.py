"""`sapa bench`: figures of this machine beside a ceiling measured in the same run."""

import argparse
import json
import sys

from sapa.config.parsers import add_command, add_group
from sapa.config.words import _


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    group = add_group(commands, "bench", _("measure one part beside its ceiling"), "sapa bench policy")
    says = _("contact decisions per second on one core, with full trace")
    parser = add_command(group, "policy", says, "sapa bench policy --seconds 2")
    parser.add_argument("--json", action="store_true", help=_("figures as one JSON object"))
    parser.add_argument("--seconds", type=float, default=2.0, help=_("length of one repeat (default 2)"))
    parser.add_argument("--repeats", type=int, default=5, help=_("number of repeats (default 5)"))
    parser.add_argument("--seed", type=int, default=1, help=_("seed of the cases (default 1)"))
    parser.add_argument("--cases", type=int, default=1000, help=_("number of different cases (default 1000)"))
    parser.add_argument(
        "--anyway", action="store_true", help=_("publish although other programs are running")
    )
    parser.set_defaults(run=policy)


def policy(args: argparse.Namespace) -> int:
    """Exit 1 with a sentence when other programs used more than a tenth of the processor."""
    from sapa.lab.bench import NOISE_LIMIT, bench_policy

    figures = bench_policy(cases=args.cases, seconds=args.seconds, repeats=args.repeats, seed=args.seed)
    if figures["other_cpu_pct"] > NOISE_LIMIT and not args.anyway:
        told = _("Other programs used %(busy)d%% of the processor: not published (--anyway publishes).")
        print(told % {"busy": round(figures["other_cpu_pct"])}, file=sys.stderr)
        return 1
    print(json.dumps(figures) if args.json else in_words(figures))
    return 0


def in_words(figures: dict[str, object]) -> str:
    labels = {
        "ceiling": _("ceiling, decisions per second"),
        "system": _("Sapa, decisions per second"),
        "ratio": _("Sapa as a share of the ceiling"),
        "unique": _("different cases"),
        "duplicate": _("cases counted twice"),
        "missing": _("decisions without a trace"),
        "memory_mb": _("most memory, MB"),
        "other_cpu_pct": _("processor used by others, %"),
        "repeats": _("repeats"),
        "lowest": _("lowest, decisions per second"),
        "highest": _("highest, decisions per second"),
        "mix": _("what was decided"),
    }
    return "\n".join(f"{labels.get(name, name):>34}: {value}" for name, value in figures.items())
