"""Whose fault it is when a judge, lab/exercises/NN-name/judge.py, goes wrong: its own, in a line, and no student's."""

from __future__ import annotations

import signal
import traceback
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Iterator, Optional, Type

SECONDS = 10  # that a judge may take for one answer; all of them take some milliseconds


class Misjudged(Exception):
    """What is wrong with a judge: its file, the line where it is known, and what was expected."""


class _Late(BaseException):
    """Raised where a judge is when its time is over; no Exception, which it might catch."""


@contextmanager
def blamed(judge: Path, *passing: Type[BaseException]) -> Iterator[None]:
    """What goes wrong inside is the judge's fault, and raises Misjudged, unless it is one of `passing`.

    It sets an alarm, so it works in the main thread only.
    """

    def late(number: int, frame: Optional[FrameType]) -> None:
        raise _Late

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, SECONDS, 1)
    try:
        yield
    except passing:
        raise
    except _Late as fault:
        raise Misjudged(f"{_place(judge, fault)}: it took longer than {SECONDS} s") from fault
    except (Exception, SystemExit) as fault:
        raise Misjudged(f"{_place(judge, fault)}: {type(fault).__name__}: {fault}") from fault
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _place(judge: Path, fault: BaseException) -> str:
    """The file, and the line of it that was being run, or cannot be read."""
    if isinstance(fault, SyntaxError):
        return f"{judge.name}:{fault.lineno}"
    lines = [frame.lineno for frame in traceback.extract_tb(fault.__traceback__) if frame.filename == str(judge)]
    return f"{judge.name}:{lines[-1]}" if lines else judge.name
