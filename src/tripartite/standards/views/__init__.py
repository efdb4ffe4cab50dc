"""The library as plain data for a reader: each view is JSON-ready, in a chosen language, and tells where it fell back."""
