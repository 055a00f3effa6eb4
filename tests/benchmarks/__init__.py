"""The bars of performance, as ratios measured in one run. Never part of the tests, except in a small size."""
