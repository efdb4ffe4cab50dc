"""Question banks of other programs, read: GIFT, Aiken and Moodle XML."""
