package io.candor.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

final class TensorFile {

    private TensorFile() {}

    static double[] read(byte[] file, String name) {
        ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int header = (int) buffer.getLong(0);
        JsonNode entry = Golden.json(Arrays.copyOfRange(file, 8, 8 + header)).get(name);
        int from = 8 + header + entry.get("data_offsets").get(0).asInt();
        int to = 8 + header + entry.get("data_offsets").get(1).asInt();
        String type = entry.get("dtype").asText();
        int width = switch (type) {
            case "U8" -> 1;
            case "F32" -> 4;
            case "F64", "I64" -> 8;
            default -> throw new IllegalArgumentException(type);
        };
        double[] values = new double[(to - from) / width];
        for (int i = 0; i < values.length; i++) {
            int at = from + i * width;
            values[i] = switch (type) {
                case "U8" -> buffer.get(at);
                case "F32" -> buffer.getFloat(at);
                case "I64" -> buffer.getLong(at);
                default -> buffer.getDouble(at);
            };
        }
        return values;
    }
}
