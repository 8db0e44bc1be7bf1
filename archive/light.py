"""sqlite-utils without pandas.

sqlite-utils looks for pandas when it is imported, for a feature that nothing here uses; where pandas is installed
that costs every command more than a second and 60 MB. Everybody here takes `Database` from this module.
"""

from __future__ import annotations

import sys
from typing import Any

_hidden: dict[str, Any] = {} if "pandas" in sys.modules else {"pandas": None}
sys.modules.update(_hidden)
from sqlite_utils import Database  # noqa: E402

for _name in _hidden:
    del sys.modules[_name]

__all__ = ["Database"]
