"""`sapa bench`: figures of this machine beside a ceiling measured in the same run."""

import argparse
import json
import sys


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    group = commands.add_parser("bench", help="measure one part beside its ceiling")
    subjects = group.add_subparsers(dest="subject", required=True, metavar="SUBJECT")
    parser = subjects.add_parser("policy", help="contact decisions per second on one core, with full trace")
    parser.add_argument("--json", action="store_true", help="figures as one JSON object")
    parser.add_argument("--seconds", type=float, default=2.0, help="length of one repeat (default 2)")
    parser.add_argument("--repeats", type=int, default=5, help="number of repeats (default 5)")
    parser.add_argument("--seed", type=int, default=1, help="seed of the cases (default 1)")
    parser.add_argument("--cases", type=int, default=1000, help="number of different cases (default 1000)")
    parser.add_argument("--anyway", action="store_true", help="publish although other programs are running")
    parser.set_defaults(run=policy)


def policy(args: argparse.Namespace) -> int:
    """Exit 1 with a sentence when other programs used more than a tenth of the processor."""
    from sapa.lab.bench import NOISE_LIMIT, bench_policy

    figures = bench_policy(cases=args.cases, seconds=args.seconds, repeats=args.repeats, seed=args.seed)
    if figures["other_cpu_pct"] > NOISE_LIMIT and not args.anyway:
        busy = figures["other_cpu_pct"]
        print(
            f"Other programs used {busy:.0f} % of the processor: not published (--anyway).", file=sys.stderr
        )
        return 1
    print(json.dumps(figures) if args.json else in_words(figures))
    return 0


def in_words(figures: dict[str, object]) -> str:
    return "\n".join(f"{name:>14}: {value}" for name, value in figures.items())
