"""The body of standards: one room per country or family of instruments, and their loading."""
