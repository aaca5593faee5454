"""A pretended target for GDB: some memory and nothing else, for what no machine at hand does when it is asked to.

It is of any byte order, as slow as one likes, and it can die in the middle of a walk.
"""

from __future__ import annotations

import socket
import struct
import tempfile
import threading
import time
from pathlib import Path
from typing import Dict, List, Optional

REGISTERS = 64  # bytes; the registers behind them are unknown, whatever the architecture


class Stub:
    """Serves one GDB on a unix socket, in a thread of its own; `path` is what follows `target remote`."""

    def __init__(
        self, memory: Dict[int, bytes], delay: float = 0, dies_at: Optional[int] = None, registers: int = REGISTERS
    ) -> None:
        """`memory` holds runs of bytes by address. Reading takes `delay` seconds, and reading `dies_at` is the end.

        `registers` is their size in bytes, all of them 0.
        """
        self.registers = registers
        self.memory = memory
        self.delay = delay
        self.dies_at = dies_at
        self.asked: List[range] = []  # the addresses of each read
        self._folder = tempfile.TemporaryDirectory(prefix="stub-", dir="/tmp")
        self.path = str(Path(self._folder.name) / "gdb")
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(self.path)
        self._listener.listen(1)
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        try:
            connection, _ = self._listener.accept()
            self._listener.close()
            self._folder.cleanup()
            with connection, connection.makefile("rwb") as stream:
                while True:
                    packet = _packet(stream)
                    if packet is None:
                        return
                    if packet == b"k":  # there is no answer to this one; GDB hangs up
                        continue
                    answer = self._answer(packet.decode("latin-1")).encode()
                    stream.write(b"+$%s#%02x" % (answer, sum(answer) % 256))
                    stream.flush()
        except OSError:
            pass  # GDB went away, or the stub was told to

    def _answer(self, packet: str) -> str:
        if packet.startswith("qSupported"):
            return "PacketSize=1000"
        if packet == "?":
            return "S05"
        if packet == "g":
            return "00" * self.registers
        if packet[0] == "m":
            address, size = (int(number, 16) for number in packet[1:].split(","))
            return self._read(address, size)
        return "OK" if packet[0] in "HD" else ""

    def _read(self, address: int, size: int) -> str:
        self.asked.append(range(address, address + size))
        if self.dies_at in self.asked[-1]:
            raise OSError("the end that was asked for")
        for start, data in self.memory.items():
            if start <= address < start + len(data):
                time.sleep(self.delay)
                return data[address - start : address - start + size].hex()
        return "E01"


def _packet(stream) -> Optional[bytes]:
    """The next packet without its frame; None at the end. Acknowledgements and interrupts are skipped."""
    while True:
        byte = stream.read(1)
        if not byte:
            return None
        if byte == b"$":
            data = bytearray()
            while True:
                byte = stream.read(1)
                if byte == b"#":
                    stream.read(2)
                    return bytes(data)
                data += byte


def chain(addresses: List[int], word: str = "<Q", size: int = 4096) -> Dict[int, bytes]:
    """Memory with a list through `addresses`, each on a page of its own; the last holds 0."""
    memory = {}
    for address, following in zip(addresses, addresses[1:] + [0]):
        page = bytearray(size)
        struct.pack_into(word, page, address % 4096, following)
        memory[address & -4096] = bytes(page)
    return memory
