"""Seminars: planned, held, measured, certified, followed up, and passed on."""
