"""Detections of a YOLOv8 ONNX file the usual way in Python: OpenCV, NumPy, ONNX Runtime.

A peer for measuring io.candor.infer, driven by io.candor.bench.PythonPeer. Arguments: ONNX file, image, threads. Every
number read from standard input is answered by that many runs, JPEG bytes to detections: a line of their milliseconds. An
empty line ends it, with the detections of the last run as lines of class, confidence, x1, y1, x2, y2.

Needs: pip install onnxruntime opencv-python-headless numpy
"""

import sys
import time

import cv2
import numpy as np
import onnxruntime

CONFIDENCE = 0.25
IOU = 0.7
GREY = (114, 114, 114)


def letterbox(image, height, width):
    """The image scaled into the frame, grey around it; with the scale and the margins at left and top."""
    scale = min(height / image.shape[0], width / image.shape[1])
    inner = (round(image.shape[1] * scale), round(image.shape[0] * scale))
    if inner != (image.shape[1], image.shape[0]):
        image = cv2.resize(image, inner, interpolation=cv2.INTER_LINEAR)
    left, top = (width - inner[0]) // 2, (height - inner[1]) // 2
    right, bottom = width - inner[0] - left, height - inner[1] - top
    return cv2.copyMakeBorder(image, top, bottom, left, right, cv2.BORDER_CONSTANT, value=GREY), scale, left, top


def selected(output, scale, left, top):
    """Rows of class, confidence, x1, y1, x2, y2 in pixels of the image, from an output of (4 + K, A)."""
    scores = output[4:]
    classes = scores.argmax(axis=0)
    confidences = scores[classes, np.arange(scores.shape[1])]
    keep = np.flatnonzero(confidences > CONFIDENCE)
    x, y, width, height = output[:4, keep]
    boxes = np.stack([(x - width / 2 - left) / scale, (y - height / 2 - top) / scale, width / scale, height / scale], 1)
    confidences, classes = confidences[keep], classes[keep]
    kept = cv2.dnn.NMSBoxesBatched(boxes.tolist(), confidences.tolist(), classes.tolist(), CONFIDENCE, IOU)
    return [(int(classes[i]), float(confidences[i]), *boxes[i, :2], *(boxes[i, :2] + boxes[i, 2:])) for i in kept]


def main(model, file, threads):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    onnxruntime.disable_telemetry_events()
    if threads > 0:
        cv2.setNumThreads(threads)
    wanted = session.get_inputs()[0]
    height, width = wanted.shape[2:]
    with open(file, "rb") as stream:
        encoded = stream.read()

    def detect():
        image = cv2.imdecode(np.frombuffer(encoded, np.uint8), cv2.IMREAD_COLOR)
        framed, scale, left, top = letterbox(image, height, width)
        blob = cv2.dnn.blobFromImage(framed, 1 / 255, swapRB=True)
        return selected(session.run(None, {wanted.name: blob})[0][0], scale, left, top)

    found = []
    for line in sys.stdin:
        if not line.strip():
            break
        times = []
        for _ in range(int(line)):
            start = time.perf_counter()
            found = detect()
            times.append((time.perf_counter() - start) * 1000)
        print(" ".join(f"{each:.4f}" for each in times), flush=True)
    for row in found:
        print(*row)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
