"""Turns texts into the inputs of a model that Winnow exported as ONNX, and its scores into classes.

Reference implementation with Python's standard library only; featurise.mjs does the same in JavaScript.

    featuriser = Featuriser(json.load(open("NAME.vocabulary.json", encoding="utf-8")))
    indices, values = featuriser.batch(["first text", "second text"])
    scores, = session.run(None, {
        "indices": numpy.array(indices, dtype=numpy.int64),
        "values": numpy.array(values, dtype=numpy.float32),
    })

As a program, it reads a JSON list of texts and writes a JSON list of {"indices", "values"}:

    python3 featurise.py NAME.vocabulary.json < texts.json
"""

import json
import math
import re
import sys
import unicodedata
from array import array

# Joins an emoji to the one before it.
ZERO_WIDTH_JOINER = 0x200D

# Small sharp s, final sigma, dotless i, and the i that a dotted capital becomes.
FOLDED_FURTHER = re.compile("[\u00df\u03c2\u0131]|i\u0307")
FOLDINGS = {"\u00df": "ss", "\u03c2": "\u03c3"}

LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class Featuriser:
    def __init__(self, vocabulary):
        """vocabulary: the parsed content of NAME.vocabulary.json"""
        if vocabulary.get("format") != "winnow-vocabulary" or vocabulary.get("version") != 1:
            raise ValueError("This is not a vocabulary that this featuriser knows.")
        self.vocabulary = vocabulary
        self.words = {word: index for index, word in enumerate(vocabulary["words"])}
        flat = vocabulary["pairs"]
        first_pair = len(self.words)
        self.pairs = {
            (flat[at], flat[at + 1]): first_pair + at // 2 for at in range(0, len(flat), 2)
        }
        self.first_characters = first_pair + len(self.pairs)
        self.characters = {
            text: self.first_characters + index
            for index, text in enumerate(vocabulary["characters"])
        }
        spaces = vocabulary["spaces"]
        self.spaces = {
            point for at in range(0, len(spaces), 2) for point in range(spaces[at], spaces[at + 1] + 1)
        }
        self.kinds = vocabulary["tokenKinds"]
        self.kind_of = bytearray([self.kinds["symbol"]]) * 0x110000
        runs = vocabulary["characterKinds"]
        for at in range(0, len(runs), 3):
            first, last, kind = runs[at : at + 3]
            self.kind_of[first : last + 1] = bytes([kind]) * (last + 1 - first)

    def featurise(self, text):
        """One document: the numbers of its features, and their weights as 32-bit numbers."""
        return self._weigh(self._count(text))

    def batch(self, texts):
        """Several: rows filled up with index 0 and value 0 to the length of the longest."""
        rows = [self.featurise(text) for text in texts]
        longest = max([1] + [len(indices) for indices, _ in rows])
        indices = [row + [0] * (longest - len(row)) for row, _ in rows]
        values = [list(row) + [0.0] * (longest - len(row)) for _, row in rows]
        return indices, values

    def _count(self, text):
        """Counts the known n-grams of a text, in the order in which they are met."""
        counts = {}
        before = None
        for stretch in self._stretches(text):
            normal = normalise(stretch, self.vocabulary["folding"])
            for token in self._tokens(normal):
                # Lengths are in UTF-16 units.
                length = len(token) + sum(character > "\uffff" for character in token)
                word = None if length > self.vocabulary["longestWord"] else self.words.get(token)
                if word is not None:
                    pair = None if before is None else self.pairs.get((before, word))
                    if pair is not None:
                        counts[pair] = counts.get(pair, 0) + 1
                    counts[word] = counts.get(word, 0) + 1
                before = word
            if self.vocabulary["characterNgrams"]:
                self._count_characters(normal, counts)
        return counts

    def _count_characters(self, stretch, counts):
        """Runs of 2 to 5 characters of a stretch, the space on either side included."""
        padded = " " + stretch + " "
        for start in range(len(padded) - 1):
            longest = min(self.vocabulary["longestCharacterNgram"], len(padded) - start)
            for length in range(2, longest + 1):
                index = self.characters.get(padded[start : start + length])
                # An n-gram is known only if all that it begins with is.
                if index is None:
                    break
                counts[index] = counts.get(index, 0) + 1

    def _weigh(self, counts):
        """Makes counts into weights: TF-IDF, words with pairs and characters scaled to length 1 each."""
        documents = self.vocabulary["documentCount"]
        frequencies = self.vocabulary["documentFrequencies"]
        indices = list(counts)
        products = []
        of_words = of_characters = 0.0
        for index, count in counts.items():
            idf = math.log((1 + documents) / (1 + frequencies[index])) + 1
            product = (1 + math.log(min(count, 65535))) * idf
            if index < self.first_characters:
                of_words += product * product
            else:
                of_characters += product * product
            products.append(product)
        scale_of_words = 1 / math.sqrt(of_words) if of_words > 0 else 0.0
        scale_of_characters = 1 / math.sqrt(of_characters) if of_characters > 0 else 0.0
        values = array("f")
        for index, product in zip(indices, products):
            scale = scale_of_words if index < self.first_characters else scale_of_characters
            values.append(product * scale)
        return indices, values

    def _stretches(self, text):
        """What stands between white space."""
        start = 0
        for at in range(len(text) + 1):
            if at < len(text) and ord(text[at]) not in self.spaces:
                continue
            if at > start:
                yield text[start:at]
            start = at + 1

    def _tokens(self, stretch):
        """Cuts a stretch into words, symbols, emoji sequences, and letters of scripts without spaces."""
        tokens = []
        opened = None
        point_before = 0
        for character in stretch:
            point = ord(character)
            kind = self.kind_of[point]
            if self._continues(opened, kind, point_before):
                tokens[-1] += character
                # Two halves make a flag; a third begins another one.
                if kind == self.kinds["regionalIndicator"]:
                    opened = self.kinds["symbol"]
            else:
                tokens.append(character)
                opened = kind
            point_before = point
        return tokens

    def _continues(self, opened, kind, point_before):
        kinds = self.kinds
        if opened is None:
            return False
        if kind == kinds["extender"]:
            return True
        if kind == kinds["word"]:
            return opened in (kinds["word"], kinds["extender"])
        if kind == kinds["emoji"]:
            return opened == kinds["emoji"] and point_before == ZERO_WIDTH_JOINER
        if kind == kinds["emojiModifier"]:
            return opened == kinds["emoji"]
        return kind == kinds["regionalIndicator"] and opened == kind


def normalise(stretch, folding):
    """Halves of characters become U+FFFD; Unicode NFC; lower case, and what case folding joins besides."""
    lower = unicodedata.normalize("NFC", LONE_SURROGATE.sub("\ufffd", stretch)).lower()
    if folding != "full":
        return lower
    return FOLDED_FURTHER.sub(lambda found: FOLDINGS.get(found.group(), "i"), lower)


def decide(scores, vocabulary):
    """Indexes of the classes that the model gives, best first; scores: one row of the model's output."""
    order = sorted(range(len(scores)), key=lambda index: (-scores[index], index))
    if vocabulary["kind"] == "single":
        return order[:1]
    given = [index for index in order if scores[index] >= vocabulary["thresholds"][index]]
    if given or not vocabulary["bestIfNone"]:
        return given
    return [index for index in order[:1] if scores[index] > 0]


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        featuriser = Featuriser(json.load(file))
    rows = []
    for text in json.load(sys.stdin):
        indices, values = featuriser.featurise(text)
        rows.append({"indices": indices, "values": list(values)})
    json.dump(rows, sys.stdout)


if __name__ == "__main__":
    main()
