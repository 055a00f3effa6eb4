"""Allocation keys: versions, drivers, what they describe, what if they changed, service centers."""
