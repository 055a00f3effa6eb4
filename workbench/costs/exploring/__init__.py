"""Costs looked at from every side: the allocation, the cube, the flow, the variance."""
