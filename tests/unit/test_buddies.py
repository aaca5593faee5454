"""The naive heap keeps the published numbers, so that others can be measured against it."""

from unit.buddies import MEMORY, Buddies


def test_the_published_decomposition():
    heap = Buddies(0, 32)
    heap.add(0x100000001, 0x2FFFFFFFF)
    assert heap.total == 0x1FFFFFFF0
    assert heap.lists[:3] == [[], [], []]
    for order in range(3, 32):
        assert heap.lists[order] == [0x300000000 - (2 << order), 0x100000000 + (1 << order)]


def test_127_words():
    heap = Buddies(1016, 32)
    before = [list(each) for each in heap.lists]
    assert [len(each) for each in before[3:10]] == [1] * 7
    blocks = [heap.alloc(1) for _ in range(127)]
    assert None not in blocks and heap.alloc(1) is None
    for block in blocks:
        heap.dealloc(block, 1)
    assert heap.lists == before


def test_splitting_one_block_of_128():
    heap = Buddies(128)
    assert heap.alloc(16) == MEMORY
    assert heap.lists[4:8] == [[MEMORY + 16], [MEMORY + 32], [MEMORY + 64], []]


def test_order_caps_the_blocks():
    assert [len(each) for each in Buddies(512, 8).lists[:8]] == [0] * 7 + [4]
