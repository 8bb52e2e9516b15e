"""How the best differ from the rest, in d: Hedges g from two groups, or θ from a figure. Arrays are (k,) scales."""

import numpy as np
import numpy.typing as npt
from scipy.special import gammaln, nctdtrinc, ndtri, stdtr

FloatArray = npt.NDArray[np.float64]
LEVEL = 0.95
FLAT = 1e-9  # a spread below this is none


def top_separation(share: float) -> float:
    """d(p) = φ(z_p)/(p(1 − p)): what a correlation of 1 with the criterion would put between the top p and the rest.

    The mean of a normal criterion is φ(z_p)/p above the middle in the top, φ(z_p)/(1 − p) below it in the rest.
    """
    z = float(ndtri(share))
    return float(np.exp(-z * z / 2) / np.sqrt(2 * np.pi)) / (share * (1 - share))


def small_sample_correction(m: FloatArray | float) -> FloatArray:
    """J(m) = Γ(m/2)/(√(m/2)·Γ((m − 1)/2)), exact (Hedges 1981, equation 6e); m = n₁ + n₂ − 2 ≥ 2."""
    half = np.asarray(m, dtype=np.float64) / 2
    return np.asarray(np.exp(gammaln(half) - gammaln(half - 0.5)) / np.sqrt(half), dtype=np.float64)


def pooled_sd(squares: FloatArray, m: FloatArray | float) -> FloatArray:
    """S_p = √(((n₁ − 1)s₁² + (n₂ − 1)s₂²)/m), from the squares within both groups together."""
    return np.asarray(np.sqrt(np.maximum(squares, 0) / m), dtype=np.float64)


def hedges_g(difference: FloatArray, sd: FloatArray, m: FloatArray | float) -> FloatArray:
    """g = J(m)·(M_top − M_rest)/S_p (Hedges 1981); NaN where nobody differs from their own group."""
    return small_sample_correction(m) * difference / np.where(sd < FLAT, np.nan, sd)


def hedges_variance(g: FloatArray, top: FloatArray | int, rest: FloatArray | int) -> FloatArray:
    """v = 1/n₁ + 1/n₂ + g²/(2(n₁ + n₂)) (Hedges 1981; metafor's "LS")."""
    return np.asarray(1 / top + 1 / rest + g**2 / (2 * (top + rest)), dtype=np.float64)


def hedges_interval(g: float, top: int, rest: int, level: float = LEVEL) -> tuple[float, float]:
    """Interval of δ, by inverting the noncentral t, times J like g itself (Hedges 1981; Cumming & Finch 2001)."""
    m = top + rest - 2
    correction, scale = float(small_sample_correction(m)), float(np.sqrt(1 / top + 1 / rest))
    t, tail = g / correction / scale, (1 - level) / 2
    low, high = (float(nctdtrinc(m, share, t)) for share in (1 - tail, tail))
    return correction * scale * low, correction * scale * high


def figure_effect(correlation: FloatArray, share: float) -> FloatArray:
    """θ_j = d(p)·r_j: the standardised difference that a correlation stands for (METHOD, step 2)."""
    return top_separation(share) * correlation


def figure_variance(correlation: FloatArray, share: float, count: FloatArray | int) -> FloatArray:
    """v_j = d(p)²(1 − r_j²)²/(N − 1), by the large-sample variance of r (METHOD, step 2)."""
    return np.asarray(top_separation(share) ** 2 * (1 - correlation**2) ** 2 / (count - 1), dtype=np.float64)


def figure_interval(effect: float, share: float, count: int, level: float = LEVEL) -> tuple[float, float]:
    """Interval of θ: d(p) times that of r by Fisher's z, SE 1/√(N − 3) (Fisher 1921); N ≥ 4."""
    separation = top_separation(share)
    middle = np.arctanh(np.clip(effect / separation, -1 + FLAT, 1 - FLAT))
    reach = -float(ndtri((1 - level) / 2)) / np.sqrt(count - 3)
    return separation * float(np.tanh(middle - reach)), separation * float(np.tanh(middle + reach))


def t_test_p(t: FloatArray, m: int) -> FloatArray:
    """Two-sided p of Student's t with m degrees of freedom."""
    return np.asarray(2 * stdtr(m, -np.abs(t)), dtype=np.float64)


def t_of_effect(g: FloatArray, top: int, rest: int) -> FloatArray:
    """The t that belongs to g: t = g/(J·√(1/n₁ + 1/n₂))."""
    return np.asarray(g / small_sample_correction(top + rest - 2) / np.sqrt(1 / top + 1 / rest), dtype=np.float64)


def t_of_correlation(r: FloatArray, count: int) -> FloatArray:
    """t = r√((N − 2)/(1 − r²)), N − 2 degrees of freedom (Student 1908)."""
    return np.asarray(r * np.sqrt((count - 2) / np.maximum(1 - r**2, FLAT)), dtype=np.float64)
