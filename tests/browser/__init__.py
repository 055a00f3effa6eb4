"""What a person sees: tests that open the served dashboards in a real browser."""
