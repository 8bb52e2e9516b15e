"""How consistent a scale is: α, ω and item–rest. Items are (n, m), one scale, already keyed; NaN is a gap."""

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

FloatArray = npt.NDArray[np.float64]


def pairwise_covariances(items: FloatArray) -> FloatArray:
    """Covariances (m, m), each over the people who answered both items, n − 1 in the divisor (as R's psych does)."""
    is_given = (~np.isnan(items)).astype(np.float64)
    values = np.where(np.isnan(items), 0.0, items)
    both = is_given.T @ is_given
    products, totals, others = values.T @ values, values.T @ is_given, is_given.T @ values
    return (products - totals * others / np.maximum(both, 1)) / np.where(both > 1, both - 1, np.nan)


def complete_covariances(items: FloatArray) -> FloatArray:
    """Covariances (m, m) over the people who answered every item, n − 1 in the divisor."""
    return pairwise_covariances(items[~np.isnan(items).any(axis=1)])


def cronbach_alpha(covariances: FloatArray) -> float:
    """α = m/(m − 1)·(1 − Σs_j²/s_total²), from covariances (m, m) (Cronbach 1951). NaN without any variance."""
    count, total = len(covariances), float(covariances.sum())
    return count / (count - 1) * (1 - float(np.trace(covariances)) / total) if total > 0 else float("nan")


def alpha_if_dropped(covariances: FloatArray) -> FloatArray:
    """α of the other items, for each item (m,); three items at least."""
    return np.array([cronbach_alpha(_without(covariances, item)) for item in range(len(covariances))])


def item_rest_correlations(covariances: FloatArray) -> FloatArray:
    """Correlation of each item with the sum of the others, (m,) (Nunnally & Bernstein 1994; psych's r.drop)."""
    variances = np.diag(covariances)
    with_rest = covariances.sum(axis=1) - variances
    rest = covariances.sum() - 2 * with_rest - variances
    return np.asarray(with_rest / np.sqrt(variances * rest), dtype=np.float64)


def one_factor_loadings(correlations: FloatArray) -> FloatArray:
    """Loadings (m,) of one factor that leave the least squared correlation (minres; Harman & Jones 1966)."""
    apart = ~np.eye(len(correlations), dtype=bool)

    def misfit(loadings: FloatArray) -> tuple[float, FloatArray]:
        left = np.where(apart, correlations - np.outer(loadings, loadings), 0.0)
        return float((left**2).sum()) / 2, -2 * left @ loadings

    _values, vectors = np.linalg.eigh(correlations)
    start = vectors[:, -1] * np.sqrt(0.5)
    found = minimize(misfit, start, jac=True, method="L-BFGS-B", bounds=[(-1, 1)] * len(start), tol=1e-14).x
    return np.asarray(found * np.sign(found.sum()), dtype=np.float64)


def omega_total(covariances: FloatArray) -> float:
    """ω = 1 − Σ(1 − λ_j²)/Σr_jk, of the standardised items and one factor (McDonald 1999, chapter 6).

    R's psych fits the same model and stops its search earlier; its published figures agree to .0005.
    """
    sds = np.sqrt(np.diag(covariances))
    correlations = covariances / np.outer(sds, sds)
    uniqueness = 1 - one_factor_loadings(correlations) ** 2
    return 1 - float(uniqueness.sum()) / float(correlations.sum())


def _without(covariances: FloatArray, item: int) -> FloatArray:
    return np.delete(np.delete(covariances, item, axis=0), item, axis=1)
