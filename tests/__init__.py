"""The tests, named after the modules they test."""
