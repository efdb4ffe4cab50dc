"""Seminars that teach the standards: a curriculum as data, with values from the standards of a country and a day."""
