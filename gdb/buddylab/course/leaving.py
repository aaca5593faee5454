"""How a program ends: with its status, and without a traceback where somebody stops it or nobody reads on."""

from __future__ import annotations

import os
import sys
from typing import Callable, NoReturn


def leave(main: Callable[[], int], stopped: str) -> NoReturn:
    """Runs `main` and leaves with the status that it gives; with the sentence `stopped` after Ctrl-C."""
    try:
        status = main()
        sys.stdout.flush()
    except KeyboardInterrupt:
        sys.exit(stopped)
    except OSError as fault:
        # What is still to be printed would fail once more at the very end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(fault, BrokenPipeError):  # nobody reads on, as with make tour | head
            sys.exit(1)
        sys.exit(f"{fault.filename or 'The output'}: {fault.strerror}.")
    sys.exit(status)
