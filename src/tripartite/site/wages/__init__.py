"""A worker's own pages: was I paid right, and my hours."""
