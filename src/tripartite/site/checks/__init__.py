"""Records held against standards: files in, a check in the background, results down to a worker's day."""
