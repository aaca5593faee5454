"""RAM in pieces larger than a page, where a target can copy so much at once."""

from __future__ import annotations

from typing import Callable, Dict, Optional, Sequence

PAGE = 4096
AHEAD = 16 * PAGE
BLOCK = 64 * PAGE


class Ahead:
    """RAM by physical address, copied many pages at a time: a question costs more than what it carries.

    `copy` takes a physical address and a size, and gives the bytes, or None or too few where it cannot; it is not asked
    again then, and `works` is False. It is asked for nothing that lies outside the `ram` that the page is part of.
    A block costs as much as a `few` questions for words; `most` is how many at once cost less than one by one.
    """

    def __init__(
        self, copy: Callable[[int, int], Optional[bytes]], ram: Sequence[range], few: int = 4, most: int = 4
    ) -> None:
        self.works = True
        self.few, self.most = few, most
        self._copy = copy
        self._ram = ram
        self._pages: Dict[int, bytes] = {}

    def page(self, frame: int) -> Optional[bytes]:
        """The page that lies at `frame`; None where it must be had in another way."""
        if frame not in self._pages:
            part = holding(self._ram, frame)
            if part is not None and frame + PAGE - 1 in part:
                start = max(frame & -AHEAD, -(-part.start & -PAGE))
                data = self.copied(start, min((frame & -AHEAD) + AHEAD, part.stop & -PAGE)) or b""
                self._pages.update((start + at, data[at : at + PAGE]) for at in range(0, len(data), PAGE))
        return self._pages.get(frame)

    def copied(self, start: int, stop: int) -> Optional[bytes]:
        """What lies there in RAM, copied anew; None where it must be had in another way."""
        data = self._copy(start, stop - start) if self.works else None
        self.works = data is not None and len(data) == stop - start
        return data if self.works else None


def holding(parts: Sequence[range], address: int) -> Optional[range]:
    """The part that holds `address`."""
    for part in parts:
        if address in part:
            return part
    return None
