"""Words that are no pointers and are known: what kernels, allocators and compilers write over memory, and why."""

from __future__ import annotations

from typing import Dict, Optional

REMOVED = "Linux writes this into an entry that was removed from its list: LIST_POISON{}"
POISONS = 0xDEAD000000000000  # what Linux adds to its poison where addresses have 64 bits
LINUX = {0x100: REMOVED.format(1), 0x122: REMOVED.format(2), 0x200: REMOVED.format(2)}
WORDS: Dict[int, str] = {
    0xDEADBEEF: "often written into memory that was given back",
    0xDEADC0DE: "often written into memory that was given back",
    0xBAADF00D: "Windows writes this into memory that nothing was written into yet",
    0xFEEEFEEE: "Windows writes this into memory that was given back",
    0xFAABCAFE: "often written into memory that was given back",
    0xFEEDFACE: "often written into memory that was given back",
    0xABABABAB: "Windows writes this after a block of its heap",
}
BYTES: Dict[int, str] = {
    0x01: "xv6 writes this into a page that was freed",
    0x05: "xv6 writes this into a page that was just allocated",
    0x5A: "Linux writes this into an object that nothing was written into yet: POISON_INUSE",
    0x6B: "Linux writes this into an object that was freed: POISON_FREE",
    0xA5: "FreeRTOS and others write this into memory that nothing was written into yet",
    0xAA: "compilers write this into variables that nothing was written into yet",
    0xBB: "Linux writes this around an object: SLUB_RED_INACTIVE",
    0xCC: "Linux and compilers write this into memory that nothing was written into yet",
    0xCD: "often written into memory that nothing was written into yet",
    0xDD: "often written into memory that was given back",
    0xDE: "BSD writes this into memory that was given back",
    0xFD: "written around a block of a heap by Microsoft's library",
    0xFE: "often written into memory that nothing was written into yet",
    0xFF: "what erased or missing memory reads as",
}
PAGE_BITS = 12  # how far glibc shifts an address to mangle a link with it
CHUNK = 16  # what the addresses of glibc's chunks are multiples of
NEAR = 32  # bits in which a chunk and the one that its link leads to may differ


def clause(word: Optional[int], place: Optional[int], word_size: int) -> str:
    """What is known of a word that leads nowhere, " (…)" to be put behind it; "" where nothing is.

    `place` is the address of the word, None where it has none. Numbers are those of Linux' include/linux/poison.h, of
    xv6's kernel/kalloc.c, and of glibc's malloc.c (safe-linking).
    """
    found = None if not word else _said(word, place or 0, word_size)
    return "" if found is None else f" ({found})"


def _said(word: int, place: int, word_size: int) -> Optional[str]:
    base = POISONS if word_size == 8 else 0
    if word - base in LINUX:
        return LINUX[word - base]
    for value, meaning in WORDS.items():
        if word in (value, value << 32 | value):
            return meaning
    data = word.to_bytes(word_size, "little")
    if len(set(data)) == 1 and data[0] in BYTES:
        return BYTES[data[0]]
    plain = word ^ place >> PAGE_BITS
    is_chunk = plain % CHUNK == 0 and plain >> NEAR == place >> NEAR and place >> NEAR
    if place % CHUNK == 0 and place and (plain == 0 or is_chunk):
        leads = "null" if plain == 0 else f"{plain:#x}"
        return f"glibc mangles the link of a chunk that was freed like this, by safe-linking: it stands for {leads}"
    return None
