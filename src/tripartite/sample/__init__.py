"""A made-up factory with messy files and planted faults whose number is known."""
