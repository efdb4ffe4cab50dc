"""Modules as packages that learning platforms load: SCORM 1.2 and Common Cartridge 1.1."""
