"""The program started as a module or by the installed executable."""

import sys

from desktop.cli import main

sys.exit(main())
