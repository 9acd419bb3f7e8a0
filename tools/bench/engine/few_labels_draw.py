"""The documents that few_labels_peer.py draws: one JSON object a set, with the places in the training and test parts.

usage: few_labels_draw.py DATA_FOLDER SIZES SEEDS SET ...    (lists with commas)
{"set", "test": [places] or null for all, "draws": [{"k", "seed", "labelled": [places]}]}
"""
import collections
import json
import sys

import numpy

TEST_SAMPLE = {"tickets_it": 3000, "news20_body": 2000}

folder, sizes, seeds = sys.argv[1], sys.argv[2].split(","), sys.argv[3].split(",")
for name in sys.argv[4:]:
    with open(f"{folder}/{name}/train.jsonl", encoding="utf8") as lines:
        labels = [json.loads(line)["labels"][0] for line in lines]
    with open(f"{folder}/{name}/test.jsonl", encoding="utf8") as lines:
        test_size = sum(1 for _ in lines)
    members = collections.defaultdict(list)
    for place, label in enumerate(labels):
        members[label].append(place)
    test = None
    if name in TEST_SAMPLE:
        test = numpy.random.RandomState(99).permutation(test_size)[: TEST_SAMPLE[name]].tolist()
    draws = []
    for size in sizes:
        for seed in seeds:
            random = numpy.random.RandomState(int(seed))
            labelled = [int(place) for label in sorted(members) for place in random.permutation(members[label])[: int(size)]]
            draws.append({"k": int(size), "seed": int(seed), "labelled": labelled})
    print(json.dumps({"set": name, "test": test, "draws": draws}))
