"""YAML with every scalar left as text, so that 22:00, 4.10 and NO stay what they look like.

PyYAML is imported when a file is first read: what came of most files is kept, and then it is not needed.
"""

from __future__ import annotations

import importlib.util
import sys
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    import yaml as yaml  # noqa: PLC0414 - handed on
else:

    def _later(name: str) -> Any:
        """A module that is loaded when something of it is first asked for."""
        if name in sys.modules:
            return sys.modules[name]
        spec = importlib.util.find_spec(name)
        spec.loader = importlib.util.LazyLoader(spec.loader)
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
        return module

    yaml = _later("yaml")


def loader() -> Any:
    """PyYAML's loader that guesses nothing, the fast one where it was built."""
    return getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def load_plain(content: str | IO[str]) -> Any:
    """Mappings, lists and text. Raises yaml.YAMLError."""
    return yaml.load(content, loader())
