"""Write small PDF files: pages of Helvetica text at given places, a page that is a picture, a password.

For samples and tests: no library is needed to make them.
"""

import hashlib
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

Piece = tuple[float, str, str]  # x in points, "l" from there or "r" up to there, text
Line = Sequence[Piece]

WIDTH, HEIGHT = 595, 842
SIZE, LEADING = 8, 11
TOP = HEIGHT - 50

# Advance widths of Helvetica for the characters from space to tilde, in thousandths of the size.
_WIDTHS = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556,
    556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556,
    556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
)  # fmt: skip
_PAD = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
_ID = bytes(range(16))
_MAY_DO_ALL = 0xFFFFFFFC


def text_width(text: str) -> float:
    """Return the width of a text in points."""
    return sum(_WIDTHS[ord(char) - 32] for char in text) * SIZE / 1000


def pdf_of(pages: Sequence[Sequence[Line]], password: str = "") -> bytes:
    """Return a file with these pages, each a list of lines from top to bottom."""
    return _file([zlib.compress(_drawn(lines)) for lines in pages], password)


def pdf_of_pictures(pages: int) -> bytes:
    """Return a file whose pages are grey pictures, as a scanner makes them."""
    grey = zlib.compress(bytes((row * column) % 251 for row in range(40) for column in range(30)))
    drawn = zlib.compress(f"q {WIDTH} 0 0 {HEIGHT} 0 0 cm /I Do Q".encode())
    picture = (
        b"<< /Type /XObject /Subtype /Image /Width 30 /Height 40 /ColorSpace /DeviceGray /BitsPerComponent 8 "
        b"/Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(grey), grey)
    )
    return _file([drawn] * pages, "", picture)


def _drawn(lines: Sequence[Line]) -> bytes:
    words = [f"BT /F {SIZE} Tf"]
    for place, line in enumerate(lines):
        for x, side, text in line:
            left = x if side == "l" else x - text_width(text)
            shown = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
            words.append(f"1 0 0 1 {left:.2f} {TOP - place * LEADING} Tm ({shown}) Tj")
    return "\n".join([*words, "ET"]).encode("latin-1")


@dataclass(frozen=True, slots=True)
class _Lock:
    """The standard security handler, revision 3: RC4 with 128 bits (PDF 1.7, section 7.6.3)."""

    key: bytes
    owner: bytes
    user: bytes

    def stream(self, number: int, data: bytes) -> bytes:
        return _rc4(_md5(self.key + number.to_bytes(3, "little") + bytes(2)), data)

    def dictionary(self) -> bytes:
        return b"<< /Filter /Standard /V 2 /R 3 /Length 128 /P %d /O <%s> /U <%s> >>" % (
            _MAY_DO_ALL - 2**32,
            self.owner.hex().encode(),
            self.user.hex().encode(),
        )


def _lock(password: str) -> _Lock:
    padded = (password.encode("latin-1") + _PAD)[:32]
    owner = _twenty_times(_rounds(_md5(padded)), padded)
    key = _rounds(_md5(padded + owner + _MAY_DO_ALL.to_bytes(4, "little") + _ID))
    return _Lock(key, owner, _twenty_times(key, _md5(_PAD + _ID)) + bytes(16))


def _md5(data: bytes) -> bytes:
    return hashlib.md5(data).digest()


def _rounds(digest: bytes) -> bytes:
    for _ in range(50):
        digest = _md5(digest)
    return digest


def _twenty_times(key: bytes, data: bytes) -> bytes:
    for turn in range(20):
        data = _rc4(bytes(byte ^ turn for byte in key), data)
    return data


def _rc4(key: bytes, data: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out = bytearray()
    i = j = 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def _file(contents: Sequence[bytes], password: str, picture: bytes = b"") -> bytes:
    """Put objects, their table and the trailer together: 1 catalogue, 2 pages, 3 font, then page and content in turn."""
    lock = _lock(password) if password else None
    kids = " ".join(f"{4 + 2 * place} 0 R" for place in range(len(contents)))
    last = 4 + 2 * len(contents)
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(contents)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    shown = f"/XObject << /I {last} 0 R >>" if picture else "/Font << /F 3 0 R >>"
    for place, content in enumerate(contents):
        number = 5 + 2 * place
        data = lock.stream(number, content) if lock else content
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents {number} 0 R "
            f"/Resources << {shown} >> >>".encode(),
            b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(data), data),
        ]
    if picture or lock:
        objects.append(picture or (lock.dictionary() if lock else b""))
    body = bytearray(b"%PDF-1.4\n")
    starts: list[int] = []
    for number, each in enumerate(objects, start=1):
        starts.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = len(body)
    body += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    body += b"".join(b"%010d 00000 n \n" % start for start in starts)
    trailer = f"/Size {len(objects) + 1} /Root 1 0 R"
    if lock:
        trailer += f" /Encrypt {last} 0 R /ID [<{_ID.hex()}> <{_ID.hex()}>]"
    body += f"trailer\n<< {trailer} >>\nstartxref\n{table}\n%%EOF\n".encode()
    return bytes(body)
