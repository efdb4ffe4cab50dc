"""The web platform: one app per job. Nothing outside this folder knows Django."""
