"""Markdown and C as HTML: the walkthrough's text, its transcripts, and a lesson's source."""

from __future__ import annotations

import re
from html import escape
from typing import Any, Callable, Dict, List, Sequence

from markdown_it import MarkdownIt

PROMPTS = ("$ ", "(gdb) ")
CURRENT = "=>"  # in front of the line of source that comes next


def html(markdown: str, link: Callable[[str], str] = lambda target: "") -> str:
    """A piece of the walkthrough; `link` says where a link leads on the page, "" for nowhere."""
    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    parser.add_render_rule("fence", _fence)
    parser.add_render_rule("link_open", _link)
    parser.add_render_rule("link_close", lambda renderer, tokens, at, options, env: "" if env["open"].pop() else "</a>")
    parser.add_render_rule("table_open", lambda *_: '<div class="wide"><table>\n')
    parser.add_render_rule("table_close", lambda *_: "</table></div>\n")
    return str(parser.render(markdown, {"link": link, "open": []}))


def source(text: str) -> List[str]:
    """The lines of a C file, each as HTML with its words marked."""
    from pygments import highlight  # the live picture does without
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import CLexer

    marked = highlight(text, CLexer(stripnl=False), HtmlFormatter(nowrap=True))
    return _whole_lines(marked.splitlines())


def transcript(text: str) -> str:
    """What was typed and what appeared, as HTML."""
    lines = []
    for line in text.splitlines():
        prompt = next((each for each in PROMPTS if line.startswith(each)), None)
        if prompt is not None:
            lines.append(f'<span class="prompt">{escape(prompt)}</span><kbd>{escape(line[len(prompt):])}</kbd>')
        elif line.startswith(CURRENT):
            lines.append(f'<mark class="current">{escape(line)}</mark>')
        else:
            lines.append(escape(line))
    return '<pre class="transcript wide"><code>' + "\n".join(lines) + "</code></pre>\n"


def _fence(renderer: Any, tokens: Sequence[Any], at: int, options: Any, env: Dict[str, Any]) -> str:
    text = tokens[at].content
    if tokens[at].info.strip() == "console" or text.startswith(PROMPTS):
        return transcript(text)
    return f'<pre class="wide"><code>{escape(text)}</code></pre>\n'


def _link(renderer: Any, tokens: Sequence[Any], at: int, options: Any, env: Dict[str, Any]) -> str:
    target = env["link"](str(tokens[at].attrGet("href") or ""))
    env["open"].append(not target)
    return f'<a href="{escape(target)}">' if target else ""


def _whole_lines(lines: Sequence[str]) -> List[str]:
    """`lines` with each mark that goes over several lines, as a comment does, closed and opened in each."""
    result, mark = [], ""
    for line in lines:
        line = mark + line
        opened = re.findall(r"<span[^>]*>|</span>", line)
        mark = opened[-1] if opened and opened[-1] != "</span>" else ""
        result.append(line + ("</span>" if mark else ""))
    return result
