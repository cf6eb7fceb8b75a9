# made.py -- small Word and PDF files, byte by byte, so that any part of them can be wrong.
# SPDX-License-Identifier: GPL-3.0-or-later
import io
import zipfile
import zlib
from xml.sax.saxutils import escape

WORD = ('xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"')
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def archive(parts, compression=zipfile.ZIP_DEFLATED):
    """A zip of the PARTS, always the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as files:
        for name, data in parts.items():
            info = zipfile.ZipInfo(name, (2022, 1, 1, 0, 0, 0))
            info.compress_type = compression
            files.writestr(info, data)
    return out.getvalue()


def run(text, properties=""):
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def par(text="", properties="", inner=""):
    return f"<w:p><w:pPr>{properties}</w:pPr>{run(text) if text else ''}{inner}</w:p>"


def docx(body, numbering="", styles="", compression=zipfile.ZIP_DEFLATED, **more):
    parts = {
        "[Content_Types].xml": HEAD + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "word/document.xml": body if isinstance(body, bytes) else HEAD + f"<w:document {WORD}><w:body>{body}</w:body></w:document>",
    }
    if numbering:
        parts["word/numbering.xml"] = HEAD + f"<w:numbering {WORD}>{numbering}</w:numbering>"
    if styles:
        parts["word/styles.xml"] = HEAD + f"<w:styles {WORD}>{styles}</w:styles>"
    return archive({**parts, **more}, compression)


def odt(body, styles=""):
    names = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{address}:1.0"' for name, address in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"), ("fo", "xsl-fo-compatible"))) + ' xmlns:xlink="http://www.w3.org/1999/xlink"'
    content = HEAD + (f"<office:document-content {names}><office:automatic-styles>{styles}</office:automatic-styles>"
                      f"<office:body><office:text>{body}</office:text></office:body></office:document-content>")
    return archive({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content}, zipfile.ZIP_STORED)


def objects_pdf(objects, trailer=""):
    """A PDF of OBJECTS (bytes, the first is number 1 and the catalogue)."""
    out = bytearray(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, data in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + data + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        out += b"%010d 00000 n \n" % place
    out += b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer.encode(), start)
    return bytes(out)


def stream(data, pack=False, more=b""):
    if pack:
        data, more = zlib.compress(data, 9), more + b"/Filter/FlateDecode"
    return b"<</Length %d%s>>\nstream\n" % (len(data), more) + data + b"\nendstream"


def pdf(pages, pack=False, size=(612, 792), resources=b""):
    """Each page a list of (x, y from the top, text[, font size]), of raw operators (bytes), where /F2 is bold, and of
    links {address: (x, y from the top, width, height)}."""
    kids = b" ".join(b"%d 0 R" % (5 + 2 * i) for i in range(len(pages)))
    objects = [b"<</Type/Catalog/Pages 2 0 R>>",
               b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(pages)),
               b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
               b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>"]
    for number, page in enumerate(pages):
        content = links = b""
        for piece in page:
            if isinstance(piece, bytes):
                content += piece + b"\n"
                continue
            if isinstance(piece, dict):
                for address, (x, y, width, high) in piece.items():
                    links += (b"<</Type/Annot/Subtype/Link/Rect[%d %d %d %d]/Border[0 0 0]/A<</S/URI/URI(%s)>>>>"
                              % (x, size[1] - y - high, x + width, size[1] - y, address.strip().encode()))
                continue
            x, y, text, *high = piece
            words = text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
            content += b"BT /F1 %d Tf %d %d Td (%s) Tj ET\n" % (high[0] if high else 10, x, size[1] - y, words)
        objects.append(b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Contents %d 0 R/Annots[%s]/Resources<</Font<</F1 3 0 R/F2 4 0 R>>%s>>>>"
                       % (*size, 6 + 2 * number, links, resources))
        objects.append(stream(content, pack))
    return objects_pdf(objects)
