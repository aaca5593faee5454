"""What a learner predicts: an expression in C, taken apart where it compares, so that both sides can be shown."""

from __future__ import annotations

import re
from typing import List, NamedTuple, Optional, Tuple

COMPARISONS = ("==", "!=", "<=", ">=", "<", ">")
# Brackets and quotes are told apart from what stands outside; -> and the shifts are no comparisons.
TOKEN = r"(?s)\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|->|<<=|>>=|<<|>>|[=!<>]=|\+\+|--|[-+*/%&|^]=|&&|\|\||."
CHANGES = ("=", "++", "--", "<<=", ">>=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=")


class Prediction(NamedTuple):
    """One that has yet to be judged."""

    expression: str
    clock: int  # where in the run it was made: it is judged at the first stop behind


def changes(expression: str) -> Optional[str]:
    """The operator with which `expression` would change the machine instead of looking at it; None for none."""
    return next((token for token in re.findall(TOKEN, expression) if token in CHANGES), None)


def asks(expression: str) -> bool:
    """Whether it is written as what is true or false: outside of an index it compares, or joins or negates truths."""
    depth = 0
    for token in re.findall(TOKEN, expression):
        depth += (token == "[") - (token == "]")
        if depth == 0 and token in (*COMPARISONS, "&&", "||", "!"):
            return True
    return False


def sides(expression: str) -> Optional[Tuple[str, str, str]]:
    """Left side, comparison and right side; None where the expression is not one comparison."""
    depth = 0
    found: List[Tuple[int, str]] = []
    for match in re.finditer(TOKEN, expression):
        token = match.group()
        depth += (token in "([{") - (token in ")]}")
        if depth == 0 and token in COMPARISONS:
            found.append((match.start(), token))
        elif depth == 0 and token in ("&&", "||", "?"):
            return None
    if len(found) != 1:
        return None
    at, token = found[0]
    return expression[:at].strip(), token, expression[at + len(token) :].strip()
