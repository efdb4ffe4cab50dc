"""Hold a factory's own records against labour law: every worker, every day."""

VERSION = "0.1.0"
