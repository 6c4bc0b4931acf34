package io.candor.loss;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.candor.tensor.Tensors;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.MemoryFormat;

/** One stored case of the detection loss: maps, labels and what must come out. */
record GoldenLoss(String name, JsonNode header, ByteBuffer bytes, JsonNode expected) {

    static final List<String> CASES = List.of("a_mixed", "b_empty_image", "c_crowd20", "d_no_boxes");

    static final int CLASSES = 6;

    private static final int IMAGE = 160;

    static GoldenLoss read(String name) {
        JsonNode expected = json("loss_cases.json").get("cases").get(name);
        return read("/golden/loss/case_" + name + ".safetensors.gz", expected);
    }

    /** @param resource a gzipped safetensors file on the class path */
    static GoldenLoss read(String resource, JsonNode expected) {
        byte[] file = resource(resource);
        ByteBuffer all = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int length = Math.toIntExact(all.getLong());
        byte[] header = new byte[length];
        all.get(header);
        return new GoldenLoss(resource, parse(header), all.slice().order(ByteOrder.LITTLE_ENDIAN), expected);
    }

    static JsonNode json(String file) {
        return parse(resource(file.startsWith("/") ? file : "/golden/loss/" + file));
    }

    private static JsonNode parse(byte[] json) {
        try {
            return new ObjectMapper().readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] resource(String file) {
        try (InputStream stored = GoldenLoss.class.getResourceAsStream(file);
                InputStream in = file.endsWith(".gz") ? new GZIPInputStream(stored) : stored) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    float[] floats(String tensor) {
        ByteBuffer part = part(tensor);
        float[] values = new float[part.remaining() / Float.BYTES];
        part.asFloatBuffer().get(values);
        return values;
    }

    int[] integers(String tensor) {
        ByteBuffer part = part(tensor);
        boolean wide = header.get(tensor).get("dtype").asText().equals("I64");
        int[] values = new int[wide ? part.remaining() / Long.BYTES : part.remaining()];
        for (int i = 0; i < values.length; i++) {
            values[i] = wide ? (int) part.getLong() : part.get();
        }
        return values;
    }

    private ByteBuffer part(String tensor) {
        JsonNode offsets = header.get(tensor).get("data_offsets");
        int from = offsets.get(0).asInt();
        return bytes.slice(from, offsets.get(1).asInt() - from).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The maps as leaves that collect gradients. */
    List<Tensor> maps(MemoryFormat layout) {
        return maps("raw_", layout);
    }

    List<Tensor> maps(String prefix, MemoryFormat layout) {
        List<Tensor> maps = new ArrayList<>();
        for (String level : List.of("p3", "p4", "p5")) {
            JsonNode shape = header.get(prefix + level).get("shape");
            Tensor map = Tensors.of(
                    floats(prefix + level),
                    shape.get(0).asLong(),
                    shape.get(1).asLong(),
                    shape.get(2).asLong(),
                    shape.get(3).asLong());
            maps.add(map.contiguous(layout).requires_grad_(true));
        }
        return maps;
    }

    /** The labels in pixels, converted in float32 as the stored numbers were. */
    Targets targets() {
        float[] boxes = floats("bboxes_xywhn");
        for (int box = 0; box < boxes.length; box += 4) {
            float x = boxes[box] * IMAGE;
            float y = boxes[box + 1] * IMAGE;
            float width = boxes[box + 2] * IMAGE;
            float height = boxes[box + 3] * IMAGE;
            boxes[box] = x - width / 2;
            boxes[box + 1] = y - height / 2;
            boxes[box + 2] = x + width / 2;
            boxes[box + 3] = y + height / 2;
        }
        return new Targets(integers("batch_idx"), integers("cls"), boxes);
    }
}
