"""What reading records may refuse."""


class RecordsError(Exception):
    """Records that cannot be used as they are. The text says what is wrong, where, and what to do."""
