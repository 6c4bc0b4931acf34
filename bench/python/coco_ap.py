"""Prints the seconds that pycocotools takes for the average precision of boxes or masks, and the value.

Reading the files is not counted, on either side of the comparison.
Usage: python coco_ap.py ANNOTATIONS.json DETECTIONS.json bbox|segm
"""

import contextlib
import io
import sys
import time

from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

with contextlib.redirect_stdout(io.StringIO()):
    truth = COCO(sys.argv[1])
    found = truth.loadRes(sys.argv[2])
    evaluation = COCOeval(truth, found, sys.argv[3])
    start = time.perf_counter()
    evaluation.evaluate()
    evaluation.accumulate()
    seconds = time.perf_counter() - start
    evaluation.summarize()
print(f"{seconds:.3f} {evaluation.stats[0]:.6f}")
