# office.py -- published text as office documents: what an evaluation department really holds.
# SPDX-License-Identifier: GPL-3.0-or-later
"""
flat() lays the Markdown of a published form out as a flat OpenDocument text, with the tables, the
numbered lists (whose numbers stand nowhere in the text), the running header and the page numbers
of a published form; convert() makes Word and PDF files of it with LibreOffice, in one run for each
kind of file, in a profile that is gone afterwards.
"""
import html
import os
import re
import shutil
import subprocess
import tempfile

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text">
<office:styles>
 <style:default-style style:family="paragraph"><style:paragraph-properties fo:margin-bottom="%(space)s"/>
  <style:text-properties fo:font-size="%(size)s" fo:language="es" fo:country="MX" fo:hyphenate="%(hyphens)s" fo:hyphenation-remain-char-count="2" fo:hyphenation-push-char-count="2" style:font-name="%(font)s" fo:font-family="'%(font)s'"/></style:default-style>
 <style:style style:name="Standard" style:family="paragraph" style:class="text"/>
</office:styles>
<office:automatic-styles>
 <style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>
 <style:style style:name="I" style:family="text"><style:text-properties fo:font-style="italic"/></style:style>
 <style:style style:name="J" style:family="paragraph" style:parent-style-name="Standard"><style:paragraph-properties fo:text-align="%(align)s"/></style:style>
 <style:style style:name="C" style:family="table-cell"><style:table-cell-properties fo:padding="0.1cm" fo:border="0.5pt solid #000000"/></style:style>
 %(lists)s
 <style:page-layout style:name="P"><style:page-layout-properties fo:page-width="21.59cm" fo:page-height="27.94cm" fo:margin-top="1.5cm" fo:margin-bottom="1.5cm" fo:margin-left="2.2cm" fo:margin-right="2.2cm"/>
  <style:header-style><style:header-footer-properties fo:min-height="0.8cm" fo:margin-bottom="0.4cm"/></style:header-style>
  <style:footer-style><style:header-footer-properties fo:min-height="0.8cm" fo:margin-top="0.4cm"/></style:footer-style></style:page-layout>
</office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="P">
 <style:header><text:p>%(header)s</text:p></style:header>
 <style:footer><text:p>Página <text:page-number text:select-page="current">1</text:page-number> de <text:page-count>9</text:page-count></text:p></style:footer>
</style:master-page></office:master-styles>
<office:body><office:text>
"""
TAIL = "</office:text></office:body></office:document>\n"

LIST = """<text:list-style style:name="%s"><text:list-level-style-number text:level="1" style:num-suffix="%s" style:num-format="%s"><style:list-level-properties text:list-level-position-and-space-mode="label-alignment"><style:list-level-label-alignment text:label-followed-by="listtab" fo:text-indent="-0.635cm" fo:margin-left="1.27cm"/></style:list-level-properties></text:list-level-style-number></text:list-style>"""
LISTS = "".join(LIST % one for one in (("L1", ".", "1"), ("L2", ":", "1"), ("L3", ")", "a")))

ITEM = re.compile(r"(\d{1,2})\. (.*)|(\d{1,2}): (.*)|- ([a-z])\) (.*)")


def inline(text):
    """One line of the document's Markdown as spans."""
    text = html.escape(text.replace("\\$", "$"), quote=False)
    text = re.sub(r"&lt;i&gt;(.*?)&lt;/i&gt;", r"*\1*", text)
    text = re.sub(r"\*\*(.+?)\*\*", r'<text:span text:style-name="B">\1</text:span>', text)
    text = re.sub(r"\*(.+?)\*", r'<text:span text:style-name="I">\1</text:span>', text)
    return re.sub(r"&lt;(https?:[^ ]*?)&gt;", r'<text:a xlink:type="simple" xlink:href="\1">\1</text:a>', text)


def paragraph(lines):
    return '<text:p text:style-name="J">' + "<text:line-break/>".join(inline(line.strip()) for line in lines) + "</text:p>"


def items(found):
    """(kind, number, text) of items in a row as one list."""
    kind, start, _ = found[0]
    out = f'<text:list text:style-name="{kind}">'
    for count, (_, _, text) in enumerate(found):
        first = f' text:start-value="{start}"' if count == 0 else ""
        out += f"<text:list-item{first}>{paragraph([text])}</text:list-item>"
    return out + "</text:list>"


def item(line):
    match = ITEM.fullmatch(line)
    if not match:
        return None
    if match.group(1):
        return "L1", int(match.group(1)), match.group(2)
    if match.group(3):
        return "L2", int(match.group(3)), match.group(4)
    return "L3", ord(match.group(5)) - 96, match.group(6)


def cell(text):
    """A cell: what stands before a list, and the list, whose items run together."""
    out, pieces = "", re.split(r"</?(?:ol|p)[^>]*>", text)
    for piece in pieces:
        piece = piece.strip()
        if not piece:
            continue
        parts = re.split(r"(?:(?<=[.;)])|^)(?=\d{1,2}\. [A-ZÉÁ])", piece)
        found = [item(part.strip()) for part in parts if part.strip()]
        out += items(found) if all(found) else paragraph([piece])
    return out or paragraph([""])


def table(rows):
    columns = max(len(row) for row in rows)
    out = f'<table:table><table:table-column table:number-columns-repeated="{columns}"/>'
    for row in rows:
        out += "<table:table-row>"
        wide = len(row) == 2 and not row[1]
        for place, text in enumerate(row):
            if wide and place:
                out += "<table:covered-table-cell/>"
                continue
            span = ' table:number-columns-spanned="2"' if wide else ""
            out += f'<table:table-cell table:style-name="C"{span}>{cell(text)}</table:table-cell>'
        out += "</table:table-row>"
    return out + "</table:table>"


def body(text):
    out, lines, at = [], text.split("\n"), 0
    while at < len(lines):
        line = lines[at]
        if not line.strip():
            at += 1
        elif line.startswith("|"):
            rows = []
            while at < len(lines) and lines[at].startswith("|"):
                if not re.fullmatch(r"[|\-\s]*-[|\-\s]*", lines[at]):
                    rows.append([part.strip() for part in lines[at].strip().strip("|").split("|")])
                at += 1
            rows = [row for row in rows if any(row)]
            out.append(table(rows))
        elif item(line):
            found = []
            while at < len(lines) and (item(lines[at]) or not lines[at].strip()):
                if lines[at].strip():
                    if found and item(lines[at])[0] != found[0][0]:
                        break
                    found.append(item(lines[at]))
                at += 1
            out.append(items(found))
        else:
            block = []
            while at < len(lines) and lines[at].strip() and not lines[at].startswith("|") and not item(lines[at]):
                block.append(lines[at])
                at += 1
            out.append(paragraph(block))
    return "\n".join(out)


FIELD = re.compile(r"(\d\.\d(?:\.\d)? [^:]{3,200}:) ?(.*)")


def rows_of(block):
    """A block of the document as a row of the form in two columns: label and value; None: it is none."""
    match = FIELD.fullmatch(block)
    return [match.group(1), match.group(2)] if match and match.group(2) and not match.group(1).startswith("6.1.") else None


def tabled(text):
    """The form as the norm draws it: one table, each field's label in the left column and its value in the
    right one, persons and units beside one another in one row of long cells."""
    text = re.sub(r"^\|[|\-\s]*-[|\-\s]*$\n?", "", text, flags=re.M)
    names, units, cut = "", "", text.find("\nNombre:\n")
    if cut >= 0:
        end = text.index("\n6. DATOS")
        people, _, rest = text[cut:end].partition("\nUnidad administrativa:\n")
        units = "\n".join(line for line in rest.split("\n") if line.startswith("- "))
        more = re.findall(r"<p>(.*?)</p>", rest)
        names = people.strip() + "\n\n" + "\n\n".join(more)
        # a person whose address is on the next page is one paragraph of it
        names = re.sub(r"\n\n(?=[A-Za-z0-9._]+@)", "\n", names)
        text = text[:cut] + "\n\x00\n" + text[end:]
    out = []
    for line in text.split("\n"):
        if line == "\x00":
            out.append(("row", [body(names), body("Unidad administrativa:\n\n" + units)]))
        elif line.startswith("|"):
            for cells in [[part.strip() for part in line.strip().strip("|").split("|")]]:
                if any(cells):
                    row = rows_of(cells[0]) if not any(cells[1:]) and "<" not in cells[0] else None
                    out.append(("row", [cell(part) for part in (row or [part for part in cells if part])]))
        else:
            row = rows_of(line.strip()) if not item(line) else None
            if row:
                out.append(("row", [cell(part) for part in row]))
            elif out and out[-1][0] == "text":
                out[-1][1].append(line)
            else:
                out.append(("text", [line]))
    made = '<table:table><table:table-column table:number-columns-repeated="2"/>'
    for kind, parts in out:
        if kind == "text":
            parts = [body("\n".join(parts))]
            if not parts[0]:
                continue
        span = ' table:number-columns-spanned="2"' if len(parts) == 1 else ""
        made += "<table:table-row>" + "".join(f'<table:table-cell table:style-name="C"{span}>{part}</table:table-cell>' for part in parts)
        made += ("<table:covered-table-cell/>" if span else "") + "</table:table-row>"
    return made + "</table:table>"


def flat(text, header, layout=body, **how):
    how = {"size": "10pt", "space": "0.2cm", "hyphens": "false", "font": "Liberation Sans", "align": "start",
           "lists": LISTS, "header": html.escape(header), **how}
    return HEAD % how + layout(text) + TAIL


def convert(folder, kinds, names):
    """Make NAME.KIND of each NAME.fodt in FOLDER; says what went wrong, or nothing."""
    with tempfile.TemporaryDirectory(prefix="diafano-office-") as profile:
        for kind in kinds:
            done = subprocess.run(
                [OFFICE, f"-env:UserInstallation=file://{profile}", "--headless", "--norestore", "--convert-to", kind,
                 "--outdir", str(folder), *[str(folder / (name + ".fodt")) for name in names]],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=240, check=False,
                env={"PATH": os.environ["PATH"], "HOME": profile, "LC_ALL": "C.UTF-8", "SAL_USE_VCLPLUGIN": "svp"})
            for name in names:
                if not (folder / f"{name}.{kind}").is_file():
                    return f"{name}.{kind}: {done.returncode} {done.stdout[-300:]}"
    return ""
