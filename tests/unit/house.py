"""The rooms of the house, from the ground up, and who may enter them: says what is wrong with the imports in gdb/.

A room is a file or a folder below gdb/buddylab, or a program beside it. Of nested rooms, draw and draw/figure, the
innermost counts.
"""

from __future__ import annotations

import ast
from functools import lru_cache
from pathlib import Path
from typing import Dict, Iterator, List, Mapping, Optional, Tuple

# What each room may import beside itself: only what stands above it here.
ROOMS = {
    "whole": "",
    "memory/ahead": "",
    "memory/image": "memory/ahead",
    "history": "",
    "addresses": "",
    "spelling": "",
    "few": "",
    "columns": "",
    "ends": "",
    "model": "ends",
    "snapshot": "addresses few model",
    "heaps/tree": "",
    "heaps/zone": "",
    "heaps/free_list": "model",
    "heaps/heap_model": "addresses heaps/free_list heaps/tree heaps/zone model snapshot",
    "encoded": "memory/image ends model",
    "memory/runs": "memory/ahead",
    "memory/arrays": "memory/ahead memory/image model",
    "walk": "encoded memory/arrays memory/image ends model",
    "poison": "",
    "check": "ends model poison spelling",
    "heaps/read_tree": "heaps/tree memory/image",
    "heaps/read_zone": "heaps/zone memory/image model walk",
    "heaps/heap": "heaps/free_list heaps/heap_model heaps/read_tree heaps/read_zone heaps/tree heaps/zone "
    "memory/image ends model walk",
    "heaps/signs": "heaps/free_list heaps/heap_model spelling",
    "heaps/sizes": "",
    "heaps/no_heap": "heaps/free_list heaps/heap_model heaps/signs ends model poison",
    "heaps/check_sized": "heaps/free_list heaps/heap_model ends model",
    "heaps/check_books": "heaps/heap_model model poison",
    "heaps/check_tree": "heaps/tree model",
    "heaps/check_zone": "heaps/free_list heaps/heap_model heaps/zone model spelling",
    "heaps/check_heap": "check heaps/check_books heaps/check_sized heaps/check_tree heaps/check_zone "
    "heaps/free_list heaps/heap_model heaps/no_heap model",
    "diff": "heaps/free_list heaps/heap_model memory/image ends model snapshot walk",
    "practice": "heaps/free_list heaps/heap heaps/heap_model memory/image ends model spelling walk",
    "draw/words": "addresses columns few heaps/free_list heaps/heap_model heaps/tree heaps/zone history ends model "
    "snapshot spelling",
    "draw/figure": "few",
    "draw/fit": "draw/figure",
    "draw/bars": "draw/figure few spelling",
    "draw/views": "check draw/bars draw/figure draw/words few heaps/free_list heaps/heap_model heaps/tree "
    "heaps/zone history ends model snapshot spelling",
    "draw/forms": "columns draw/figure draw/fit draw/views draw/words heaps/heap_model history snapshot spelling",
    "draw/pages": "draw/figure whole",
    "sheets": "draw/figure draw/views heaps/heap_model model snapshot practice walk",
    "course": "columns draw/pages whole",
    "grading": "check heaps/check_heap heaps/free_list heaps/heap heaps/heap_model memory/image model walk whole",
    "checking": "course grading",
    "packing": "course grading whole",
    "target/ask": "",
    "target/types": "memory/image target/ask",
    "target": "addresses heaps/heap heaps/heap_model heaps/tree heaps/zone memory/ahead memory/image memory/runs model "
    "practice snapshot target/ask target/types walk",
    "target/runs": "grading heaps/heap heaps/read_zone history memory/ahead memory/image spelling target target/ask "
    "target/types walk",
    "target/lists": "check encoded heaps/heap memory/image ends model target target/ask target/types walk",
    "target/allocators": "check heaps/heap heaps/heap_model heaps/sizes memory/image ends model snapshot spelling "
    "target target/ask target/lists target/types walk",
    "commands": "check columns heaps/check_heap course diff draw/figure draw/forms draw/pages draw/views draw/words "
    "heaps/heap heaps/heap_model memory/ahead model snapshot heaps/no_heap practice sheets spelling target "
    "target/allocators target/ask target/lists target/runs walk whole",
    "load": "commands",
    "play": "checking columns course draw/figure whole",
    "grade": "columns course grading spelling whole",
    "grade_class": "columns course few grading spelling whole",
    "mistakes": "checking course grading",
    "pack": "columns course few grading packing spelling",
    "worksheets": "columns course draw/figure grading practice sheets spelling whole",
    "linux": "columns course packing whole",
    "probe": "",
}
WITH_GDB = ("target", "commands", "probe")  # the rooms that know GDB
PACKAGE = "buddylab"


def sources(folder: Path) -> Dict[str, str]:
    """The Python files in gdb/, by their names without the package's and without the ending: draw/dot."""
    found = {}
    for path in sorted(folder.rglob("*.py")):
        name = path.relative_to(folder).with_suffix("").as_posix()
        found[name[len(PACKAGE) + 1 :] if name.startswith(f"{PACKAGE}/") else name] = path.read_text()
    return found


def faults(texts: Mapping[str, str], rooms: Mapping[str, str]) -> List[str]:
    """Every rule that these files break, a sentence each; empty for a good house."""
    found = [f"{room}: there is no such room" for room in rooms if all(_room(name, rooms) != room for name in texts)]
    ways: Dict[str, List[str]] = {}
    for name, text in texts.items():
        room = _room(name, rooms)
        if room is None and name.split("/")[-1] != "__init__":
            found.append(f"{name}: belongs to no room")
        ways[name] = []
        for module in _imports(name, text):
            if module is None:
                found.append(f"{name}: imports something whose name is not written there")
            elif module.split(".")[0] == "gdb" and (room is None or room.split("/")[0] not in WITH_GDB):
                found.append(f"{name}: imports {module}")
            elif module.split(".")[0] == PACKAGE:
                to = _file(module, texts)
                ways[name].append(to)
                there = _room(to, rooms)
                if there is None or room is None or there not in (room, *rooms[room].split()):
                    found.append(f"{name}: enters {there or to}")
    return found + [f"{' → '.join(circle)}: a circle" for circle in _circles(ways)]


def _room(name: str, rooms: Mapping[str, str]) -> Optional[str]:
    """The innermost room that a file, or a folder, lies in."""
    parts = name.split("/")
    inside = ["/".join(parts[:deep]) for deep in range(len(parts), 0, -1)]
    return next((each for each in inside if each in rooms), None)


def _file(module: str, texts: Mapping[str, str]) -> str:
    """The file that a module is, or the folder; of a name in a module the file of that."""
    parts = module.split(".")[1:]
    while parts and "/".join(parts) not in texts and not any(name.startswith("/".join(parts) + "/") for name in texts):
        parts.pop()
    return "/".join(parts) or "__init__"


@lru_cache(maxsize=None)
def _imports(name: str, text: str) -> List[Optional[str]]:
    """The full name of everything that a file imports, in whatever way and place; None for what cannot be told."""
    package = [PACKAGE, *name.split("/")[:-1]]
    found: List[Optional[str]] = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) + 1 - node.level] if node.level else []
            found += [".".join([*above, *filter(None, [node.module]), alias.name]) for alias in node.names]
        elif isinstance(node, ast.Call) and _called(node) in ("import_module", "__import__"):
            first = node.args[0] if node.args else None
            written = isinstance(first, ast.Constant) and len(node.args) == 1 and not node.keywords
            found.append(str(first.value) if isinstance(first, ast.Constant) and written else None)
    return found


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _circles(ways: Mapping[str, List[str]]) -> Iterator[Tuple[str, ...]]:
    """The circles that one gets into, each once."""
    done: Dict[str, bool] = {}  # whether all that lies behind a file was looked at; False meanwhile

    def follow(way: Tuple[str, ...]) -> Iterator[Tuple[str, ...]]:
        done[way[-1]] = False
        for to in ways.get(way[-1], []):
            if to not in done:
                yield from follow((*way, to))
            elif not done[to]:
                yield (*way[way.index(to) :], to)
        done[way[-1]] = True

    for name in sorted(ways):
        if name not in done:
            yield from follow((name,))
