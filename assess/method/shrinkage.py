"""What the experts expect and what the own people show, weighed by how much each can know. Everything is in d."""

import numpy as np
import numpy.typing as npt

from assess.method.contrast import top_separation

FloatArray = npt.NDArray[np.float64]

TAU = 0.15
NARROW, WIDE = 0.10, 0.25  # the sensitivity line
MOST_RELEVANT = 4


def prior(relevance: FloatArray, validity: FloatArray, share: float) -> FloatArray:
    """μ_j = d(p)·ρ·rel_j/4: what the experts' relevance (0–4) promises of a measure of validity ρ (METHOD, step 1)."""
    return np.asarray(top_separation(share) * validity * relevance / MOST_RELEVANT, dtype=np.float64)


def shrunk(effect: FloatArray, variance: FloatArray, mu: FloatArray, tau: float = TAU) -> FloatArray:
    """θ̂ = (g/v + μ/τ²)/(1/v + 1/τ²), normal-normal (METHOD, step 4; Gelman et al. 2013, equation 5.17).

    Where there is no effect (NaN) it is the prior.
    """
    share = own_share(variance, tau)
    return np.where(np.isnan(effect), mu, share * np.nan_to_num(effect) + (1 - share) * mu)


def shrunk_sd(variance: FloatArray, tau: float = TAU) -> FloatArray:
    """sd = (1/v + 1/τ²)^−½ of θ̂; τ where there is no effect (NaN)."""
    return np.asarray(tau * np.sqrt(1 - own_share(variance, tau)), dtype=np.float64)


def own_share(variance: FloatArray, tau: float = TAU) -> FloatArray:
    """B_j = τ²/(τ² + v_j): how much of θ̂ comes from the own people; 0 where there is no effect (NaN)."""
    return np.where(np.isnan(variance), 0.0, tau**2 / (tau**2 + np.nan_to_num(variance)))


def weights(theta: FloatArray) -> FloatArray:
    """w_j = max(0, θ̂_j): nobody is ever "too good" (METHOD, step 6)."""
    return np.maximum(theta, 0.0)


def shares(weight: FloatArray) -> FloatArray:
    """Each weight as a share of their sum, over the last axis; 0 when all are 0."""
    total = weight.sum(axis=-1, keepdims=True)
    return np.asarray(weight / np.where(total > 0, total, 1.0), dtype=np.float64)
