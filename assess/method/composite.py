"""The composite, its uncertainty and its bands, on bare arrays: n people by k scales, standardised."""

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int8]

LEVEL = 0.80
REACH = float(ndtri(1 - (1 - LEVEL) / 2))
BELOW, AROUND, ABOVE = -1, 0, 1


def composites(z: FloatArray, weight: FloatArray) -> FloatArray:
    """c = Σ w_j·z_j, (n, k) and (k,) → (n,) (METHOD, step 6)."""
    return np.asarray(z @ weight, dtype=np.float64)


def error_variance(weight: FloatArray, error: FloatArray) -> FloatArray:
    """w'Σ_e·w over the last axis, Σ_e = diag(SD_j²(1 − r_j)): what the measure itself leaves open (METHOD, step 6)."""
    return np.asarray((weight**2 * error).sum(axis=-1), dtype=np.float64)


def composite_variance(z: FloatArray, weight: FloatArray, error: FloatArray, theta_sd: FloatArray) -> FloatArray:
    """Var(c) = w'Σ_e·w + z'Σ_θ·z, Σ_θ = diag(sd_j²), (n,): the measure's error and that of the weights."""
    return error_variance(weight, error) + z**2 @ theta_sd**2


def middle_half(values: FloatArray) -> tuple[float, float]:
    """First and third quartile (type 7 of Hyndman & Fan 1996)."""
    low, high = np.quantile(values, (0.25, 0.75))
    return float(low), float(high)


def bands(values: FloatArray, sd: FloatArray, low: FloatArray | float, high: FloatArray | float) -> IntArray:
    """Below (−1), around (0) or above (1) the middle half: only when the 80 % interval lies wholly outside it."""
    is_below, is_above = values + REACH * sd < low, values - REACH * sd > high
    return is_above.astype(np.int8) - is_below.astype(np.int8)
