import json
import sys
from pathlib import Path

from parse.report import as_json, read

print(json.dumps(as_json(read(Path(sys.argv[2]).read_bytes())), ensure_ascii=False))
