"""Put it right: actions, back pay, and what a later check closes."""
