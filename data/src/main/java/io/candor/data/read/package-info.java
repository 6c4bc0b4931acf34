/**
 * Files to samples and pixels: {@code data.yaml} with YOLO text, COCO JSON, Pascal VOC, image decoding. The only place
 * that knows other box forms than {@link io.candor.data.Box}.
 */
package io.candor.data.read;
