"""Equal examples by their parsed JSON with all digits, and near duplicates by comparing every text with every other."""
import json
import unicodedata
from decimal import Decimal

from answering import answer_all


def same(lines):
    """Numbers are compared by all their digits; the order of keys does not matter to a dict."""
    read = lambda line: json.loads(line, parse_int=Decimal, parse_float=Decimal)
    return read(lines[0]) == read(lines[1])


def pieces(text, is_spaced):
    if is_spaced:
        words = "".join(c if c.isalnum() else " " for c in text.lower()).split()
        return {tuple(words[i : i + 3]) for i in range(len(words) - 2)}
    characters = [c for c in text.lower() if unicodedata.category(c)[0] in "LMN"]
    return {tuple(characters[i : i + 2]) for i in range(len(characters) - 1)}


def near(texts, is_spaced):
    """Pairs (later, earlier) that have at least four fifths of their pieces in common."""
    sets = [pieces(text, is_spaced) for text in texts]
    return [
        [later, earlier]
        for later in range(len(sets))
        for earlier in range(later)
        if len(sets[later] & sets[earlier]) * 5 >= len(sets[later] | sets[earlier]) * 4
    ]


answer_all(lambda question: globals()[question["what"]](*question["of"]))
