"""What others do with the same staff, and what is to be beaten: weights (k,), or scores of applicants (n,).

Scores come standardised; `top` holds those of the best.
"""

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
PENALTIES = np.logspace(-1, 4, 30)


def within_bands(top: FloatArray, applicants: FloatArray) -> FloatArray:
    """On how many traits an applicant lies between the lowest and the highest of the best."""
    inside = (applicants >= top.min(axis=0)) & (applicants <= top.max(axis=0))
    return np.asarray(inside.sum(axis=1), dtype=np.float64)


def nearness(top: FloatArray, applicants: FloatArray) -> FloatArray:
    """Less the distance to the mean profile of the best."""
    return -np.asarray(np.linalg.norm(applicants - top.mean(axis=0), axis=1))


def likeness(top: FloatArray, applicants: FloatArray) -> FloatArray:
    """Correlation with the mean profile of the best."""
    profile = top.mean(axis=0) - top.mean()
    rows = applicants - applicants.mean(axis=1, keepdims=True)
    return np.asarray(rows @ profile / (np.linalg.norm(rows, axis=1) * np.linalg.norm(profile)))


def ridge(scores: FloatArray, criterion: FloatArray) -> FloatArray:
    """Ridge regression on all staff, its penalty by generalised cross-validation (Golub, Heath & Wahba 1979)."""
    left, values, right = np.linalg.svd(scores - scores.mean(axis=0), full_matrices=False)
    seen = left.T @ (criterion - criterion.mean())
    shrunk = values**2 / (values**2 + PENALTIES[:, None])
    unexplained = float(((criterion - criterion.mean()) ** 2).sum()) - (seen**2).sum()
    misfit = unexplained + (((1 - shrunk) * seen) ** 2).sum(axis=1)
    best = int(np.argmin(misfit / (len(scores) - 1 - shrunk.sum(axis=1)) ** 2))
    return np.asarray(right.T @ (shrunk[best] * seen / values))
