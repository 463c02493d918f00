"""`sapa check`: configuration and health, one plain sentence a line; exit 1 when something is wrong."""

import argparse


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("check", help="look at configuration and health")
    parser.set_defaults(run=check)


def check(_: argparse.Namespace) -> int:
    from sapa.config.health import examine

    wrong = 0
    for finding in examine():
        print(f"{'✓' if finding.good else '✗'} {finding.sentence}", flush=True)
        wrong += not finding.good
    return 1 if wrong else 0
