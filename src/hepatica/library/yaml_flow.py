"""Scalars, and tables and lists in flow form, for the strict YAML reader."""

from __future__ import annotations

import re
from bisect import bisect_right

from hepatica.library.plain_text import checked_text
from hepatica.library.yaml_cursor import Cursor, Node, Path

_GAP = re.compile(r"(?:[ ]++(?:#[^\n]*+)?|\n#[^\n]*+|\n)*")
COLON = re.compile(r"[ ]*:(?=[ \n]|\Z)")
QUOTED = re.compile(r"'((?:[^'\n]|'')*+)'|\"((?:[^\"\\\n]|\\[^\n])*+)\"")
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)")
_ESCAPES = {'"': '"', "\\": "\\", "/": "/", "n": "\n", "t": "\t"}

_INDICATORS = r"\-?:,\[\]{}#&*!|>'\"%@`"
PLAIN = re.compile(
    rf"(?:[^ \n\t{_INDICATORS}]|[-?:](?=[^ \n\t]))"
    r"(?:[^ \n\t:#]|:(?=[^ \n\t])|(?<=[^ \n\t])#|[ ]++(?=[^ \n\t#:])|[ ]++(?=:[^ \n\t]))*+"
)
PLAIN_IN_FLOW = re.compile(
    rf"(?:[^ \n\t{_INDICATORS}]|[-](?=[^ \n\t,\[\]{{}}]))"
    r"(?:[^ \n\t:#,\[\]{}]|:(?=[^ \n\t,\[\]{}])|(?<=[^ \n\t])#|[ ]++(?=[^ \n\t#:,\[\]{}]))*+"
)


class Values(Cursor):
    """Reads what stands on one line, or between brackets."""

    def value(self, path: Path, depth: int, plain: re.Pattern[str]) -> Node:
        """The table, list or scalar that begins here."""
        char = self.char()
        if char == "{":
            return self._flow_table(path, depth + 1)
        if char == "[":
            return self._flow_list(path, depth + 1)
        return self.scalar(plain)

    def scalar(self, plain: re.Pattern[str]) -> str:
        """The text of the scalar that begins here."""
        found = plain.match(self.text, self.at)
        if found:
            self.at = found.end()
            return found.group()
        found = QUOTED.match(self.text, self.at)
        if found is None:
            self.refuse_start()
        self.at = found.end()
        single, double = found.groups()
        return single.replace("''", "'") if double is None else self._unescaped(double)

    def _unescaped(self, text: str) -> str:
        def one(found: re.Match[str]) -> str:
            sign = found.group(1)
            char = chr(int(sign[1:], 16)) if len(sign) > 1 else _ESCAPES.get(sign)
            if char is None:
                self.refuse_syntax('one of \\" \\\\ \\/ \\n \\t \\uXXXX after the backslash')
            return char

        if "\\" not in text:
            return text
        plain = _ESCAPE.sub(one, text)
        return checked_text(plain, name=f"{self.name} line {self.line()}") if plain else ""

    def key(self, table: dict[str, Node], path: Path, plain: re.Pattern[str]) -> str:
        """The key that begins here, and past its colon."""
        start = self.at
        key = self.scalar(plain)
        line = bisect_right(self.starts, start)
        if key in table:
            earlier = self.lines[(*path, key)]
            self.refuse(
                "E107", at=start, came=key, expected=f"each key once; it stands on line {earlier}"
            )
        is_quoted = self.text[start] in "'\""
        colon = re.compile(r"[ ]*:") if is_quoted and plain is PLAIN_IN_FLOW else COLON
        found = colon.match(self.text, self.at)
        if found is None:
            self.refuse(
                "E105",
                at=start,
                came=key,
                expected="a key, a colon and a blank",
                example="weight: 70 kg",
                remedy="Text that holds a comma goes in quotes.",
            )
        self.at = found.end()
        self.lines[(*path, key)] = line
        return key

    def _flow_table(self, path: Path, depth: int) -> dict[str, Node]:
        self.check_depth(depth)
        opened, table = self.at, dict[str, Node]()
        self.at += 1
        self.skip(_GAP)
        while self.char() != "}":
            key = self.key(table, path, PLAIN_IN_FLOW)
            self.skip(_GAP)
            is_empty = self.char() in {",", "}"}
            table[key] = "" if is_empty else self.value((*path, key), depth, PLAIN_IN_FLOW)
            self._comma("}", opened)
        self.at += 1
        return table

    def _flow_list(self, path: Path, depth: int) -> list[Node]:
        self.check_depth(depth)
        opened, items = self.at, list[Node]()
        self.at += 1
        self.skip(_GAP)
        while self.char() != "]":
            here = (*path, len(items))
            self.lines[here] = self.line()
            items.append(self.value(here, depth, PLAIN_IN_FLOW))
            self._comma("]", opened)
        self.at += 1
        return items

    def _comma(self, closing: str, opened: int) -> None:
        """Past the comma behind an item, or to the closing bracket."""
        self.skip(_GAP)
        char = self.char()
        if char == ",":
            self.at += 1
            self.skip(_GAP)
        elif char != closing:
            line = bisect_right(self.starts, opened)
            self.refuse_syntax(f"a comma, or {closing!r} for the bracket opened on line {line}")
