"""The joint split from marginal percentages, solved exactly."""
