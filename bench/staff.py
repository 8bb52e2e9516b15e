"""A made-up job: traits, what of them matters, staff with a criterion, experts, applicants.

METHOD states the reliabilities, the best possible validity and that four of ten traits matter. The rest is filled in
so that its own baselines come out (equal weights .33 / .30 / .22, experts alone .37 / .34 / .32): traits that hang
together do so at .25, "graded" halves each time, and the mean of good experts lies 1.5 about the truth.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]

TRAITS = 10
RELIABILITY = 0.80
CRITERION_RELIABILITY = 0.52
BEST_POSSIBLE = 0.40  # correlation of the best weighing of the true traits with the true criterion
TOP_SHARE = 5 / 34
TOGETHER = 0.25  # correlation between traits, unless they are unrelated
MATTERS = {
    "equal": (np.r_[np.ones(4), np.zeros(6)], TOGETHER),
    "graded": (np.r_[1, 1 / 2, 1 / 4, 1 / 8, np.zeros(6)], TOGETHER),
    "unrelated": (np.r_[np.ones(4), np.zeros(6)], 0.0),
}
EXPERT_NOISE = {"good": 1.5, "noisy": 3.0}  # SD of the experts' mean about the truth, both on 0–4; clueless: anything


@dataclass(frozen=True)
class Job:
    """How the traits hang together (k, k), and what the true criterion takes of each true trait (k,)."""

    together: FloatArray
    importance: FloatArray

    @classmethod
    def of(cls, matters: str) -> "Job":
        importance, correlation = MATTERS[matters]
        together = np.full((TRAITS, TRAITS), correlation) + (1 - correlation) * np.eye(TRAITS)
        return cls(together, BEST_POSSIBLE * importance / np.sqrt(importance @ together @ importance))

    @property
    def validities(self) -> FloatArray:
        """Covariance of each observed score with the true criterion, both standardised."""
        return np.asarray(np.sqrt(RELIABILITY) * self.together @ self.importance)

    @property
    def observed(self) -> FloatArray:
        """Correlations between observed scores."""
        return RELIABILITY * self.together + (1 - RELIABILITY) * np.eye(TRAITS)

    def people(self, count: int, chance: np.random.Generator) -> tuple[FloatArray, FloatArray]:
        """Observed scores (n, k) and the true criterion (n,), all standardised."""
        true = chance.standard_normal((count, TRAITS)) @ np.linalg.cholesky(self.together).T
        rest = np.sqrt(1 - BEST_POSSIBLE**2) * chance.standard_normal(count)
        error = np.sqrt(1 - RELIABILITY) * chance.standard_normal((count, TRAITS))
        return np.sqrt(RELIABILITY) * true + error, true @ self.importance + rest

    def relevance(self, experts: str, chance: np.random.Generator) -> FloatArray:
        """The experts' mean ratings, 0–4 (k,)."""
        if experts == "clueless":
            return chance.uniform(0, 4, TRAITS)
        truth = 4 * self.importance / self.importance.max()
        return np.asarray(np.clip(truth + EXPERT_NOISE[experts] * chance.standard_normal(TRAITS), 0, 4))

    def validity_of(self, weights: FloatArray) -> float:
        """Correlation of a weighted sum with the true criterion among endless fresh applicants; 0 without weights."""
        spread = float(np.sqrt(weights @ self.observed @ weights))
        return float(weights @ self.validities) / spread if spread > 0 else 0.0


def judged(criterion: FloatArray, chance: np.random.Generator) -> FloatArray:
    """The criterion as two raters or a figure give it: reliability .52."""
    error = np.sqrt(1 - CRITERION_RELIABILITY) * chance.standard_normal(len(criterion))
    return np.asarray(np.sqrt(CRITERION_RELIABILITY) * criterion + error)
