"""Which label of the data an answer names: written from the sentences of the documentation, not from the code."""
import re
import unicodedata

from answering import answer_all

STOPS = ".。．｡।۔։።។"


def is_letter(character):
    return unicodedata.category(character)[0] in "LM"


def is_number(character):
    return unicodedata.category(character)[0] == "N"


def written(text):
    return unicodedata.normalize("NFC", text).strip(" \t\n\r\x0b\x0c\u00a0\ufeff\u2028\u2029")


def inner(text):
    """Without one pair of marks, or one full stop at the end."""
    for start, end, numbers in (("**", "**", True), ("`", "`", True), ('"', '"', False), ("“", "”", False)):
        if len(text) > len(start + end) and text.startswith(start) and text.endswith(end):
            middle = text[len(start) : -len(end)]
            if end[0] in middle or not any(is_letter(c) or is_number(c) for c in middle):
                continue
            if any(unicodedata.category(c)[0] == "L" or is_number(c) for c in middle) and (
                numbers or not any(is_number(c) for c in middle)
            ):
                return middle
    if len(text) > 1 and text[-1] in STOPS and text[-2] not in STOPS + "…" and not text[-2].isspace():
        return text[:-1]
    return text


def lower(text):
    """Word by word; straight after a number that stands alone, words joined by slashes may be units."""
    out, at = [], 0
    while at < len(text):
        if not is_letter(text[at]):
            out.append(text[at])
            at += 1
            continue
        end = at
        while end < len(text) and (
            is_letter(text[end]) or (text[end] in "/·⋅" and end + 1 < len(text) and is_letter(text[end + 1]))
        ):
            end += 1
        word = text[at:end]
        parts = re.split("([/·⋅])", word)
        out += [part if is_unit(part) else part.lower() for part in parts] if after_number(text, at) else [word.lower()]
        at = end
    return "".join(out)


UNITS = """amp bar bit bps btu byte cal flop gram hertz joule kat liter litre lux meter metre mol ohm osm pixel rad rem
ton var volt watt""".split()


def is_unit(word):
    """Short, or with a capital among small letters, or milli/mega, pico/peta, yocto/yotta, zepto/zetta of a known unit."""
    categories = [unicodedata.category(character) for character in word]
    if len(word) <= 3 or ("Ll" in categories and "Lu" in categories[1:]):
        return True
    known = word[1:].lower()
    return word[0].lower() in "mpyz" and (known in UNITS or (known.endswith("s") and known[:-1] in UNITS))


def after_number(text, at):
    before = at - 1
    if before >= 0 and text[before] in " -":
        before -= 1
    power = re.search(r"(?<=[\d.,'’])[eE][+-]?\d{1,3}$", text[: before + 1])
    if power:
        before = power.start() - 1
    last = before
    while before >= 0 and (is_number(text[before]) or text[before] in ".,'’"):
        before -= 1
    number = text[before + 1 : last + 1].lstrip(".,'’")
    start = last + 1 - len(number)
    return bool(number) and (start == 0 or not is_letter(text[start - 1]))


def plain(text):
    text = written(text)
    while True:
        less = written(inner(text))
        if less == text:
            break
        text = less
    return lower(re.sub(r"[\s\ufeff]+", " ", text))


def right(expected, answer, labels):
    """As written; else plainly the same, and no other label of the data is."""
    if written(expected) == written(answer):
        return True
    if plain(expected) != plain(answer):
        return False
    return len({written(label) for label in labels if plain(label) == plain(expected)}) == 1


answer_all(lambda question: right(question["expected"], question["answer"], question["labels"]))
