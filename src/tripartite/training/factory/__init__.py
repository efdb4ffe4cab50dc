"""A month of a small made-up factory for a group of a seminar: find what is wrong with it."""
