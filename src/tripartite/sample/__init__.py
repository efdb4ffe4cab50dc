"""Made-up records with faults whose counts are known: a factory's messy files, and datasets of any size.

Nothing in them is of a real person or firm. The same seed gives the same bytes.
"""
