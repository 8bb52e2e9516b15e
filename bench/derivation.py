"""A whole derivation, leave-one-out included, for 10,000 people and 12 scales: how long, and how much memory."""

import json
import subprocess
import sys
from collections.abc import Iterator

from bench.results import Goal, Result, within
from web.config import ROOT

PEOPLE, SCALES = 10_000, 12
SECONDS, MEGABYTES = Goal(2), Goal(500)
SOURCE = "issue 3"
CHILD = f"""
import json, resource, time
import numpy as np
from assess.method.profiles import Study, derive

chance = np.random.default_rng(3)
shared = chance.standard_normal(({PEOPLE}, 1))
scores = np.clip(3.6 + .3 * shared + .4 * chance.standard_normal(({PEOPLE}, {SCALES})), 1, 5)
figure = shared[:, 0] + 2 * chance.standard_normal({PEOPLE})
best = figure > np.quantile(figure, .85)
codes = tuple(f"S{{number}}" for number in range({SCALES}))
taken = []
for is_top, by in ((best, None), (None, figure)):
    rated = [np.full({SCALES}, .8), chance.uniform(0, 4, {SCALES}), np.full({SCALES}, .19)]
    study = Study(codes, scores, *rated, is_top, by, .15)
    began = time.perf_counter()
    profile = derive(study, chance)
    taken.append(time.perf_counter() - began)
    assert profile.leave_one_out is not None
print(json.dumps([*taken, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
"""


def measure() -> Iterator[Result]:
    """By named top performers and by a figure; the memory is the peak of a process that does nothing else."""
    child = subprocess.run([sys.executable, "-c", CHILD], cwd=ROOT, check=True, capture_output=True, text=True)
    named, figure, memory = json.loads(child.stdout)
    yield within(f"derivation by named top performers, {PEOPLE:,} × {SCALES}", named, "s", SECONDS, SOURCE)
    yield within(f"derivation by a figure, {PEOPLE:,} × {SCALES}", figure, "s", SECONDS, SOURCE)
    yield within("derivation, peak memory", memory, "MB", MEGABYTES, SOURCE)
