"""The tree of dimensions: its codes, its rules, what may be changed, deleted and chosen."""
