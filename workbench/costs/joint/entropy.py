"""The most even joint split: of all that keep the marginals, the one with the largest entropy, in floating point.

Its shares are products of one factor an element (Darroch and Ratcliff); the logarithms of the factors minimise a convex
function, which Newton's method does in a few steps where proportional fitting would need thousands.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_SWEEPS = 8
_STEPS = 60
_DENSE_UP_TO = 1000
"""Rows up to which a dense solver is the faster one."""
_RIDGE = 1e-13
"""Added to the diagonal of the scaled second derivative, which is singular: the marginals follow from one another in part."""


def most_even(matrix: Any, marginals: Floats, precision: float) -> Floats:
    """Shares, one a column of the sparse 0/1 `matrix` (element by combination), whose sums by row come near the marginals (all
    positive): to within `precision`, relative to them, where every combination can have a share; where not, some shares tend to
    zero, slowly."""
    transposed = matrix.T.tocsr()
    in_row = matrix.nnz / matrix.shape[1]
    powers = np.log(marginals)
    with np.errstate(over="ignore", under="ignore", invalid="ignore", divide="ignore"):
        shares = np.exp(transposed @ powers)
        for _sweep in range(_SWEEPS):  # all elements at once, by the in_row-th root of what is missing
            powers += np.log(marginals / (matrix @ shares)) / in_row
            shares = np.exp(transposed @ powers)
        for _step in range(_STEPS):
            sums = matrix @ shares
            gap = marginals - sums
            if np.abs(gap / marginals).max() <= precision:
                break
            step = _newton(matrix, transposed, shares, sums, gap)
            better = _shortened(matrix, transposed, marginals, powers, step, gap)
            if better is None:
                break
            powers = better
            shares = np.exp(transposed @ powers)
    return shares


def _newton(matrix: Any, transposed: Any, shares: Floats, sums: Floats, gap: Floats) -> Floats:
    from scipy.sparse import diags_array, eye_array
    from scipy.sparse.linalg import splu

    scale = 1 / np.sqrt(sums)
    scaled = diags_array(scale) @ matrix @ diags_array(np.sqrt(shares))
    curvature = (scaled @ scaled.T + _RIDGE * eye_array(len(sums))).tocsc()
    right = gap * scale
    if len(sums) <= _DENSE_UP_TO:
        step: Floats = np.linalg.solve(curvature.toarray(), right)
    else:
        step = splu(curvature).solve(right)
    return step * scale


def _shortened(matrix: Any, transposed: Any, marginals: Floats, powers: Floats, step: Floats, gap: Floats) -> Floats | None:
    """The powers after the longest part of the step that helps; None where none does: floats tell no further."""
    value = np.exp(transposed @ powers).sum() - marginals @ powers
    worst = np.abs(gap / marginals).max()
    length = 1.0
    while length > 1e-6:
        tried: Floats = powers + length * step
        shares = np.exp(transposed @ tried)
        if shares.sum() - marginals @ tried < value - 1e-4 * length * (step @ gap):
            return tried
        if np.abs((marginals - matrix @ shares) / marginals).max() < 0.9 * worst:
            return tried
        length /= 2
    return None
