"""The Markdown of a page, taken apart. Its headings are found by a quick look, what stands below one by a parser.

A fenced block marked `console` is a transcript. Lines that start with `$ ` are typed into a shell, lines that start
with `(gdb) ` into the debugger, and what stands below each is its output. A picture in a paragraph of its own is a
figure; one from diagrams/ is drawn by the last show command before it. Hints and answers stand in <details>.

A command that holds … is open: the reader says what stands there. It is not played, so that it has no output; what is
played instead, for the commands behind it, stands in a fold below it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Dict, Iterator, List, NoReturn, Optional, Sequence, Tuple

from buddylab.course.blocks import Code, Command, Figure, Fold, Prose, Table, Transcript

DEBUGGER = "(gdb) "
PROMPTS = ("$ ", DEBUGGER)
HEADING = re.compile(r"(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*")
FENCE = re.compile(r" {0,3}(`{3,}(?=[^`]*$)|~{3,})(.*)")
COMMENT = re.compile(" {0,3}<!--")
FOLD = re.compile(r"<details>\s*<summary>(.*?)</summary>\s*(.*?)\s*</details>", re.DOTALL)
DRAWN = re.compile(r"diagrams/.+\.svg")


def headings(lines: Sequence[str], page: str) -> Iterator[Tuple[int, int, str]]:
    """The headings at the left margin: index of the line, depth, title. Quick; what it overlooks, a Section notices."""
    opened, until = 0, ""  # in which line something starts that has no headings, and what ends it
    for at, line in enumerate(lines):
        fence, heading = FENCE.match(line), HEADING.fullmatch(line)
        if until == "-->":
            until = "" if until in line else until
        elif until:
            until = "" if fence and fence[1].startswith(until) and not fence[2].strip() else until
        elif fence:
            opened, until = at, fence[1]
        elif COMMENT.match(line) and "-->" not in line:
            opened, until = at, "-->"
        elif heading:
            yield at, len(heading[1]), heading[2] or ""
    if until:
        raise ValueError(f"{page}:{opened + 1}: this is not closed; expected {until} below it.")


@lru_cache(maxsize=None)
def _parser() -> Any:
    from markdown_it import MarkdownIt  # takes a moment to load, and not every session reads

    return MarkdownIt("commonmark", {"html": True}).enable("table")


def blocks(source: str, first: int, page: str, illustrated: bool) -> List[Prose]:
    """What a section consists of, but for comments, in order; `first` is the number of its first line in `page`.

    Where it is `illustrated`, there may be figures in front of the first command. Raises ValueError, naming the line,
    where something is wrong or where readers of Markdown would disagree.
    """
    return _Reader(source, first, page, illustrated).blocks()


class _Reader:
    """Takes one section apart."""

    def __init__(self, source: str, first: int, page: str, illustrated: bool) -> None:
        self._source, self._first, self._page, self._illustrated = source, first, page, illustrated
        self._lines = source.split("\n")
        self._found: List[Prose] = []
        self._commands: List[Command] = []  # those up to here
        self._fold: Optional[Tuple[int, int]] = None  # where it opens: line, and number of commands before

    def blocks(self) -> List[Prose]:
        environment: Dict[str, Any] = {}
        tokens = _parser().parse(self._source, environment)
        self._check(tokens, environment)
        for at, token in enumerate(tokens):
            if token.level == 0 and token.nesting >= 0:
                self._take(tokens, at)
        if self._fold is not None:
            self._wrong(self._fold[0], "<details> is not closed; expected </details> after an empty line")
        return self._found

    def _take(self, tokens: Sequence[Any], at: int) -> None:
        token, (start, end) = tokens[at], tokens[at].map
        source = "\n".join(self._lines[start:end]).rstrip()
        pictures = _pictures(tokens[at + 1]) if token.type == "paragraph_open" else []
        if token.type == "html_block":
            if not source.lstrip().startswith("<!--"):
                self._html(start, end)
        elif _is_transcript(token):
            self._transcript(source, start, end)
        elif self._fold is not None:
            if any(DRAWN.fullmatch(_path(each)) for each in pictures):
                self._wrong(start, f"{_path(pictures[0])} is a figure; expected it outside <details>")
        elif pictures:
            for picture in pictures:
                self._figure(source, picture, start)
        elif token.type in ("fence", "code_block"):
            self._found.append(Code(source))
        elif token.type == "table_open":
            self._found.append(Table(source, _rows(tokens[at:])))
        else:
            self._found.append(Prose(source))

    def _html(self, start: int, end: int) -> None:
        """Lines of HTML: each opens a fold, closes it, or is part of one; what is none of it is prose."""
        rest: List[str] = []
        for at in range(start, end):
            line = self._lines[at].strip()
            if line.startswith("<details"):
                if self._fold is not None:
                    self._wrong(at, "<details> is inside another one; expected </details> before it")
                self._fold = at, len(self._commands)
            if self._fold is None:
                rest.append(self._lines[at])
            elif line.endswith("</details>"):
                self._close(at)
        if rest:
            self._found.append(Prose("\n".join(rest)))

    def _close(self, at: int) -> None:
        assert self._fold is not None
        opened, before = self._fold
        source = "\n".join(self._lines[opened : at + 1])
        parts = FOLD.fullmatch(source.strip())
        if parts is None:
            self._wrong(opened, "expected <details><summary>WORDS</summary>, text, and </details>")
        self._found.append(Fold(source, parts[1], parts[2], self._commands[before:], self._first + opened))
        self._fold = None

    def _transcript(self, source: str, start: int, end: int) -> None:
        commands: List[Command] = []
        for at in range(start + 1, end - 1):
            line = self._lines[at]
            prompt = next((each for each in PROMPTS if line.startswith(each)), None)
            if prompt is not None:
                commands.append(Command(prompt, line[len(prompt) :], self._first + at, [], page=self._page))
            elif commands and commands[-1].open:
                self._wrong(
                    at, f"{commands[-1].text} has dots in it, so it cannot be typed; expected no output below it"
                )
            elif commands:
                commands[-1].output.append(line)
            else:
                self._wrong(at, f"a transcript starts with one of these: {', '.join(PROMPTS)}")
        self._commands += commands
        if self._fold is None:
            self._found.append(Transcript(source, commands))

    def _figure(self, source: str, picture: Any, start: int) -> None:
        path, caption = _path(picture), " ".join(picture.content.split())
        words = " ".join("".join(each.content or " " for each in picture.children).split())
        self._found.append(Figure(source, caption, words, path, self._first + start))
        if not DRAWN.fullmatch(path) or not self._commands and self._illustrated:
            return  # an illustration that nobody typed anything for
        shown = [each for each in self._commands if each.text.startswith("show-") and not each.open]
        if not shown or shown[-1].figure is not None:
            self._wrong(start, f"no show command before {path} draws it")
        shown[-1].figure = path

    def _check(self, tokens: Sequence[Any], environment: Dict[str, Any]) -> None:
        """What one reader would see and another would not."""
        for reference in environment.get("references", {}).values():
            self._wrong(reference["map"][0], "expected [words](target) where the link or the picture is")
        found = {token.map[0] for token in tokens if token.type == "heading_open" and token.level == 0}
        for at in sorted(found ^ {at for at, _, _ in headings(self._lines, self._page)}):
            self._wrong(at, "expected headings (#) and fences (```) at the left margin, and no underlined headings")
        line = 0
        for at, token in enumerate(tokens):
            line = token.map[0] if token.map else line
            if _is_transcript(token) and (token.level or not self._lines[line].startswith(token.markup)):
                self._wrong(line, "a transcript starts at the left margin, in no list and no quotation")
            alone = token.level == 1 and tokens[at - 1].type == "paragraph_open" and bool(_pictures(token))
            for path in filter(DRAWN.fullmatch, map(_path, _images(token))):
                if not alone:
                    self._wrong(line, f"{path} is a figure; expected it in a paragraph of its own")

    def _wrong(self, at: int, what: str) -> NoReturn:
        raise ValueError(f"{self._page}:{self._first + at}: {what}.")


def _is_transcript(token: Any) -> bool:
    return bool(token.type == "fence" and token.info.split()[:1] == ["console"])


def _images(token: Any) -> List[Any]:
    return [child for child in token.children or [] if child.type == "image"]


def _path(image: Any) -> str:
    return str(image.attrGet("src"))


def _pictures(inline: Any) -> List[Any]:
    """The pictures of a paragraph in which there is nothing else."""
    images = _images(inline)
    others = [each for each in inline.children or [] if each not in images and each.content.strip()]
    links = any(each.type == "link_open" for each in inline.children or [])
    return [] if others or links else images


def _rows(tokens: Sequence[Any]) -> List[List[str]]:
    """The cells of the table that begins with `tokens`, row by row."""
    rows: List[List[str]] = []
    for token in tokens:
        if token.type == "table_close":
            break
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(token.content)
    return rows
