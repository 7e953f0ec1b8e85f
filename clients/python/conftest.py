"""Nothing is written beside the checks."""

import sys

sys.dont_write_bytecode = True
