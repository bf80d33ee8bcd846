"""Stands for JupyterLab, ruff, mypy and pytest: says how it was called."""

import json
import os
import sys
from pathlib import Path

name = Path(sys.argv[0]).stem
print(json.dumps({"name": name, "arguments": sys.argv[1:], "prefix": sys.prefix, "folder": os.getcwd()}))
sys.exit(name == os.environ.get("FAILS"))
