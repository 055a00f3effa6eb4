"""Amounts split exactly: by percent, over several dimensions, whole fractions and flows."""
