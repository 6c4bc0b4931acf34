"""How many errors that `candor synth` planted are in the first part of a list that `candor audit` made.

python3 planted.py BOARDS AUDITED
"""

import csv
import sys
from collections import Counter, defaultdict
from pathlib import Path


def boxes(file, size):
    """Boxes of a YOLO label file, x1 y1 x2 y2 in pixels."""
    found = []
    for line in file.read_text().splitlines():
        x, y, w, h = (float(number) * size for number in line.split()[1:5])
        found.append((x - w / 2, y - h / 2, x + w / 2, y + h / 2))
    return found


def overlap(a, b):
    w, h = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    if w <= 0 or h <= 0:
        return 0
    return w * h / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - w * h)


def side(row, whose):
    return [float(row[f"{whose}_{edge}"]) for edge in ("x1", "y1", "x2", "y2")]


def hit(row, boards, planted, size):
    """The planted error a row of the list is about, as (image, object); None if it is about none."""
    image = Path(row["image"]).stem
    truth = boxes(boards / "labels_true" / "train" / f"{image}.txt", size)
    errors = planted[image]
    if row["kind"] == "overlooked":
        near = [o for o, kind in errors.items() if kind == "dropped" and overlap(side(row, "found"), truth[o]) >= 0.3]
        return (image, near[0]) if near else None
    written = boxes(boards / "labels" / "train" / f"{image}.txt", size)
    label = max(range(len(written)), key=lambda i: overlap(written[i], side(row, "label")))
    kept = [o for o in range(len(truth)) if errors.get(o) != "dropped"]
    return (image, kept[label]) if kept[label] in errors else None


def main(boards, audited, size=160):
    planted = defaultdict(dict)
    with open(boards / "label_noise.csv") as file:
        for row in csv.DictReader(file):
            planted[Path(row["image"]).name][int(row["object"])] = row["error"]
    kinds = Counter(kind for errors in planted.values() for kind in errors.values())
    labels = sum(len(boxes(file, size)) for file in (boards / "labels" / "train").glob("*.txt"))
    print(f"{labels} labels, {kinds.total()} planted errors: {dict(kinds)}")
    with open(audited / "audit.csv") as file:
        rows = list(csv.DictReader(file))
    found = []
    for number, row in enumerate(rows, 1):
        error = hit(row, boards, planted, size)
        if error and error not in found:
            found.append(error)
        if number in (labels // 20, labels // 10, labels // 5, len(rows)):
            by_kind = Counter(planted[image][o] for image, o in found)
            share = len(found) / kinds.total()
            print(f"the first {number} of the list hold {len(found)} ({share:.2f}): {dict(by_kind)}")


main(Path(sys.argv[1]), Path(sys.argv[2]))
