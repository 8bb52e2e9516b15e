"""`python -m bench [NAME …]`: measure, print, keep. Exit 0 also when a goal is missed: a figure is no test."""

import argparse
from collections.abc import Callable, Iterator, Sequence

from bench import appends, candidates, derivation, issuing, machine, overview, serving, validity
from bench.report import table, write
from bench.results import Result
from web.config import ROOT

MEASURES: dict[str, Callable[[], Iterator[Result]]] = {
    "serving": serving.measure,
    "issuing": issuing.measure,
    "appends": appends.measure,
    "overview": overview.measure,
    "candidates": candidates.measure,
    "derivation": derivation.measure,
    "validity": validity.measure,
}


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Speed, memory and validity, as ratios.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"some of {', '.join(MEASURES)}; all by default")
    names = parser.parse_args(arguments).names
    if unknown := set(names) - set(MEASURES):
        parser.error(f"no measure is called {', '.join(sorted(unknown))}; there are {', '.join(MEASURES)}")
    for name, fact in machine.facts().items():
        print(f"{name:>14}  {fact}")
    results: list[Result] = []
    for name in names or MEASURES:
        print(f"\nMeasuring {name} …", flush=True)
        found = list(MEASURES[name]())
        print(table(found), flush=True)
        results += found
    _keep(results)


def _keep(results: Sequence[Result]) -> None:
    path = ROOT / "build" / "bench.json"
    write(path, results)
    missed = [result.name for result in results if result.goal_met is False]
    print(
        f"\nWritten to {path.relative_to(ROOT)}.", f"Missed: {'; '.join(missed)}." if missed else "Every goal reached."
    )


if __name__ == "__main__":
    main()
