import codecs

import pytest

from annotator.exchange.decoding import Confidence, UndecodableError, decode

TEXT = (
    "La ministre s'est dite préoccupée par l'accord signé à Orval. « Nous n'avons pas été "
    "consultés », a déclaré Émile Castaing, évoquant l’œuvre d'un voisin. Coût : 3 €.\r\n"
)

# So many accents that Windows-1257, in which they are letters too, looks a little less odd.
DENSE = (
    "L’été dernier, la présidente de Valmure a refusé le projet : « Ça ne mène à rien », "
    "a-t-elle déclaré à la presse, où l’on s’inquiète déjà du coût. Même le conseil hésite.\n"
)


def test_utf8_is_certain_and_untouched():
    decoded = decode(TEXT.encode())
    assert (decoded.text, decoded.encoding) == (TEXT, "utf-8")
    assert decoded.confidence is Confidence.CERTAIN


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
    ],
)
def test_a_byte_order_mark_decides(mark, encoding):
    decoded = decode(mark + TEXT.encode(encoding))
    assert (decoded.text, decoded.encoding) == (TEXT, encoding)


@pytest.mark.parametrize("text", [TEXT, "Été à la mer, déjà.", TEXT.replace("œ", "oe"), DENSE])
def test_western_text_is_read_as_windows_1252(text):
    decoded = decode(text.encode("cp1252"))
    assert (decoded.text, decoded.encoding) == (text, "cp1252")
    assert decoded.confidence is not Confidence.CERTAIN


def test_a_short_text_is_called_a_guess():
    assert decode("Été à la mer.".encode("latin-1")).confidence is Confidence.GUESSED


def test_one_broken_byte_does_not_turn_utf8_into_another_encoding():
    data = TEXT.encode().replace("œ".encode(), b"\xc5")
    with pytest.raises(UndecodableError, match="damaged"):
        decode(data)


@pytest.mark.parametrize("data", [b"%PDF-1.7\nabc", b"PK\x03\x04\x00\xff", bytes(range(256))])
def test_binary_files_are_refused(data):
    with pytest.raises(UndecodableError, match="binary"):
        decode(data)


def test_a_cut_utf16_file_is_damaged():
    with pytest.raises(UndecodableError, match="UTF-16-LE"):
        decode(codecs.BOM_UTF16_LE + b"a")


def test_quotation_marks_of_windows_are_no_controls():
    text = "<p>Il s’en va « tôt » à Orléans.</p>" * 9
    assert "\x92" not in decode(text.encode("cp1252")).text
