"""The body of standards as pages: look up, compare, search."""
