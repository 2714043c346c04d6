"""Tables for GitHub, for the web and for LaTeX: everything in them is escaped."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from claimledger.layout import is_numeric, kept_columns, safe
from claimledger.tables import GLUE, Cell, Table, cell_text

URL = re.compile(r"https?://\S+")
DATE = re.compile(r"\b\d{4}-\d\d(?:-\d\d)?\b")

NEW_LINE, MAY_BREAK = "\ue000", "\ue001"
"""Stand for what may not be escaped until LaTeX is; data that holds them loses them."""

STYLE = """\
body { font: 16px/1.45 system-ui, sans-serif; color: #1a1a1a; background: #fff;
  max-width: 80rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; margin-bottom: .4rem; }
h2 { font-size: 1.1rem; margin: 2.2rem 0 .5rem; }
p { margin: .3rem 0; max-width: 60rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { text-align: left; vertical-align: top; padding: .4rem .8rem .4rem 0;
  border-bottom: 1px solid #ddd; overflow-wrap: break-word; }
thead th { border-bottom: 2px solid #1a1a1a; white-space: nowrap; }
.date { white-space: nowrap; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
td div { padding-left: 1em; text-indent: -1em; }
td small { color: #555; font-size: .9em; }
.disputed { color: #a61b1b; }
.tension { color: #8a5a00; }
.corroborated { color: #1d6b35; }
"""


def github(table: Table) -> str:
    """A table of GitHub's Markdown under a heading."""
    import tabulate

    kept = kept_columns(table)
    rows = [[_github_cell(cell_text(row[n])) for n in kept] for row in table.rows]
    text: str = tabulate.tabulate(
        rows,
        [_github_cell(table.header[n]) for n in kept],
        tablefmt="github",
        disable_numparse=True,
        colalign=_alignment(rows),
    )
    return "\n\n".join([f"## {markdown(table.title)}", text, *map(markdown, table.notes)])


def _alignment(rows: Sequence[Sequence[str]]) -> list[str] | None:
    if not rows:
        return None
    return ["right" if is_numeric(column) else "left" for column in zip(*rows, strict=True)]


def markdown(text: str) -> str:
    r"""Text in which nothing is markup.

    >>> markdown("<b> *10* in snake_case")
    '&lt;b> \\*10\\* in snake_case'
    """
    plain = safe(text).replace(GLUE, " ").replace("\n", " ")
    plain = re.sub(r"([\\`*~|]|(?<!\w)_|_(?!\w))", r"\\\1", plain)
    return plain.replace("&", "&amp;").replace("<", "&lt;")


def _github_cell(text: str) -> str:
    if URL.fullmatch(text):
        return safe(text).replace("|", "%7C").replace("<", "%3C").replace("`", "%60")
    return "<br>".join(map(markdown, text.split("\n")))


def page(title: str, head: Sequence[str], tables: Sequence[Table]) -> str:
    """A complete page of its own."""
    body = [f"<h1>{_escaped(title)}</h1>", *(f"<p>{_escaped(line)}</p>" for line in head)]
    body += [html_table(table) for table in tables]
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_escaped(title)}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n"
        + "\n".join(body)
        + "\n</body>\n</html>\n"
    )


def html_table(table: Table) -> str:
    """A heading, a table with its columns scoped, and the notes.

    Written here and not by tabulate, which scopes no header and pads every cell.
    """
    kept = kept_columns(table)
    numeric = {n for n in kept if is_numeric([cell_text(row[n]) for row in table.rows])}
    marks = {n: ' class="number"' if n in numeric else "" for n in kept}
    heads = "".join(f'<th scope="col"{marks[n]}>{_escaped(table.header[n])}</th>' for n in kept)
    kind = (table.verdict or "other").partition(" ")[0]
    lines = [
        f'<h2 class="{kind}">{_escaped(_capital(table.title))}</h2>',
        '<div class="wide"><table>',
        f"<thead><tr>{heads}</tr></thead>",
        "<tbody>",
    ]
    for row in table.rows:
        cells = "".join(f"<td{marks[n]}>{_html_cell(row[n])}</td>" for n in kept)
        lines.append(f"<tr>{cells}</tr>")
    lines += ["</tbody>", "</table></div>"]
    return "\n".join([*lines, *(f"<p>{_inline(note)}</p>" for note in table.notes)])


def _escaped(text: str) -> str:
    return html.escape(safe(text))


def _inline(text: str) -> str:
    """Escaped text whose dates are not divided."""
    return DATE.sub(r'<span class="date">\g<0></span>', _escaped(text))


def _capital(title: str) -> str:
    return title[:1].upper() + title[1:]


def _html_cell(cell: Cell) -> str:
    if isinstance(cell, str):
        if URL.fullmatch(cell):
            return f'<a href="{_escaped(cell)}" rel="nofollow noopener">{_escaped(cell)}</a>'
        return "<br>".join(map(_inline, cell.split("\n")))
    lines = []
    for entry in cell:
        parts = (
            f"<strong>{_inline(entry.figure)}</strong>",
            f"<small>{_inline(entry.note)}</small>",
        )
        kept = [part for part, text in zip(parts, (entry.figure, entry.note), strict=True) if text]
        lines.append(f"<div>{' '.join(kept)}</div>")
    return "".join(lines)


def document(title: str, head: Sequence[str], tables: Sequence[Table]) -> str:
    """A complete LaTeX document, which any of the usual engines sets."""
    body = [f"\\section*{{{latex(title)}}}", *(latex(line) + "\n" for line in head)]
    body += [latex_table(table) for table in tables]
    return PREAMBLE + "\n".join(body) + "\n\\end{document}\n"


PREAMBLE = r"""\documentclass{article}
\usepackage[T1]{fontenc}
\usepackage[a4paper,landscape,margin=15mm]{geometry}
\usepackage{array,booktabs,longtable,textcomp}
\setlength{\parindent}{0pt}
\setlength{\tabcolsep}{4pt}
\begin{document}
\footnotesize
"""


def latex(text: str) -> str:
    r"""Text in which nothing is a command.

    >>> print(latex("50 % of \\input{a}"))
    50 \% of \textbackslash{}input\{a\}
    """
    import tabulate

    rules = tabulate.LATEX_ESCAPE_RULES
    plain = safe(text).replace("\n", " ").replace(GLUE, MAY_BREAK)
    return "".join(rules.get(mark, mark) for mark in plain).replace(MAY_BREAK, "~")


def latex_table(table: Table) -> str:
    """A heading and a table that runs over pages, with the lines of booktabs."""
    import tabulate

    kept = kept_columns(table)
    rows = [[_latex_cell(cell_text(row[n])) for n in kept] for row in table.rows]
    text: str = tabulate.tabulate(
        rows,
        [_latex_cell(table.header[n]) for n in kept],
        tablefmt="latex_booktabs",
        disable_numparse=True,
    )
    _, *lines, _ = text.split("\n")
    # A row that begins with a bracket or a star would be read as an option of the line before.
    inner = "\n".join(re.sub("^ ", "{}", line) for line in lines)
    inner = inner.replace("\\midrule", "\\midrule\n\\endhead", 1)
    inner = DATE.sub(r"\\mbox{\g<0>}", inner)
    inner = inner.replace(NEW_LINE, r"\newline ").replace(MAY_BREAK, r"\allowbreak{}")
    return "\n".join(
        [
            f"\\subsection*{{{latex(_capital(table.title))}}}",
            f"\\begin{{longtable}}{{{_latex_columns(rows, len(kept))}}}",
            inner,
            "\\end{longtable}",
            *(f"{latex(note)}\n" for note in table.notes),
        ]
    )


def _latex_cell(text: str) -> str:
    plain = re.sub(f"[{NEW_LINE}{MAY_BREAK}]", "\ufffd", safe(text).replace(GLUE, " "))
    if URL.fullmatch(plain):
        plain = re.sub(r"([/_.?&=-])", rf"\1{MAY_BREAK}", plain)
    return plain.replace("\n", NEW_LINE)


def _latex_columns(rows: Sequence[Sequence[str]], count: int) -> str:
    """Columns as wide as their text asks for, together as wide as the page."""
    alike = list(zip(*rows, strict=True)) or [("",)] * count
    wants = [min(max(map(len, column)), 60) + 8 for column in alike]
    shares = [0.97 * want / sum(wants) for want in wants]
    parts = [
        f">{{\\raggedright\\arraybackslash}}p{{\\dimexpr {share:.3f}\\linewidth-8pt}}"
        for share in shares
    ]
    return "".join(parts)
