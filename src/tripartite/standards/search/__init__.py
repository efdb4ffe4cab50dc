"""Search over the body of standards in seven languages, in memory. Build an index once, then ask it."""
